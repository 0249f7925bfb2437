"""The exercises of the book: list them, and find one by its id."""

from __future__ import annotations

import difflib
import functools
import re
from pathlib import Path

from dlbook.exercise.format import Exercise, read_file

HERE = Path(__file__).resolve().parent
ID = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")


def folder() -> Path:
    """Return where the exercises are: in the installed package, or in the repository."""
    shipped = HERE / "bank"
    return shipped if shipped.is_dir() else HERE.parents[1] / "exercises"


def ids(chapter: str | None = None) -> list[str]:
    """Return the ids of all exercises, or of one chapter, in alphabetical order."""
    found = _ids(folder())
    return [i for i in found if i.startswith(f"{chapter}/")] if chapter else list(found)


def find(exercise_id: str) -> Exercise:
    """Return the exercise ``"<chapter>/<slug>"``.

    Raises
    ------
    ValueError
        If there is none, naming the nearest.
    dlbook.exercise.FormatError
        If its file is not in the format.
    """
    if ID.fullmatch(str(exercise_id)):
        path = folder() / f"{exercise_id}.py"
        if path.is_file():
            return read_once(path)
    known = ids()
    wanted = str(exercise_id).lower().replace("_", "-")
    near = difflib.get_close_matches(wanted, known, n=3, cutoff=0.4)
    near += [other for other in known if other.partition("/")[2] == wanted]
    hint = f"Did you mean {' or '.join(map(repr, dict.fromkeys(near)))}? " if near else ""
    raise ValueError(
        f"There is no exercise {exercise_id!r}. {hint}"
        f"`dlbook exercise list` and dlbook.exercise.ids() list all {len(known)}."
    )


def read_once(path: Path) -> Exercise:
    """Read an exercise's file; again only if the file has changed since."""
    status = path.stat()
    return _read(path, status.st_mtime_ns, status.st_size)


@functools.cache
def _read(path: Path, modified: int, size: int) -> Exercise:
    return read_file(path)


def _ids(bank: Path) -> list[str]:
    return sorted(
        f"{chapter.name}/{path.stem}"
        for chapter in bank.iterdir()
        if chapter.is_dir()
        for path in chapter.iterdir()
        if path.suffix == ".py"
    )
