"""A table of words learns which word means which."""

from __future__ import annotations

import numpy as np

from dlbook.models.language import WordTable

# 1 the, 2 dog, 3 cat; 1 der, 2 Hund, 3 Katze: "the" occurs everywhere.
SOURCES = [[1, 2], [1, 3], [2, 1], [3, 1]]
TARGETS = [[1, 2], [1, 3], [2, 1], [3, 1]]


def test_it_finds_pairs_of_words():
    table = WordTable(SOURCES, TARGETS, 5, 4, rounds=20)
    assert table.translate([3, 1, 2]) == [3, 1, 2]
    assert (table.probability[1:4] > 0.9).all()


def test_one_round_is_as_counted_by_hand():
    # Each target word is shared equally among the two source words of its sentence.
    table = WordTable([[1, 2], [1]], [[1, 2], [1]], 3, 3, rounds=1)
    # Word 1: 1/2 of "1" and 1/2 of "2" in the first sentence, all of "1" in the second.
    np.testing.assert_allclose(table.probability, [0, 0.75, 0.5])


def test_unseen_words_are_left_out():
    assert WordTable(SOURCES, TARGETS, 5, 4).translate([4, 2]) == [2]
