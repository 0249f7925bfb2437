"""A notebook or a Python file as its code cells."""

from __future__ import annotations

import json
from dataclasses import dataclass

from dlbook.grade.submissions.budget import Budget, shown
from dlbook.grade.submissions.magics import without_magics
from dlbook.grade.submissions.text import decoded


@dataclass(frozen=True)
class Document:
    """A file with code.

    Attributes
    ----------
    name : str
        Its name in the submission.
    cells : tuple of str
        The code of each cell; a Python file is one cell.
    """

    name: str
    cells: tuple[str, ...]


def read_document(name: str, data: bytes, budget: Budget) -> Document | None:
    """Return the code of a file; None where it is no notebook, and a note says so."""
    text, is_utf8 = decoded(data)
    if not is_utf8:
        budget.note(f"{shown(name)} is not UTF-8: letters beyond ASCII may be garbled.")
    if not name.lower().endswith(".ipynb"):
        return Document(name, (without_magics(text),))
    try:
        cells = _code_cells(json.loads(text))
    except (ValueError, RecursionError, TypeError, KeyError) as error:
        budget.note(f"{shown(name)} is damaged: no notebook ({type(error).__name__}).")
        return None
    return Document(name, tuple(map(without_magics, cells)))


def _code_cells(notebook) -> list[str]:
    """Return the code cells of a notebook of version 4, or of version 3.

    Raises
    ------
    TypeError, KeyError
        Where it is no notebook.
    """
    if "cells" in notebook:
        cells = notebook["cells"]
    else:
        cells = [cell for sheet in notebook["worksheets"] for cell in sheet["cells"]]
    if not isinstance(cells, list):
        raise TypeError("cells are a list")
    code = [cell for cell in cells if _is_code(cell)]
    return [_text(cell.get("source", cell.get("input", ""))) for cell in code]


def _is_code(cell) -> bool:
    return isinstance(cell, dict) and cell.get("cell_type") == "code"


def _text(source) -> str:
    lines = source if isinstance(source, list) else [source]
    return "".join(line for line in lines if isinstance(line, str))
