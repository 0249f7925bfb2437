"""Which exercise a reader's file answers."""

from __future__ import annotations

from pathlib import Path

from dlbook.exercise.library import ids
from dlbook.exercise.source import id_in


def id_of(path: Path) -> str | None:
    """Return the id of the exercise that a file answers, or None.

    It is that of a line ``# exercise: <chapter>/<slug>``; else that of the file's name and
    its folder's; else that of the file's name, where only one exercise has it. In names
    an underscore is as good as a hyphen.
    """
    if id := id_in(path.read_text(encoding="utf-8")):
        return id
    folder, slug = (name.replace("_", "-") for name in (path.resolve().parent.name, path.stem))
    known = ids()
    if f"{folder}/{slug}" in known:
        return f"{folder}/{slug}"
    same = [id for id in known if id.partition("/")[2] == slug]
    return same[0] if len(same) == 1 else None
