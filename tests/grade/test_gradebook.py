"""Marks, sums, and numbers about a class."""

from __future__ import annotations

import numpy as np
import pytest

from dlbook.grade.gradebook import (
    Scale,
    discrimination,
    item_statistics,
    mean_and_spread,
    reliability,
)
from tests.grade.small_class import GUESS, MEANS, PICK


def test_marks_and_points(small_class):
    small_class.add("ada", {MEANS: 1, PICK: 0.5, GUESS: 0})
    book = small_class.book(Scale({MEANS: 4.0}))
    (row,) = book.rows()
    assert row.points == {MEANS: 4.0, PICK: 0.5, GUESS: 0.0}
    assert (row.total, row.is_final, row.is_trusted, book.out_of) == (4.5, True, True, 6.0)
    assert small_class.book(chosen=[MEANS, PICK]).out_of == 2.0


@pytest.mark.parametrize("mark", ["error", "waiting"])
def test_what_is_not_graded_is_no_zero(small_class, mark):
    small_class.add("ada", {MEANS: 1, PICK: mark})
    (row,) = small_class.book().rows()
    assert (row.marks[PICK].state, row.total, row.is_final) == (mark, None, False)


def test_what_is_not_there_is_a_zero_and_says_why(small_class):
    small_class.add("ada", {MEANS: 1, PICK: "untouched"})
    (row,) = small_class.book(chosen=[MEANS, PICK, GUESS]).rows()
    assert (row.marks[PICK].state, row.marks[GUESS].state) == ("untouched", "missing")
    assert row.marks[PICK].message != row.marks[GUESS].message != ""
    assert row.total == 1.0


def test_lateness_takes_a_fraction_of_the_sum(small_class):
    small_class.add("ada", {MEANS: 1, PICK: 1}, late=True)
    small_class.add("bob", {MEANS: 1, PICK: 1})
    small_class.add("eve", {MEANS: 1, PICK: 1}, late=True)
    rows = small_class.book(Scale(late_percent=25.0, late_students={"eve": 50.0})).rows()
    assert [row.total for row in rows] == [1.5, 2.0, 1.0]


def test_one_student_cannot_add_an_exercise_for_all(small_class):
    for i in range(20):
        small_class.add(f"s{i:02d}", {MEANS: 1})
    small_class.add("eve", {MEANS: 1, GUESS: 1})
    book = small_class.book()
    assert (book.exercises, book.rare, book.out_of) == ([MEANS], [GUESS], 1.0)
    small_class.add("eva", {MEANS: 1, GUESS: 1})
    small_class.add("evi", {MEANS: 1, GUESS: "untouched"})
    assert small_class.book().exercises == [MEANS, GUESS]


def test_a_grade_without_a_sandbox_is_marked(small_class):
    small_class.add("ada", {MEANS: {"score": 1.0, "trusted": False}})
    (row,) = small_class.book().rows()
    assert not row.is_trusted


def test_nobody_is_an_empty_book(small_class):
    assert list(small_class.book().rows()) == small_class.book().exercises == []


def test_mistakes_failures_and_choices_are_counted(small_class):
    small_class.add(
        "ada", {MEANS: {"wrong": "wrong_axis"}, PICK: {"chosen": "b", "score": 1.0}}
    )
    small_class.add("bob", {MEANS: {"failure": "timeout"}, PICK: {"chosen": "c"}})
    small_class.add("eve", {MEANS: "error", PICK: "untouched"})
    numbers = item_statistics(small_class.book())
    means, pick = numbers.items[MEANS], numbers.items[PICK]
    assert (means.wrong, means.failures) == ({"wrong_axis": 1}, {"timeout": 1})
    assert means.states == {"graded": 2, "error": 1}
    assert (pick.chosen, pick.failures) == ({"b": 1, "c": 1}, {})
    assert np.isnan(numbers.scores).tolist() == [[False] * 2, [False] * 2, [True, False]]
    assert numbers.totals[:2].tolist() == [1.0, 0.0]
    assert np.isnan(numbers.totals[2])


SCORES = np.array([[1, 1, 0], [1, 0, 0], [0, 1, 1], [0, 0, 1], [1, 1, 1.0]])


def test_discrimination_is_the_correlation_with_all_others():
    for place, found in enumerate(discrimination(SCORES)):
        rest = np.delete(SCORES, place, axis=1).sum(axis=1)
        assert found == pytest.approx(np.corrcoef(SCORES[:, place], rest)[0, 1])


def test_reliability_by_hand():
    # Variances of the items 0.3 each, sums 2, 1, 2, 1, 3 with variance 0.7.
    assert reliability(SCORES) == pytest.approx(3 / 2 * (1 - 0.9 / 0.7))
    assert reliability(np.repeat(SCORES[:, :1], 4, axis=1)) == pytest.approx(1.0)


def test_rows_that_are_not_complete_are_left_out():
    with_gap = np.vstack([SCORES, [np.nan, 1, 1]])
    assert discrimination(with_gap) == discrimination(SCORES)
    assert reliability(with_gap) == reliability(SCORES)


@pytest.mark.parametrize("shape", [(0, 3), (2, 3), (5, 1), (5, 0), (5, 3)])
def test_what_is_not_defined_is_no_number(shape):
    scores = np.full(shape, 1 / 3)
    assert discrimination(scores) == [None] * shape[1]
    assert reliability(scores) is None


def test_mean_and_spread():
    assert mean_and_spread(np.array([1.0, 2.0, np.nan])) == (1.5, pytest.approx(0.5**0.5))
    assert mean_and_spread(np.array([3.0])) == (3.0, None)
    assert mean_and_spread(np.array([])) == (None, None)
