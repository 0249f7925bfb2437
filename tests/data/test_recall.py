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
