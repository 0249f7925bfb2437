"""The files of a folder, without following a link out of it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from dlbook.grade.submissions.budget import Budget, shown
from dlbook.grade.submissions.names import is_archive, is_clutter, is_code


def files_below(folder: Path, budget: Budget, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of notebooks, Python files and archives, upper folders first.

    Links, pipes and devices are left out, and a note says so.
    """
    folders = []
    with os.scandir(folder) as found:
        entries = sorted(_counted(found, budget), key=lambda entry: entry.name)
    for entry in entries:
        if is_clutter(entry.name):
            continue
        if entry.is_symlink():
            budget.note(f"{shown(entry.name)} was left out: it is a link.")
        elif entry.is_dir(follow_symlinks=False):
            folders.append(entry)
        elif is_code(entry.name) or is_archive(entry.name):
            yield from read_file(Path(entry.path), entry.name, budget)
    for entry in folders:
        if depth >= 8 * budget.caps.depth:
            budget.note(f"{shown(entry.name)} was left out: it lies too deep.")
            continue
        for name, data in files_below(Path(entry.path), budget, depth + 1):
            yield f"{entry.name}/{name}", data


def _counted(entries, budget: Budget) -> Iterator[os.DirEntry]:
    for entry in entries:
        budget.spend_entry()
        yield entry


def read_file(path: Path, name: str, budget: Budget) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of one file, unless it is too large or no plain file."""
    limit = budget.caps.bytes if is_archive(name) else budget.caps.file_bytes
    try:
        data = _read(path, limit + 1)
    except OSError as error:
        budget.note(f"{shown(name)} could not be read: {error.strerror}.")
        return
    if data is None:
        budget.note(f"{shown(name)} was left out: it is no plain file.")
    elif is_archive(name):  # what it holds counts, not the archive itself
        if len(data) > limit:
            budget.note(f"{shown(name)} was left out: it is too large.")
        else:
            yield name, data
    elif budget.spend_file(name, len(data)):
        yield name, data


def _read(path: Path, most: int) -> bytes | None:
    # A link put there since the folder was listed is not followed, a pipe not waited for.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, flags)
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        return file.read(most)
