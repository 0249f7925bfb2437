"""A small class, graded."""

from __future__ import annotations

import pytest

from dlbook.exercise.format import read
from dlbook.grade.course import Course
from dlbook.grade.journal import Journal
from dlbook.grade.ledger import Ledger
from dlbook.grade.outcome import Outcome, digest_of
from dlbook.grade.results.gradebook import Gradebook, gradebook_of
from dlbook.grade.results.scale import Scale
from tests.exercise import samples

EXERCISES = {
    "chapter/means": samples.sample(),
    "chapter/pick": read(samples.CHOICE, "chapter/pick"),
    "chapter/guess": read(samples.NUMBER, "chapter/guess"),
}
COURSE = Course(EXERCISES, dict.fromkeys(EXERCISES, "c"))


class Class:
    """Writes a journal and gives the gradebook of it."""

    def __init__(self, path):
        self.path = path
        Journal(path).close()

    def add(self, student: str, marks: dict, **more) -> None:
        """Write a submission; a mark is a score, a state, or a whole outcome's changes."""
        submission = {
            "kind": "submission", "student": student, "name": student, "platform": "",
            "user": "", "late": False, "notes": [],
            "answers": {id: self.digest(id, mark) for id, mark in marks.items()
                        if mark != "untouched"},
            "untouched": [id for id, mark in marks.items() if mark == "untouched"],
            **more,
        }  # fmt: skip
        with Journal(self.path) as journal:
            journal.append(submission)
            for id, mark in marks.items():
                if mark not in ("untouched", "waiting"):
                    journal.append(self.record(student, id, mark))

    def digest(self, id: str, mark) -> str:
        return digest_of(mark.get("chosen", id) if isinstance(mark, dict) else id)

    def record(self, student: str, id: str, mark) -> dict:
        outcome = Outcome(
            student, id, self.digest(id, mark), "graded", 0.0, "", "", "", 0.1, True
        )
        entries = outcome.as_dict()
        if mark == "error":
            entries |= {"state": "error", "message": "the worker was killed"}
        elif isinstance(mark, dict):
            entries |= {key: value for key, value in mark.items() if key != "chosen"}
        else:
            entries["score"] = float(mark)
        return {"kind": "outcome", "check": "c", "outcome": entries}

    def book(self, scale: Scale | None = None, chosen: list[str] | None = None) -> Gradebook:
        return gradebook_of(Ledger.read(self.path), COURSE, scale or Scale(), chosen)


@pytest.fixture
def small_class(tmp_path) -> Class:
    return Class(tmp_path / "journal.jsonl")
