from __future__ import annotations

import numpy as np

from dlbook.grade.results.tally import tally

MEANS, PICK, GUESS = "chapter/means", "chapter/pick", "chapter/guess"


def test_scores_states_and_mistakes_are_counted(small_class):
    small_class.add("ada", {MEANS: 1, PICK: {"chosen": "b", "score": 1.0}})
    small_class.add("bob", {MEANS: {"wrong": "wrong_sum"}, PICK: {"chosen": "a"}})
    small_class.add("eve", {MEANS: {"failure": "timeout"}, PICK: {"chosen": "a"}})
    small_class.add("zoe", {MEANS: "error", PICK: "untouched"})
    found = tally(small_class.book())
    means, pick = found.tallies[MEANS], found.tallies[PICK]
    assert means.states == {"graded": 3, "error": 1}
    assert means.wrong == {"wrong_sum": 1}
    assert means.failures == {"timeout": 1}
    assert pick.chosen == {"a": 2, "b": 1}
    assert pick.wrong + pick.failures == {}
    np.testing.assert_array_equal(found.scores, [[1, 1], [0, 0], [0, 0], [np.nan, 0]])
    np.testing.assert_array_equal(found.totals, [2, 0, 0, np.nan])


def test_nobody_has_an_empty_table(small_class):
    found = tally(small_class.book(chosen=[MEANS]))
    assert found.scores.shape == (0, 1)
