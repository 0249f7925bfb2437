"""Read a submission: its notebooks and Python files, and what had to be left out."""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dlbook.grade.submissions.archive import files_in
from dlbook.grade.submissions.budget import Budget, Caps, SpentError, shown
from dlbook.grade.submissions.document import Document, read_document
from dlbook.grade.submissions.files import files_below, read_file
from dlbook.grade.submissions.layout import Handed
from dlbook.grade.submissions.names import is_archive, is_clutter, is_code


@dataclass(frozen=True)
class Reading:
    """What a submission holds.

    Attributes
    ----------
    documents : list of Document
        Its notebooks and Python files, sorted by name.
    notes : list of str
        Sentences for the student: what was left out, and why.
    """

    documents: list[Document]
    notes: list[str]


def read_submission(handed: Handed, caps: Caps | None = None) -> Reading:
    """Read what one student handed in; a submission that is damaged is no error."""
    budget = Budget(caps or Caps())
    found = {}
    try:
        for name, data in _unpacked(handed, budget):
            found[name] = read_document(name, data, budget)
    except SpentError:
        pass  # a note says which cap; what was read until then counts
    documents = [found[name] for name in sorted(found) if found[name] is not None]
    if not documents:
        budget.note("There is no notebook and no Python file in it that can be read.")
    return Reading(documents, budget.notes)


def _unpacked(handed: Handed, budget: Budget) -> Iterator[tuple[str, bytes]]:
    files = _of_bulk(handed, budget) if handed.bulk else _of_paths(handed, budget)
    for name, data in files:
        if is_archive(name):
            for member, content in files_in(name, data, budget):
                yield f"{name}/{member}", content
        else:
            yield name, data


def _of_paths(handed: Handed, budget: Budget) -> Iterator[tuple[str, bytes]]:
    for path in map(Path, handed.paths):
        mode = os.lstat(path).st_mode
        if stat.S_ISLNK(mode):
            budget.note(f"{shown(path.name)} was left out: it is a link.")
        elif stat.S_ISDIR(mode):
            yield from files_below(path, budget)
        elif is_code(path.name) or is_archive(path.name):
            yield from read_file(path, path.name, budget)
        else:
            budget.note(f"{shown(path.name)} was left out: no notebook, Python or archive.")


def _of_bulk(handed: Handed, budget: Budget) -> Iterator[tuple[str, bytes]]:
    """Yield a student's members of the zip that holds all submissions."""
    with zipfile.ZipFile(handed.bulk) as bulk:
        for member in handed.paths:
            budget.spend_entry()
            if any(map(is_clutter, member.split("/"))):
                continue
            if not (is_code(member) or is_archive(member)):
                budget.note(f"{shown(member)} was left out: no notebook, Python or archive.")
                continue
            try:
                with bulk.open(member) as file:
                    data = file.read(budget.caps.bytes + 1)
            # As with any archive, damage costs this member alone.
            except Exception as error:
                budget.note(f"{shown(member)} is damaged ({type(error).__name__}).")
                continue
            if is_archive(member) or budget.spend_file(member, len(data)):
                yield member, data
