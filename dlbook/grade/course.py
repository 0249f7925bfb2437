"""The exercises of a course: the book's, and an instructor's own."""

from __future__ import annotations

import difflib
import fnmatch
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dlbook.exercise import library
from dlbook.exercise.format import Exercise


@dataclass(frozen=True)
class Course:
    """The exercises that submissions are searched for."""

    exercises: dict[str, Exercise]  # by id, in alphabetical order
    # by id, a fingerprint of the exercise's file: if it changes, what was graded before is
    # graded again
    checks: dict[str, str]

    @property
    def fingerprint(self) -> str:
        """One for all checks together: a worker on another machine is to have the same."""
        text = "\n".join(f"{name} {check}" for name, check in sorted(self.checks.items()))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def load_course(patterns: Iterable[str] = (), private: Path | None = None) -> Course:
    """Return the exercises that can be checked: those of some ids or patterns, or all.

    ``private`` is a folder of the instructor's own, ``<chapter>/<slug>.py`` as in the book's
    bank. One with the id of an exercise of the book takes its place. Raises ValueError if a
    pattern fits no exercise that can be checked, and FormatError if a file is not in the
    format.
    """
    own = _files(private) if private else {}
    if private and not own:
        raise ValueError(f"{private} holds no exercises: expected {private}/chapter/slug.py")
    paths = _files(library.folder()) | own
    patterns = list(patterns)
    chosen = sorted({e for p in patterns or ["*"] for e in fnmatch.filter(paths, p)})
    exercises = {name: library.read_once(paths[name]) for name in chosen}
    exercises = {name: e for name, e in exercises.items() if e.kind != "investigate"}
    for pattern in patterns:
        if not fnmatch.filter(exercises, pattern):
            raise ValueError(
                f"no exercise that can be checked fits {pattern!r}{nearest(pattern, paths)}; "
                "`dlbook exercise list` shows those of the book"
            )
    return Course(exercises, {name: _fingerprint(paths[name]) for name in exercises})


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a remark that names what is spelled alike, or ``""``."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f" (the nearest is {close[0]!r})" if close else ""


def _files(folder: Path) -> dict[str, Path]:
    return {f"{path.parent.name}/{path.stem}": path for path in folder.glob("*/*.py")}


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
