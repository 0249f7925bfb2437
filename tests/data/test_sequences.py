"""Vocabularies, padding, and batches of pairs of sequences."""

from __future__ import annotations

import pytest

from dlbook.data import load
from dlbook.data.sequences import (
    END,
    PAD,
    START,
    UNKNOWN,
    PairBatches,
    Vocabulary,
    pad_sequences,
)


def test_a_vocabulary_goes_both_ways():
    vocabulary = Vocabulary(["abca", "abd"], at_least=2)
    assert vocabulary.symbols[4:] == ["a", "b"]
    assert vocabulary.encode("bad") == [5, 4, UNKNOWN]
    assert vocabulary.decode([4, 5, END, 4]) == ["a", "b"]
    assert vocabulary.decode([5, PAD, 4]) == ["b"]


def test_padding_follows_the_shorter_ones():
    assert pad_sequences([[4, 5], [6]]).tolist() == [[4, 5], [6, PAD]]


def pairs(n=500):
    sources = [[4 + i % 7] * (1 + i % 9) for i in range(n)]
    return sources, [[4 + i % 5] * (1 + i % 4) for i in range(n)]


def test_an_epoch_has_each_pair_once_and_goes_by_number():
    sources = [[4 + i] for i in range(10)]
    batches = PairBatches(sources, [[40 + i] for i in range(10)], 3, seed=1)
    found = [batches(k) for k in range(3)]
    first = sorted(x for source, _ in found for (x,) in source.tolist())
    assert len(set(first)) == 9
    for source, target in found:
        assert target[:, 0].eq(START).all()
        assert target[:, 2].eq(END).all()
        assert (target[:, 1] - source[:, 0]).tolist() == [36] * 3
    again = PairBatches(sources, [[40 + i] for i in range(10)], 3, seed=1)
    assert again(5)[0].equal(batches(5)[0])
    assert again(1)[0].equal(found[1][0])


def test_a_batch_holds_sources_of_similar_length():
    batches = PairBatches(*pairs(), 10)
    padding = [source.eq(PAD).double().mean().item() for source, _ in map(batches, range(50))]
    assert sum(padding) / 50 < 0.1


def test_unequal_numbers_are_refused():
    with pytest.raises(ValueError, match="expected the same number of both"):
        PairBatches([[4]], [], 1)


def test_pronunciations_are_as_described():
    sounds = load("cmudict")
    assert len(sounds) == 117_493
    assert sounds["sound"] == [("S", "AW", "N", "D")]
    assert sum(len(variants) > 1 for variants in sounds.values()) == 7_494
    assert len({s for variants in sounds.values() for spoken in variants for s in spoken}) == 39
