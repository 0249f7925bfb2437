"""What a journal says: who handed in what, what has been graded, what is still to do.

Only places in the file are kept in memory, so that it stays small with many submissions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dlbook.grade.journal import record_at, records_in
from dlbook.grade.outcome import Outcome

VERSION = 1


@dataclass
class Ledger:
    """An index of a journal.

    Attributes
    ----------
    path : Path
        The journal.
    head : dict or None
        Its first record: version and secret.
    submissions : dict of int
        Place of the last record of each student's submission.
    outcomes : dict of int
        Place of the last outcome of each answer, by :func:`key_of`.
    finished : set of bytes
        Keys of outcomes that are grades, not errors, and were made in a sandbox.
    unsafe : set of bytes
        Keys of grades that were made without one.
    roster : list of str or None
        The students of the last run.
    """

    path: Path
    head: dict | None = None
    submissions: dict[str, int] = field(default_factory=dict)
    outcomes: dict[bytes, int] = field(default_factory=dict)
    finished: set[bytes] = field(default_factory=set)
    unsafe: set[bytes] = field(default_factory=set)
    roster: list[str] | None = None

    @classmethod
    def read(cls, path: Path) -> Ledger:
        """Read a journal from its beginning.

        Raises
        ------
        ValueError
            Where another version of the grader wrote it.
        """
        ledger = cls(path)
        for place, record in records_in(path):
            ledger.add(record, place)
        if ledger.head and ledger.head["version"] != VERSION:
            raise ValueError(f"{path} is of version {ledger.head['version']}, not {VERSION}")
        return ledger

    def add(self, record: dict, place: int) -> None:
        """Take up a record that stands at that place."""
        match record["kind"]:
            case "head":
                self.head = self.head or record
            case "submission":
                self.submissions[record["student"]] = place
            case "outcome":
                self._add_outcome(record, place)
            case "roster":
                self.roster = record["students"]

    def _add_outcome(self, record: dict, place: int) -> None:
        outcome = record["outcome"]
        key = key_of(
            outcome["student"], outcome["exercise"], outcome["digest"], record["check"]
        )
        graded = outcome["state"] == "graded"
        if not graded and key in self.finished | self.unsafe:
            return  # an error after a grade takes nothing away
        self.outcomes[key] = place
        if graded:
            (self.finished if outcome["trusted"] else self.unsafe).add(key)

    def holds(self, record: dict) -> bool:
        """Say whether a submission's last record is this one."""
        place = self.submissions.get(record["student"])
        if place is None:
            return False
        with open(self.path, "rb") as file:
            return record_at(file, place) == record

    def students(self) -> list[str]:
        """Return the students of the last run, or of one that was broken off."""
        return sorted(self.submissions if self.roster is None else self.roster)

    def entries(self, checks: dict[str, str]) -> Iterator[tuple[dict, dict[str, Outcome]]]:
        """Yield each student's submission, and the outcomes of what it answers.

        Parameters
        ----------
        checks : dict of str
            The fingerprint of each exercise's check, as it is now.
        """
        with open(self.path, "rb") as file:
            for student in self.students():
                if student not in self.submissions:
                    continue
                submission = record_at(file, self.submissions[student])
                yield submission, dict(self._outcomes(file, submission, checks))

    def _outcomes(self, file, submission: dict, checks: dict) -> Iterator[tuple[str, Outcome]]:
        for id, digest in submission["answers"].items():
            key = key_of(submission["student"], id, digest, checks.get(id, ""))
            if key in self.outcomes:
                record = record_at(file, self.outcomes[key])
                yield id, Outcome.from_dict(record["outcome"])


def key_of(student: str, exercise: str, digest: str, check: str) -> bytes:
    """Return what tells one graded answer from all others, in 16 bytes."""
    parts = (student, exercise, digest, check)
    text = "\0".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]
