"""The bank: every exercise of the book, found by its id."""

from __future__ import annotations

import difflib
from pathlib import Path

from dlbook.exercise.reading import Exercise, read_file

HERE = Path(__file__).resolve().parent


def folder() -> Path:
    """Return where the exercises are: in the installed package, or in the repository."""
    shipped = HERE / "bank"
    return shipped if shipped.is_dir() else HERE.parents[1] / "exercises"


def ids(chapter: str | None = None) -> list[str]:
    """Return the ids of all exercises, or of one chapter, in alphabetical order."""
    found = (f"{path.parent.name}/{path.stem}" for path in folder().glob("*/*.py"))
    return sorted(id for id in found if chapter in (None, id.partition("/")[0]))


def find(id: str) -> Exercise:
    """Return the exercise of that id.

    Parameters
    ----------
    id : str
        ``"<chapter>/<slug>"``, one of :func:`ids`.

    Raises
    ------
    ValueError
        Where there is none, naming the nearest.
    dlbook.exercise.FormatError
        Where its file is not in the format.
    """
    known = ids()
    if id in known:
        return read_file(folder() / f"{id}.py")
    wanted = str(id).lower().replace("_", "-")
    near = difflib.get_close_matches(wanted, known, n=3, cutoff=0.4)
    near += [other for other in known if other.partition("/")[2] == wanted]
    hint = f"Did you mean {' or '.join(map(repr, dict.fromkeys(near)))}? " if near else ""
    raise ValueError(
        f"There is no exercise {id!r}. {hint}dlbook.exercise.ids() lists all {len(known)}."
    )
