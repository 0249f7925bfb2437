"""The journal: an append-only file of records, the one truth about what has been graded.

A kill at any moment loses at most what was written since the last :meth:`Journal.sync`; a line
that was being written then is cut off when the journal is opened again. Each line is a checksum
and a record in JSON; a damaged line is passed over, and what it said is graded again.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dlbook.grade.task import GradeResult, key_of

try:
    import fcntl
except ImportError:  # not on this system: it can read journals, and not grade
    fcntl = None

VERSION = 1
SYNC_EVERY = 64  # records


class BusyError(ValueError):
    """Another grader writes into the same folder."""


class Journal:
    """A journal, opened for writing by one process at a time.

    If it is begun anew, the old one is kept next to it. Raises BusyError if another process has
    it open for writing.
    """

    def __init__(self, path: Path, anew: bool = False):
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = _locked(path.parent)
        try:
            if anew and path.exists():
                number = len(list(path.parent.glob(f"{path.stem}-*{path.suffix}"))) + 1
                path.rename(path.with_name(f"{path.stem}-{number}{path.suffix}"))
            # Others may not read it: it holds the secret from which inputs are drawn.
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        except BaseException:
            os.close(self._lock)
            raise
        self.path, self._unsynced = path, 0
        self._cut_torn_tail()
        self.end = os.fstat(self._file).st_size

    def append(self, record: dict) -> int:
        """Write a record, and return its place in the file.

        Raises OSError if the disk is full: the record is then not in the journal.
        """
        line, place = line_of(record), self.end
        written = os.write(self._file, line)
        if written < len(line):
            os.ftruncate(self._file, place)
            raise OSError(28, f"no space left for {self.path}")
        self.end += written
        self._unsynced += 1
        if self._unsynced >= SYNC_EVERY:
            self.sync()
        return place

    def sync(self) -> None:
        """Bring what was written to the disk itself."""
        if self._unsynced:
            os.fsync(self._file)
            self._unsynced = 0

    def close(self) -> None:
        """Sync, and let another process write."""
        if self._file >= 0:
            self.sync()
            os.close(self._file)
            os.close(self._lock)
            self._file = -1

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *error) -> None:
        self.close()

    def _cut_torn_tail(self) -> None:
        whole = 0
        with open(self.path, "rb") as file:
            for line in file:
                whole += len(line) if line.endswith(b"\n") else 0
        os.ftruncate(self._file, whole)


def _locked(folder: Path) -> int:
    """Return an open lock on a folder of results; its file is never renamed or removed."""
    if fcntl is None:
        raise BusyError("grading needs Linux: this system cannot lock a file")
    lock = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise BusyError(
            f"another grader is writing to {folder}: wait for it, or give another --out"
        ) from None
    return lock


def line_of(record: dict) -> bytes:
    """Return a record as a line: a checksum, then JSON."""
    text = json.dumps(record, separators=(",", ":")).encode("ascii")
    return _checksum(text) + b" " + text + b"\n"


def record_of(line: bytes) -> dict | None:
    """Return the record of a line, or None if the line is torn or damaged."""
    mark, _, text = line.partition(b" ")
    if not text.endswith(b"\n") or _checksum(text[:-1]) != mark:
        return None
    record = json.loads(text)
    return record if isinstance(record, dict) and "kind" in record else None


def _checksum(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest()[:16].encode("ascii")


def records_in(path: Path) -> Iterator[tuple[int, dict]]:
    """Yield place and content of each sound record; damaged lines are passed over."""
    if not path.exists():
        return
    with open(path, "rb") as file:
        place = 0
        for line in file:
            record = record_of(line)
            if record is not None:
                yield place, record
            place += len(line)


def record_at(file, place: int) -> dict:
    """Return the record at a place of an open journal; raise ValueError if there is none."""
    file.seek(place)
    record = record_of(file.readline())
    if record is None:
        raise ValueError(f"there is no record at byte {place}: the journal was changed")
    return record


@dataclass
class JournalIndex:
    """What a journal says; places in the file instead of records, so that it stays small."""

    path: Path  # the journal
    head: dict | None = None  # its first record: version and secret
    # place of the last record of each student's submission
    submissions: dict[str, int] = field(default_factory=dict)
    # place of the last outcome of each answer, by key_of
    outcomes: dict[bytes, int] = field(default_factory=dict)
    # keys of outcomes that are grades, not errors, and were made in a sandbox
    finished: set[bytes] = field(default_factory=set)
    unsafe: set[bytes] = field(default_factory=set)  # keys of grades that were made without one
    roster: list[str] | None = None  # the students of the last run

    @classmethod
    def read(cls, path: Path) -> JournalIndex:
        """Read a journal from its beginning.

        Raises ValueError if another version of the grader wrote it, or it is no journal.
        """
        index = cls(path)
        try:
            for place, record in records_in(path):
                index.add(record, place)
            version = index.head["version"] if index.head else VERSION
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"{path} holds a record that no grader wrote: {error!r}") from None
        if version != VERSION:
            raise ValueError(f"{path} is of version {version}, not {VERSION}")
        return index

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
        if not graded and (key in self.finished or key in self.unsafe):
            return  # an error after a grade takes nothing away
        self.outcomes[key] = place
        if graded:
            (self.finished if outcome["trusted"] else self.unsafe).add(key)

    def holds(self, record: dict) -> bool:
        """Tell whether a submission's last record is this one."""
        place = self.submissions.get(record["student"])
        if place is None:
            return False
        with open(self.path, "rb") as file:
            return record_at(file, place) == record

    def students(self) -> list[str]:
        """Return the students of the last run, or of one that was broken off."""
        return sorted(self.submissions if self.roster is None else self.roster)

    def entries(self, checks: dict[str, str]) -> Iterator[tuple[dict, dict[str, GradeResult]]]:
        """Yield each student's submission, and the outcomes of what it answers.

        ``checks`` has the fingerprint of each exercise's check, as it is now.
        """
        with open(self.path, "rb") as file:
            for student in self.students():
                if student in self.submissions:
                    submission = record_at(file, self.submissions[student])
                    yield submission, dict(self._outcomes(file, submission, checks))

    def _outcomes(
        self, file, submission: dict, checks: dict
    ) -> Iterator[tuple[str, GradeResult]]:
        for exercise, digest in submission["answers"].items():
            key = key_of(submission["student"], exercise, digest, checks.get(exercise, ""))
            if key in self.outcomes:
                record = record_at(file, self.outcomes[key])
                yield exercise, GradeResult.from_dict(record["outcome"])


def seed_key(journal: Journal, index: JournalIndex, seed: str | None = None) -> bytes:
    """Return the secret from which the inputs of every check are drawn.

    It stands in the journal; a new one is written down first. A seed gives the same secret each
    time; by default nobody knows it beforehand. Raises ValueError if the journal was begun with
    another seed.
    """
    wanted = None if seed is None else hashlib.sha256(seed.encode()).digest()
    if index.head is None:
        secret = wanted or secrets.token_bytes(32)
        record = {"kind": "head", "version": VERSION, "secret": secret.hex()}
        index.add(record, journal.append(record))
        journal.sync()
    secret = bytes.fromhex(index.head["secret"])
    if wanted not in (None, secret):
        raise ValueError(
            f"{journal.path} was begun with another --seed: leave --seed out to go on with it, "
            "or give another --out to begin anew"
        )
    return secret
