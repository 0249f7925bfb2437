"""A small class, graded: its journal is written, its gradebook read."""

from __future__ import annotations

from pathlib import Path

from dlbook.exercise.format import read
from dlbook.grade.course import Course
from dlbook.grade.gradebook import Gradebook, Scale, make_gradebook
from dlbook.grade.journal import Journal, JournalIndex
from dlbook.grade.task import GradeResult, digest_of
from tests.exercise import samples

MEANS, PICK, GUESS = "chapter/means", "chapter/pick", "chapter/guess"
EXERCISES = {
    MEANS: samples.sample(),
    PICK: read(samples.CHOICE, PICK),
    GUESS: read(samples.NUMBER, GUESS),
}
COURSE = Course(EXERCISES, dict.fromkeys(EXERCISES, "c"))


class SmallClass:
    """Writes a journal and gives the gradebook of it."""

    def __init__(self, path: Path):
        self.path = path
        Journal(path).close()

    def add(self, student: str, marks: dict, **more) -> None:
        """Write a submission; a mark is a score, a state, or changes of an outcome."""
        answers = {e: _digest(e, mark) for e, mark in marks.items() if mark != "untouched"}
        submission = {
            "kind": "submission", "student": student, "name": student, "platform": "",
            "user": "", "late": False, "notes": [], "answers": answers,
            "untouched": [e for e, mark in marks.items() if mark == "untouched"], **more,
        }  # fmt: skip
        with Journal(self.path) as journal:
            journal.append(submission)
            for exercise, mark in marks.items():
                if mark not in ("untouched", "waiting"):
                    journal.append(_record(student, exercise, mark))

    def book(self, scale: Scale | None = None, chosen: list[str] | None = None) -> Gradebook:
        """Return the gradebook."""
        return make_gradebook(JournalIndex.read(self.path), COURSE, scale or Scale(), chosen)


def _digest(exercise: str, mark) -> str:
    return digest_of(mark.get("chosen", exercise) if isinstance(mark, dict) else exercise)


def _record(student: str, exercise: str, mark) -> dict:
    digest = _digest(exercise, mark)
    entries = GradeResult(
        student, exercise, digest, "graded", 0.0, "", "", "", 0.1, True
    ).as_dict()
    if mark == "error":
        entries |= {"state": "error", "message": "the worker was killed"}
    elif isinstance(mark, dict):
        entries |= {key: value for key, value in mark.items() if key != "chosen"}
    else:
        entries["score"] = float(mark)
    return {"kind": "outcome", "check": "c", "outcome": entries}
