"""The exercises of a course: the book's, and an instructor's own."""

from __future__ import annotations

import fnmatch
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dlbook.exercise import library
from dlbook.exercise.format import Exercise, read_file


@dataclass(frozen=True)
class Course:
    """The exercises that submissions are searched for.

    Attributes
    ----------
    exercises : dict of Exercise
        By id, in alphabetical order.
    checks : dict of str
        By id, a fingerprint of the exercise's file: where it changes, what was graded
        before is graded again.
    """

    exercises: dict[str, Exercise]
    checks: dict[str, str]

    @property
    def fingerprint(self) -> str:
        """One for all checks together: a worker on another machine is to have the same."""
        text = "\n".join(f"{id} {check}" for id, check in sorted(self.checks.items()))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def course_of(patterns: Iterable[str] = (), private: Path | None = None) -> Course:
    """Return the exercises that can be checked.

    Parameters
    ----------
    patterns : iterable of str
        Ids, or patterns such as ``neurons/*``; all, where there is none.
    private : Path, optional
        A folder of the instructor's own, ``<chapter>/<slug>.py`` as in the book's bank. One
        with the id of an exercise of the book takes its place.

    Raises
    ------
    ValueError
        Where a pattern fits no exercise that can be checked.
    dlbook.exercise.FormatError
        Where a file is not in the format.
    """
    paths = _files(library.folder()) | (_files(private) if private else {})
    if private and not _files(private):
        raise ValueError(f"{private} holds no exercises: expected {private}/chapter/slug.py")
    chosen = _chosen(sorted(paths), patterns)
    exercises = {id: read_file(paths[id]) for id in chosen}
    exercises = {id: e for id, e in exercises.items() if e.kind != "investigate"}
    if missing := [p for p in patterns if not fnmatch.filter(exercises, p)]:
        raise ValueError(
            f"no exercise that can be checked fits {missing[0]!r}; "
            "`dlbook exercise list` shows those of the book"
        )
    return Course(exercises, {id: _fingerprint(paths[id]) for id in exercises})


def _files(folder: Path) -> dict[str, Path]:
    return {f"{path.parent.name}/{path.stem}": path for path in folder.glob("*/*.py")}


def _chosen(ids: list[str], patterns: Iterable[str]) -> list[str]:
    patterns = list(patterns) or ["*"]
    return [id for id in ids if any(fnmatch.fnmatchcase(id, pattern) for pattern in patterns)]


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
