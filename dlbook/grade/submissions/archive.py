"""The files of an archive, which may have been made to do harm.

Nothing is written to disk: members are read one by one into memory, up to the caps.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import stat
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from dlbook.grade.submissions.budget import Budget, SpentError, shown
from dlbook.grade.submissions.names import is_archive, is_clutter, is_code

PACKED = ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ\x00", lzma.open))


def files_in(
    name: str, data: bytes, budget: Budget, depth: int = 1
) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of notebooks and Python files, also of archives inside.

    Parameters
    ----------
    name : str
        The archive's, for notes.
    data : bytes
        The archive.
    depth : int
        How many archives it lies in, itself counted.

    Raises
    ------
    SpentError
        Where a cap has been reached.
    """
    members = _zip_members if zipfile.is_zipfile(io.BytesIO(data)) else _tar_members
    try:
        for member, content in members(data, budget):
            if not is_archive(member):
                yield member, content
            elif depth < budget.caps.depth:
                yield from files_in(member, content, budget, depth + 1)
            else:
                budget.note(f"{shown(member)} was left out: an archive in an archive.")
    except SpentError:
        raise
    # Whatever a damaged archive makes the library raise costs that archive alone.
    except Exception as error:
        budget.note(f"{shown(name)} is damaged or no archive ({type(error).__name__}).")


def is_safe(member: str, budget: Budget) -> bool:
    """Say whether a member is to be read; a note tells of one that is suspicious."""
    path = PurePosixPath(member.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in "".join(path.parts[:1]):
        budget.note(f"{shown(member)} was left out: its name points out of the archive.")
        return False
    if any(map(is_clutter, path.parts)):
        return False
    return is_code(path.name) or is_archive(path.name)


def _zip_members(data: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            budget.spend_entry()
            if info.is_dir() or not is_safe(info.filename, budget):
                continue
            if stat.S_ISLNK(info.external_attr >> 16):
                budget.note(f"{shown(info.filename)} was left out: it is a link.")
            elif info.flag_bits & 1:
                budget.note(f"{shown(info.filename)} was left out: it has a password.")
            else:
                with archive.open(info) as file:
                    yield from _content(info.filename, file, budget)


def _tar_members(data: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    opener = next((opener for magic, opener in PACKED if data.startswith(magic)), None)
    stream = opener(io.BytesIO(data)) if opener else io.BytesIO(data)
    counted = _Counted(stream, budget)
    with tarfile.open(fileobj=counted, mode="r|") as archive:
        for member in archive:
            budget.spend_entry()
            if member.issym() or member.islnk():
                budget.note(f"{shown(member.name)} was left out: it is a link.")
            elif member.isreg() and is_safe(member.name, budget):
                yield from _content(member.name, archive.extractfile(member), budget)


def _content(name: str, file, budget: Budget) -> Iterator[tuple[str, bytes]]:
    data = file.read(budget.caps.file_bytes + 1)
    if budget.spend_file(name, len(data)):
        yield name, data


class _Counted:
    """A stream that ends where more comes out of it than a submission may hold."""

    def __init__(self, stream, budget: Budget):
        self._stream, self._budget = stream, budget
        self._left = 2 * budget.caps.bytes

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self._left -= len(data)
        if self._left < 0:
            self._budget.note("The rest of an archive was not read: it unpacks to too much.")
            raise SpentError
        return data
