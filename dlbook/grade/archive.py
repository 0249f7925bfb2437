"""Read archives that students hand in: zip and tar files, also packed ones and inner ones.

Nothing is unpacked to disk, no link is followed, and what an archive holds, however it was
made, costs only its author: limits bound what is read, and a note says what was left out.
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
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from dlbook.grade.filenames import is_archive, is_code, is_ignored, printable

MEGABYTE = 1_000_000
NEITHER = "it is no notebook, Python file or archive"
COMPRESSED = ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ\x00", lzma.open))


@dataclass(frozen=True)
class ReadLimits:
    """The most that is read of one submission."""

    bytes: int = 64 * MEGABYTE  # of all files together, unpacked
    files: int = 200  # files that may hold an answer
    entries: int = 5_000  # names looked at, of any kind
    depth: int = 2  # archives inside archives; also folders inside folders, eight times as many


class SpentError(Exception):
    """A limit has been reached: nothing more is read of this submission."""


@dataclass
class Budget:
    """What has been read of one submission, and notes for its author."""

    limits: ReadLimits = field(default_factory=ReadLimits)
    notes: list[str] = field(default_factory=list)
    bytes: int = 0
    files: int = 0
    entries: int = 0

    def note(self, text: str) -> None:
        """Keep a sentence for the report; the same one once, and 20 in all."""
        if text not in self.notes and len(self.notes) < 20:
            self.notes.append(text)

    def leave_out(self, name: str, why: str) -> None:
        """Note that a file is not read."""
        self.note(f"{shown(name)} was left out: {why}.")

    def spend_entry(self) -> None:
        """Count a name; raise SpentError if there are too many."""
        self.entries += 1
        if self.entries > self.limits.entries:
            self._end(f"it holds more than {self.limits.entries:,} files and folders")

    def spend_file(self, size: int) -> None:
        """Count a file that has been read; raise SpentError if there is too much."""
        self.files += 1
        self.bytes += size
        if self.files > self.limits.files:
            self._end(f"it holds more than {self.limits.files} notebooks and Python files")
        if self.bytes > self.limits.bytes:
            self._end(f"it holds more than {self.limits.bytes // MEGABYTE} MB")

    def _end(self, why: str) -> None:
        self.note(f"The rest of the submission was not read: {why}.")
        raise SpentError


def shown(name: str) -> str:
    """Return a file's name for a sentence: short, and of printable characters."""
    clean = printable(name)
    return clean if len(clean) <= 80 else f"...{clean[-77:]}"


def unpack(
    name: str, data: bytes, budget: Budget, depth: int = 1
) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of notebooks and Python files in an archive, also of inner ones.

    Raises SpentError if a limit has been reached.
    """
    members = zip_members if zipfile.is_zipfile(io.BytesIO(data)) else _tar_members
    try:
        for member, content in members(io.BytesIO(data), budget):
            if not is_archive(member):
                yield member, content
            elif depth < budget.limits.depth:
                for inner, inside in unpack(member, content, budget, depth + 1):
                    yield f"{member}/{inner}", inside
            else:
                budget.leave_out(member, "it is an archive in an archive")
    except SpentError:
        raise
    except Exception as error:  # whatever a damaged archive makes the library raise
        budget.note(f"{shown(name)} is damaged or no archive ({type(error).__name__}).")


def _is_wanted(member: str, budget: Budget, is_named: bool = False) -> bool:
    path = PurePosixPath(member.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in "".join(path.parts[:1]):
        budget.leave_out(member, "its name points out of the archive")
        return False
    if any(map(is_ignored, path.parts)):
        return False
    is_wanted = is_code(path.name) or is_archive(path.name)
    if is_named and not is_wanted:
        budget.leave_out(member, NEITHER)
    return is_wanted


def zip_members(
    file: str | io.BytesIO, budget: Budget, members: tuple[str, ...] | None = None
) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of a zip's notebooks, Python files and archives.

    ``members`` names those to be read; by default all.
    """
    with zipfile.ZipFile(file) as archive:
        infos = archive.infolist() if members is None else map(archive.getinfo, members)
        for info in infos:
            budget.spend_entry()
            name = zip_name(info)
            if info.is_dir() or not _is_wanted(name, budget, members is not None):
                continue
            if stat.S_ISLNK(info.external_attr >> 16):
                budget.leave_out(name, "it is a link")
            elif info.flag_bits & 1:
                budget.leave_out(name, "it has a password")
            else:
                try:
                    with archive.open(info) as opened:
                        yield from read_content(name, opened, budget)
                except SpentError:
                    raise
                except Exception as error:  # whatever a damaged member makes zipfile raise
                    budget.note(f"{shown(name)} is damaged ({type(error).__name__}).")


def _tar_members(file: io.BytesIO, budget: Budget) -> Iterator[tuple[str, bytes]]:
    start = file.read(8)
    file.seek(0)
    opener = next((opener for magic, opener in COMPRESSED if start.startswith(magic)), None)
    stream = opener(file) if opener else file
    counted = _Counted(stream, budget)
    with tarfile.open(fileobj=counted, mode="r|", tarinfo=_TarInfo) as archive:
        for member in archive:
            budget.spend_entry()
            if member.issym() or member.islnk():
                budget.leave_out(member.name, "it is a link")
            elif member.isreg() and _is_wanted(member.name, budget):
                yield from read_content(member.name, archive.extractfile(member), budget)


class _TarInfo(tarfile.TarInfo):
    """Refuse extended headers of megabytes: tarfile takes minutes to parse them."""

    def _proc_member(self, archive):
        extended = (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE)
        long_names = (tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)
        if self.type in (*extended, *long_names) and self.size > MEGABYTE:
            raise tarfile.ReadError("a header is too large")
        return super()._proc_member(archive)


class _Counted:
    """A stream that ends if more comes out of it than a submission may hold."""

    def __init__(self, stream, budget: Budget):
        self._stream, self._budget = stream, budget
        self._left = 2 * budget.limits.bytes

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self._left -= len(data)
        if self._left < 0:
            self._budget.note("The rest of an archive was not read: it unpacks to too much.")
            raise SpentError
        return data


def read_content(name: str, file, budget: Budget) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of an opened file within the budget, or nothing and a note."""
    data = file.read(budget.limits.bytes + 1)
    if is_archive(name):  # what it holds counts, not the archive itself
        if len(data) > budget.limits.bytes:
            budget.leave_out(name, "it is too large")
            return
    else:
        budget.spend_file(len(data))
    yield name, data


def zip_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name; macOS and others write UTF-8 without setting the flag for it."""
    if not info.flag_bits & 0x800:
        try:
            return info.filename.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    return info.filename
