from __future__ import annotations

from dlbook.grade.results.scale import Scale
from dlbook.grade.results.tables import canvas, grades, moodle

MEANS, PICK, GUESS = "chapter/means", "chapter/pick", "chapter/guess"


def test_grades_have_a_row_for_each_student(small_class):
    small_class.add("ada", {MEANS: 1, PICK: 1 / 3}, notes=["x was left out."], late=True)
    small_class.add("bob", {MEANS: "untouched", PICK: "error"})
    scale = Scale({MEANS: 2.0}, late_percent=10.0)
    head, ada, bob = grades(small_class.book(scale, [MEANS, PICK, GUESS]))
    assert head[:5] == ["student", "name", MEANS, PICK, GUESS]
    assert ada == [
        "ada", "ada", 2, 0.33, "missing", 2.1, 4, 52.5, 10, "yes", "x was left out."
    ]  # fmt: skip
    assert bob == ["bob", "bob", "untouched", "error", "missing", "", 4, "", 0, "yes", ""]


def test_canvas_knows_its_students_by_number(small_class):
    small_class.add("doe_1", {MEANS: 1}, name="doe", platform="canvas", user="1")
    small_class.add("roe_2", {MEANS: "error"}, name="roe", platform="canvas", user="2")
    small_class.add("ada", {MEANS: 1})
    assert list(canvas(small_class.book(), "Homework (47)")) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Homework (47)"],
        ["Points Possible", "", "", "", "", 1],
        ["doe", "1", "", "", "", 1],
        ["roe", "2", "", "", "", ""],
    ]


def test_moodle_knows_its_participants(small_class):
    small_class.add("Jane Doe_4", {MEANS: 0}, name="Jane Doe", platform="moodle", user="4")
    assert list(moodle(small_class.book())) == [
        ["Identifier", "Full name", "Grade", "Maximum Grade"],
        ["Participant 4", "Jane Doe", 0, 1],
    ]
