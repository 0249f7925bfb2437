"""Which submissions there are, in a folder or in a bulk download that is still packed."""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from dlbook.grade.submissions.names import Owner, is_archive, owner_of, suffix_of

BESIDE = (".csv",)  # an instructor's lists, which lie in the same folder


@dataclass(frozen=True)
class Handed:
    """What one student handed in.

    Attributes
    ----------
    owner : Owner
        Whose it is.
    paths : tuple of str
        Files and folders; in a bulk download that is packed, the names of its members.
    bulk : str
        The packed bulk download, or ``""``.
    """

    owner: Owner
    paths: tuple[str, ...]
    bulk: str = ""

    def as_dict(self) -> dict:
        """Return what JSON can hold; :meth:`from_dict` undoes it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, entries: dict) -> Handed:
        """Return what :meth:`as_dict` took apart."""
        return cls(Owner(**entries["owner"]), tuple(entries["paths"]), entries["bulk"])


def submissions_at(path: Path) -> list[Handed]:
    """Return the submissions, in the order of their students.

    Parameters
    ----------
    path : Path
        A folder with one file, folder or archive for each student; the zip that Canvas or
        Moodle gives for all; or one notebook or Python file.

    Raises
    ------
    ValueError
        Where there is nothing, or nothing that can be a submission.
    """
    if path.is_dir():
        found = _grouped((child.name, str(child)) for child in _children(path))
    elif zipfile.is_zipfile(path):
        found = _packed(path)
    elif path.is_file() and is_archive(path.name):
        raise ValueError(f"expected a folder, or the zip of all submissions; unpack {path}")
    elif path.is_file():
        found = [Handed(owner_of(path.name), (str(path),))]
    else:
        raise ValueError(f"there is no {path}: expected a folder with the submissions")
    if not found:
        raise ValueError(f"there are no submissions in {path}")
    return found


def _children(folder: Path) -> list[Path]:
    return [child for child in sorted(folder.iterdir()) if _counts(child.name)]


def _counts(name: str) -> bool:
    return not name.startswith((".", "__")) and not name.lower().endswith(BESIDE)


def _packed(path: Path) -> list[Handed]:
    """Return the submissions in a zip; one folder around all of them is looked into."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
    tops = {name.partition("/")[0] for name in names}
    alone = len(tops) == 1 and not suffix_of(next(iter(tops)))
    inner = {name: name.partition("/")[2] if alone else name for name in names}
    members = ((inner[name].partition("/")[0], name) for name in names)
    return _grouped(((top, name) for top, name in members if _counts(top)), str(path))


def _grouped(named: Iterable[tuple[str, str]], bulk: str = "") -> list[Handed]:
    """Put together what is of one student: Canvas gives each file a name of its own."""
    owners, paths = {}, defaultdict(list)
    for name, path in named:
        owner = owner_of(name)
        late = owner.late or owners.get(owner.student, owner).late
        owners[owner.student] = Owner(**{**asdict(owner), "late": late})
        paths[owner.student].append(path)
    return [Handed(owners[student], tuple(paths[student]), bulk) for student in sorted(owners)]
