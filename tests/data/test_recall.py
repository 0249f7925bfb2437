"""Pairs to remember: keys differ, answers are right, and a seed repeats them."""

from __future__ import annotations

import pytest
import torch

from dlbook.data.recall import recall_pairs


@pytest.mark.parametrize("pairs", [1, 7, 12])
def test_answers_belong_to_the_keys_asked(pairs):
    keys, values, asked, answers = recall_pairs(3, pairs, 5, 9, n_keys=12, n_values=4)
    assert keys.shape == values.shape == (5, pairs)
    assert asked.shape == answers.shape == (5, 9)
    for row in range(5):
        table = dict(zip(keys[row].tolist(), values[row].tolist(), strict=True))
        assert len(table) == pairs
        assert [table[k] for k in asked[row].tolist()] == answers[row].tolist()
    assert keys.max() < 12
    assert values.max() < 4


def test_a_seed_repeats_them():
    first, again, other = (recall_pairs(seed, 6) for seed in (1, 1, 2))
    assert all(torch.equal(a, b) for a, b in zip(first, again, strict=True))
    assert not torch.equal(first[0], other[0])


@pytest.mark.parametrize("pairs", [0, 13])
def test_an_impossible_number_of_pairs_is_named(pairs):
    with pytest.raises(ValueError, match=f"1 to 12 pairs, got {pairs}"):
        recall_pairs(0, pairs, n_keys=12)


@pytest.mark.parametrize("pairs", [2, 12])
def test_half_of_the_questions_can_be_about_the_last_pairs(pairs):
    keys, values, asked, answers = recall_pairs(5, pairs, 6, 40, n_keys=12, recent=3)
    found = asked[:, :, None] == keys[:, None]
    row, _, pair = found.nonzero(as_tuple=True)
    assert torch.equal(values[row, pair], answers.flatten())
    assert found[:, :20, -3:].any(dim=2).all()
    assert found[:, 20:].any(dim=(0, 1)).all()


def test_no_recent_pairs_at_all_is_an_error():
    with pytest.raises(ValueError, match="recent must be at least 1, got 0"):
        recall_pairs(0, 4, recent=0)
