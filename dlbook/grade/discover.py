"""Find submissions in a folder or a bulk download, and read the files of each.

Nothing is unpacked to disk, no link is followed, and what a submission holds, however it was
made, costs only its author: caps bound what is read, and a note says what was left out.
"""

from __future__ import annotations

import os
import re
import stat
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from dlbook.grade.archive import (
    NEITHER,
    Budget,
    read_content,
    shown,
    unpack,
    zip_members,
    zip_name,
)
from dlbook.grade.filenames import (
    Owner,
    attempt_of,
    is_archive,
    is_code,
    is_ignored,
    is_lms_name,
    parse_filename,
    printable,
)

LISTS = (".csv", ".tsv", ".xls", ".xlsx", ".ods")  # an instructor's, next to the submissions
WRAPPERS = re.compile("submission|abgabe|download", re.IGNORECASE)
MANY = 20  # files of one student that are worth a word


# --- which submissions there are --------------------------------------------------------


@dataclass(frozen=True)
class Submission:
    """What one student handed in."""

    owner: Owner  # whose it is
    # files and folders; in a packed bulk download, the names of its members
    paths: tuple[str, ...]
    bulk: str = ""  # the packed bulk download, or ""

    def as_dict(self) -> dict:
        """Return what JSON can hold; :meth:`from_dict` undoes it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, entries: dict) -> Submission:
        """Return what :meth:`as_dict` took apart."""
        return cls(Owner(**entries["owner"]), tuple(entries["paths"]), entries["bulk"])


@dataclass
class _Entry:
    """A file or folder, on disk or in a zip, with what lies in it."""

    name: str
    path: str
    bulk: str = ""
    members: dict[str, _Entry] | None = None  # of a folder in a zip

    def is_folder(self) -> bool:
        return self.members is not None if self.bulk else stat.S_ISDIR(self.mode())

    def mode(self) -> int:
        try:
            return os.lstat(self.path).st_mode
        except OSError:  # it has gone since: whoever reads it says so
            return 0

    def children(self) -> list[_Entry]:
        if self.bulk:
            found = self.members.values()
        else:
            try:
                found = [_Entry(name, f"{self.path}/{name}") for name in os.listdir(self.path)]
            except OSError:
                found = []
        return sorted((e for e in found if _counts(e.name)), key=lambda entry: entry.name)

    def paths(self) -> list[str]:
        """Return itself; of a folder in a zip, all files below."""
        if self.members is None:
            return [self.path]
        return [path for entry in self.members.values() for path in entry.paths()]


def find_submissions(
    path: Path, skip: Path | None = None
) -> tuple[list[Submission], list[str]]:
    """Return the submissions in the order of their students, and remarks for the instructor.

    They are in a folder with one file, folder or archive for each student, or in the zip that
    Canvas or Moodle gives for all; or there is one notebook or Python file. ``skip`` is a
    folder in it that is no submission: the results. Raises ValueError if there is nothing that
    can be a submission.
    """
    remarks: list[str] = []
    if path.is_dir():
        os.listdir(path)  # if it cannot be read, the error says so
        entries = _class_of(_Entry(path.name, str(path)), remarks)
    elif path.is_file() and zipfile.is_zipfile(path):
        entries = _class_of(_zip_tree(path), remarks)
    elif path.is_file() and is_archive(path.name):
        raise ValueError(f"expected a folder, or the zip of all submissions; unpack {path}")
    elif path.is_file() and not is_code(path.name):
        raise ValueError(f"expected a folder with the submissions, or a notebook; got {path}")
    elif path.is_file():
        entries = [_Entry(path.name, str(path))]
    else:
        raise ValueError(f"there is no {path}: expected a folder with the submissions")
    entries = [entry for entry in entries if skip is None or entry.path != str(skip)]
    found = _by_student(entries, remarks)
    if not found:
        raise ValueError(f"there are no submissions in {path}")
    return found, remarks


def _counts(name: str) -> bool:
    lower = name.lower()
    return not (is_ignored(name) or lower.endswith(LISTS) or lower.startswith("readme"))


def _class_of(root: _Entry, remarks: list[str]) -> list[_Entry]:
    """Return one entry for each file, folder or archive of a student, without wrappers."""
    children = root.children()
    while len(children) == 1 and _wraps_a_class(only := children[0]):
        if not any(is_lms_name(entry.name) for entry in only.children()):
            remarks.append(
                f"{printable(only.name)} was taken for a folder around all submissions, "
                f"and each of the {len(only.children())} entries in it for one student."
            )
        children = only.children()
    lonely = children[0] if len(children) == 1 and children[0].is_folder() else None
    if lonely and not is_lms_name(lonely.name) and len(lonely.children()) > 1:
        remarks.append(f"All is in one folder, {printable(lonely.name)}: one student.")
    return [inner for entry in children for inner in _expand(entry, remarks)]


def _wraps_a_class(entry: _Entry) -> bool:
    """Tell whether a folder that lies alone holds a class, and not one student's files."""
    if is_lms_name(entry.name) or not entry.is_folder():
        return False
    children = entry.children()
    if len(children) == 1 and not is_lms_name(children[0].name):
        return bool(WRAPPERS.search(entry.name)) or _wraps_a_class(children[0])
    if any(is_lms_name(child.name) for child in children):
        return True
    # A student's folder holds attempts at one notebook, with modules or data next to it.
    handed = [c for c in children if c.is_folder() or is_archive(c.name) or is_code(c.name)]
    notebooks = {attempt_of(c.name) for c in handed if not c.name.lower().endswith(".py")}
    return len(notebooks) > 1 or (not notebooks and len(handed) > 1)


