"""Which exercises a document says that it answers: by its checks, its comments, its name."""

from __future__ import annotations

import ast
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath

from dlbook.exercise.source import ID_LINE
from dlbook.grade.answers.units import Unit
from dlbook.grade.submissions.document import Document


@dataclass(frozen=True)
class Claim:
    """A call ``check("chapter/slug", answer)``.

    Attributes
    ----------
    place : int
        The position of its statement.
    answer : ast.expr
        What is checked.
    """

    place: int
    answer: ast.expr


def checks_in(units: list[Unit]) -> dict[str, Claim]:
    """Return the last check of each exercise."""
    found = {}
    for place, unit in enumerate(units):
        for node in unit.nodes:
            match getattr(node, "value", None):
                case ast.Call(args=[ast.Constant(value=str() as id), answer], func=function):
                    if _is_check(function):
                        found[id] = Claim(place, answer)
    return found


def _is_check(function: ast.expr) -> bool:
    name = getattr(function, "id", None) or getattr(function, "attr", None)
    return name == "check"


def ids_named(document: Document, known: Collection[str]) -> set[str]:
    """Return the exercises that comments ``# exercise: id`` or the file's name tell."""
    told = {match["id"] for cell in document.cells for match in ID_LINE.finditer(cell)}
    if not told and document.name.lower().endswith(".py"):
        told = _by_name(document.name, known)
    return told & set(known)


def _by_name(name: str, known: Collection[str]) -> set[str]:
    path = PurePosixPath(name.lower().replace("_", "-"))
    if (full := f"{path.parent.name}/{path.stem}") in known:
        return {full}
    same = {id for id in known if id.partition("/")[2] == path.stem}
    return same if len(same) == 1 else set()
