"""Run a cell of a chapter after the cells that stand above it."""

from __future__ import annotations

import contextlib
import io

from dlbook_page.code import execute, new_namespace
from dlbook_page.runs import shown

_names: dict = {}
_done: set[str] = set()


def run(cell: str, code: str, above: list[list[str]]) -> dict:
    """Run a cell, and before it whatever above it has not been run in this Python.

    Parameters
    ----------
    cell : str
        The cell's name.
    code : str
        Its text.
    above : list of [name, text]
        The cells above it, in their order.

    Returns
    -------
    dict
        ``value``, and ``also``, the number of other cells that were run.
    """
    also = run_missing(above)
    value = execute_here(code)
    _done.add(cell)
    return {"value": shown(value), "also": also}


def run_missing(above: list[list[str]]) -> int:
    """Run those cells that have not been run in this Python, and return how many they were."""
    missing = [(name, text) for name, text in above if name not in _done]
    for name, text in missing:
        with contextlib.redirect_stdout(io.StringIO()):
            execute_here(text)
        _done.add(name)
    return len(missing)


def execute_here(code: str) -> object:
    """Run code among the names of the chapter's cells; return the value of its last line."""
    if not _names:
        _names.update(new_namespace())
    return execute(code, _names)
