from __future__ import annotations

import pytest

from dlbook.grade.results.scale import Scale

MEANS, PICK, GUESS = "chapter/means", "chapter/pick", "chapter/guess"


def test_marks_and_points(small_class):
    small_class.add("ada", {MEANS: 1, PICK: 0.5, GUESS: 0})
    (row,) = small_class.book(Scale({MEANS: 4.0})).rows()
    assert row.points == {MEANS: 4.0, PICK: 0.5, GUESS: 0.0}
    assert (row.total, row.is_final, row.is_trusted) == (4.5, True, True)


def test_out_of_is_the_sum_of_what_counts(small_class):
    small_class.add("ada", {MEANS: 1})
    assert small_class.book(Scale({MEANS: 4.0})).out_of == 4.0
    assert small_class.book(chosen=[MEANS, PICK]).out_of == 2.0


@pytest.mark.parametrize("mark", ["error", "waiting"])
def test_what_is_not_graded_is_no_zero(small_class, mark):
    small_class.add("ada", {MEANS: 1, PICK: mark})
    (row,) = small_class.book().rows()
    assert row.marks[PICK].state == mark
    assert row.total is None
    assert not row.is_final


def test_what_is_not_there_is_a_zero_and_says_why(small_class):
    small_class.add("ada", {MEANS: 1, PICK: "untouched"})
    (row,) = small_class.book(chosen=[MEANS, PICK, GUESS]).rows()
    assert (row.marks[PICK].state, row.marks[GUESS].state) == ("untouched", "missing")
    assert "as it was given" in row.marks[PICK].message
    assert "no answer" in row.marks[GUESS].message
    assert row.total == 1.0


def test_lateness_takes_a_share_of_the_sum(small_class):
    small_class.add("ada", {MEANS: 1, PICK: 1}, late=True)
    small_class.add("bob", {MEANS: 1, PICK: 1})
    rows = list(small_class.book(Scale(late_percent=25.0)).rows())
    assert [row.total for row in rows] == [1.5, 2.0]


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
    assert list(small_class.book().rows()) == []
    assert small_class.book().exercises == []
