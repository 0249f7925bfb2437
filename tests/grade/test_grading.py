"""A generated course gets exactly the grades that it deserves, in a sandbox, by the command.

``make test-grading`` does it with 1,000 submissions: right, half right, wrong in each known
way, each attack, each broken file.
"""

from __future__ import annotations

import csv
import os
from collections import Counter

import pytest

from dlbook.grade import cli
from tests.exercise import samples
from tests.grade.battery import EXERCISE, attacks
from tests.grade.generated import Student, course, write_course

COUNT = int(os.environ.get("DLBOOK_SUBMISSIONS", "60"))
PRIVATE = EXERCISE  # what the attacks answer


@pytest.fixture(scope="module")
def graded(sandbox, tmp_path_factory) -> tuple[list[Student], dict[str, dict[str, str]], int]:
    """Return the students, their rows in the table, and the command's exit status."""
    folder = tmp_path_factory.mktemp("course")
    samples.write(folder / "private", PRIVATE, samples.text(header="seconds = 0.5"))
    (folder / "hw").mkdir()
    sources = {
        f"attack-{name}": attack.source
        for name, attack in attacks().items()
        if attack.exercise == PRIVATE
    }
    exercises = course()
    students = write_course(folder / "hw", COUNT, exercises, sources, each=3)
    arguments = ["--private", str(folder / "private"), "--exercises", PRIVATE, *exercises]
    out = folder / "out"
    status = cli.main(
        ["grade", str(folder / "hw"), "--out", str(out), "--jobs", "2", *arguments]
    )
    with open(out / "grades.csv", newline="", encoding="utf-8-sig") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    return students, rows, status


def test_every_submission_is_in_the_table(graded):
    students, rows, status = graded
    assert len(students) == COUNT
    assert set(rows) == {student.name for student in students}
    assert status == 0


def test_every_grade_is_the_expected_one(graded):
    students, rows, _ = graded
    wrong = [
        f"{student.name}: {id} is {rows[student.name][id]!r}, expected {score}"
        for student in students
        for id, score in expected(student).items()
        if points(rows[student.name][id]) != score
    ]
    assert wrong == []


def test_every_kind_of_submission_was_there(graded):
    kinds = Counter(student.kind for student in graded[0])
    assert {"good", "half", "attack"} <= set(kinds)
    assert kinds.total() - kinds["good"] - kinds["half"] >= COUNT // 3 - 1 or COUNT > 600


def test_what_could_not_be_read_says_why(graded):
    students, rows, _ = graded
    silent = ("empty", "noise", "deep code", "minus")  # Python files without an answer
    for student in students:
        if student.name.startswith("broken") and student.kind not in silent:
            assert rows[student.name]["notes"], student


def expected(student: Student) -> dict[str, float]:
    return dict.fromkeys([PRIVATE, *course()], 0.0) | student.scores


def points(cell: str) -> float:
    return 0.0 if cell in ("missing", "untouched") else float(cell)


def test_an_error_is_not_taken_for_a_zero():
    with pytest.raises(ValueError, match="error"):
        points("error")
