"""Find an exercise: an instructor's own, or one of the book's."""

from __future__ import annotations

import re
from pathlib import Path

from dlbook.exercise.format import Exercise, read_file

ID = re.compile(r"[\w-]+/[\w-]+")


def find(id: str, folders: list[Path]) -> Exercise:
    """Return the exercise of that id from the first folder that has it.

    Raises
    ------
    ValueError
        Where none has it, or it is no id.
    dlbook.exercise.FormatError
        Where its file is not in the format.
    """
    if not ID.fullmatch(id):
        raise ValueError(f"an exercise is called <chapter>/<slug>, got {id!r}")
    for folder in folders:
        if (path := folder / f"{id}.py").is_file():
            return read_file(path)
    raise ValueError(f"there is no exercise {id!r} in {', '.join(map(str, folders))}")
