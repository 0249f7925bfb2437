"""The journal: an append-only file of records, the one truth about what has been graded.

A kill at any moment loses at most what was written since the last :meth:`Journal.sync`;
a line that was being written then is cut off when the journal is opened again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from dlbook.grade.records import line_of, record_of

try:
    import fcntl
except ImportError:  # not on this system: it can read journals, and not grade
    fcntl = None

SYNC_EVERY = 64  # records


class BusyError(ValueError):
    """Another grader writes into the same folder."""


class Journal:
    """A journal, opened for writing by one process at a time.

    Parameters
    ----------
    path : Path
        The file; it is made where there is none.

    Raises
    ------
    BusyError
        Where another process has it open for writing.
    """

    def __init__(self, path: Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        # Others may not read it: it holds the secret from which inputs are drawn.
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        self._waiting = 0
        try:
            _lock(self._file, path)
            self._cut_torn_tail(path)
        except BaseException:
            os.close(self._file)
            raise
        self.path = path
        self.end = os.fstat(self._file).st_size

    def append(self, record: dict) -> int:
        """Write a record, and return its place in the file.

        Raises
        ------
        OSError
            Where the disk is full: the record is then not in the journal.
        """
        line, place = line_of(record), self.end
        written = os.write(self._file, line)
        if written < len(line):
            os.ftruncate(self._file, place)
            raise OSError(28, f"no space left for {self.path}")
        self.end += written
        self._waiting += 1
        if self._waiting >= SYNC_EVERY:
            self.sync()
        return place

    def sync(self) -> None:
        """Bring what was written to the disk itself."""
        if self._waiting:
            os.fsync(self._file)
            self._waiting = 0

    def close(self) -> None:
        """Sync, and let another process write."""
        if self._file >= 0:
            self.sync()
            os.close(self._file)
            self._file = -1

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *error) -> None:
        self.close()

    def _cut_torn_tail(self, path: Path) -> None:
        whole = 0
        with open(path, "rb") as file:
            for line in file:
                if line.endswith(b"\n"):
                    whole += len(line)
        os.ftruncate(self._file, whole)


def _lock(descriptor: int, path: Path) -> None:
    if fcntl is None:
        raise BusyError("grading needs Linux: this system cannot lock a file")
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise BusyError(
            f"another grader is writing to {path.parent}: wait for it, or give another --out"
        ) from None


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
    """Return the record at a place of an open journal.

    Raises
    ------
    ValueError
        Where there is none.
    """
    file.seek(place)
    record = record_of(file.readline())
    if record is None:
        raise ValueError(f"there is no record at byte {place}: the journal was changed")
    return record
