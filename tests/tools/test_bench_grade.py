from __future__ import annotations

from pathlib import Path

from dlbook.grade.discover import find_submissions
from dlbook.grade.services import ReadService
from dlbook.grade.task import GradeResult, Task
from tools.bench_grade import EXERCISE, Instant, memory, submissions


def test_each_submission_answers_the_exercise(tmp_path):
    folder = submissions(tmp_path / "hw", 3)
    found = [ReadService([EXERCISE], "")(s.as_dict()) for s in find_submissions(folder)[0]]
    assert len(found) == 3
    assert all(EXERCISE in reading["answers"] for reading in found)


def test_the_grader_that_takes_no_time_gives_full_marks():
    task = Task("ada", EXERCISE, "x", "d", 1)
    with Instant() as grade:
        outcome = GradeResult.from_dict(grade(task.as_dict()))
    assert (outcome.student, outcome.score) == ("ada", 1.0)


def test_memory_is_that_of_a_program_that_ran(tmp_path):
    assert 10 < memory(Path(tmp_path), 3) < 1_000
