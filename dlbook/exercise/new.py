"""Make a new exercise from the template of its kind."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from dlbook.exercise import library
from dlbook.exercise.format import KINDS

TEMPLATES = {kind: kind for kind in KINDS} | {"recall": "choice", "predict": "choice"}


def new(exercise_id: str, kind: str) -> Path:
    """Write a new exercise that works as it stands, and return its file.

    Parameters
    ----------
    exercise_id : str
        ``"<chapter>/<slug>"``: letters, digits and hyphens.
    kind : str
        implement, debug, predict, recall or investigate.

    Raises
    ------
    ValueError
        If it is not an id or is taken, or this is not the repository.
    """
    if not re.fullmatch(r"[a-z0-9-]+/[a-z0-9-]+", exercise_id):
        raise ValueError(
            f"expected chapter/slug, in small letters, digits and hyphens; got {exercise_id!r}"
        )
    path = library.folder() / f"{exercise_id}.py"
    if path.exists():
        raise ValueError(f"there is an exercise {exercise_id!r} already: {path}")
    if library.folder().name == "bank":
        raise ValueError(
            "new exercises are made in the repository, not in the installed package"
        )
    path.parent.mkdir(exist_ok=True)
    path.write_text(template(kind), encoding="utf-8")
    return path


def template(kind: str) -> str:
    """Return the text of a new exercise."""
    text = (files(__package__) / "templates" / f"{TEMPLATES[kind]}.txt").read_text("utf-8")
    return text.replace("{{kind}}", kind)