def _expand(entry: _Entry, remarks: list[str], depth: int = 0) -> Iterator[_Entry]:
    """Yield an entry, or what is in it if that has names of Canvas or Moodle."""
    if is_lms_name(entry.name) or depth > 4:
        yield entry
        return
    inner = []
    if entry.is_folder():
        inner = entry.children()
    elif not entry.bulk and entry.path.lower().endswith(".zip") and stat.S_ISREG(entry.mode()):
        try:
            inner = _zip_tree(Path(entry.path)).children()
        except Exception:  # damaged: whoever reads it as a submission says so
            inner = []
    lonely = len(inner) == 1 and inner[0].is_folder()
    if lonely or any(is_lms_name(child.name) for child in inner):
        found = [e for child in inner for e in _expand(child, remarks, depth + 1)]
        if any(is_lms_name(child.name) for child in found):
            yield from found
            return
    yield entry


def _zip_tree(path: Path) -> _Entry:
    root = _Entry(path.name, str(path), str(path), {})
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            *folders, name = [part for part in zip_name(info).split("/") if part] or [""]
            place = root
            for folder in folders:
                if (
                    place.members.setdefault(folder, _Entry(folder, "", str(path), {})).members
                    is None
                ):
                    break
                place = place.members[folder]
            place.members.setdefault(name, _Entry(name, info.filename, str(path)))
    return root


def _by_student(entries: list[_Entry], remarks: list[str]) -> list[Submission]:
    """Put together what is of one student: Canvas gives each file a name of its own."""
    found: dict[str, list[Submission]] = {}
    for entry in entries:
        owner = parse_filename(entry.name)
        found.setdefault(owner.student, []).append(
            Submission(owner, tuple(entry.paths()), entry.bulk)
        )
    users = Counter((s[0].owner.platform, s[0].owner.user) for s in found.values())
    for platform, user in sorted(key for key, n in users.items() if key[1] and n > 1):
        remarks.append(
            f"{platform.title()}'s number {user} stands in names of several students."
        )
    merged = []
    for student, parts in sorted(found.items()):
        owner = parts[0].owner
        if len(parts) > 1 and not owner.platform:
            remarks.append(f"{len(parts)} entries are taken for one student, {student}.")
        late = any(part.owner.late for part in parts)
        bulk = parts[0].bulk
        paths = tuple(path for part in parts if part.bulk == bulk for path in part.paths)
        if any(part.bulk != bulk for part in parts):
            remarks.append(
                f"{student} is in {bulk or 'the folder'} and elsewhere: the first counts."
            )
        if len(paths) > MANY:
            remarks.append(f"{len(paths):,} files are taken for one student, {student}.")
        merged.append(Submission(replace(owner, late=late), paths, bulk))
    return merged


# --- what a submission holds ------------------------------------------------------------


def read_files(submission: Submission, budget: Budget) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each notebook and Python file, also of those in archives.

    Raises SpentError if a limit has been reached; a note says which.
    """
    source = _of_bulk if submission.bulk else _of_paths
    for name, data in source(submission, budget):
        if is_archive(name):
            for member, content in unpack(name, data, budget):
                yield f"{name}/{member}", content
        else:
            yield name, data


def _of_paths(submission: Submission, budget: Budget) -> Iterator[tuple[str, bytes]]:
    for path in submission.paths:
        folder, name = os.path.split(path)
        try:
            mode = os.lstat(path).st_mode
            if stat.S_ISDIR(mode):
                yield from _of_folder(path, budget)
            else:
                descriptor = os.open(
                    folder or ".", os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
                )
                try:
                    yield from _read_file(name, name, descriptor, budget, named=True)
                finally:
                    os.close(descriptor)
        except OSError as error:
            budget.note(f"{shown(name)} could not be read: {error.strerror}.")


def _of_folder(path: str, budget: Budget) -> Iterator[tuple[str, bytes]]:
    """Yield the files below a folder. fwalk follows no link, even one put there meanwhile."""
    for folder, folders, names, descriptor in os.fwalk(path, follow_symlinks=False):
        inner = os.path.relpath(folder, path)
        prefix = "" if inner == "." else f"{inner}/"
        for _ in (*folders, *names):
            budget.spend_entry()
        for name in folders:
            if stat.S_ISLNK(os.lstat(name, dir_fd=descriptor).st_mode) and not is_ignored(name):
                budget.leave_out(name, "it is a link")
        folders[:] = sorted(name for name in folders if not is_ignored(name))
        if prefix.count("/") >= 8 * budget.limits.depth and folders:
            budget.leave_out(folders[0], "it lies too deep")
            folders.clear()
        for name in sorted(names):
            if not is_ignored(name):
                yield from _read_file(name, prefix + name, descriptor, budget)


def _read_file(
    name: str, shown_as: str, folder: int, budget: Budget, named: bool = False
) -> Iterator[tuple[str, bytes]]:
    """Yield a file that lies in an open folder, unless it is no plain file or too large."""
    if stat.S_ISLNK(os.lstat(name, dir_fd=folder).st_mode):
        budget.leave_out(name, "it is a link")
        return
    if not (is_code(name) or is_archive(name)):
        if named:
            budget.leave_out(name, NEITHER)
        return
    # A link put there since is not followed, and a pipe is not waited for.
    descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            budget.leave_out(name, "it is no plain file")
            return
        yield from read_content(shown_as, file, budget)


def _of_bulk(submission: Submission, budget: Budget) -> Iterator[tuple[str, bytes]]:
    """Yield a student's members of the zip that holds all submissions."""
    yield from zip_members(submission.bulk, budget, submission.paths)
