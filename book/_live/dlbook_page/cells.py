"""Run a cell of a chapter after the cells that stand above it."""

from __future__ import annotations

import contextlib
import inspect
import io
from collections.abc import Sized

import numpy as np

from dlbook_page import pictures
from dlbook_page.code import execute, new_namespace
from dlbook_page.runs import shown

SHORT = 60  # characters of a value that is shown
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
        ``value``; ``defined``, lines about the names that the cell set; and ``also``, the
        number of other cells that were run.
    """
    also = run_missing(above)
    before = dict(_names)
    value = execute_here(code)
    _done.add(cell)
    return {"value": shown(value), "defined": describe_new(before, _names), "also": also}


def describe_new(before: dict, names: dict) -> list[str]:
    """Return a line about each name that is new or has another value: what it holds now."""
    return [
        describe(name, value)
        for name, value in names.items()
        if not name.startswith("_")
        and not inspect.ismodule(value)
        and (name not in before or before[name] is not value)
    ]


def describe(name: str, value: object) -> str:
    """Return a line such as ``W: float64 (10, 784)``, ``forward(x, W)`` or ``rate = 0.1``."""
    if inspect.isclass(value):
        return f"class {name}"
    if callable(value) and hasattr(value, "__code__"):
        return f"{name}{inspect.signature(value)}"
    if isinstance(value, int | float | str | np.generic) and len(repr(value)) <= SHORT:
        return f"{name} = {value!r}"
    kind = getattr(value, "dtype", None) or type(value).__name__
    if (shape := getattr(value, "shape", None)) is not None:
        return f"{name}: {kind} {tuple(shape)}"
    return f"{name}: {kind} of {len(value)}" if isinstance(value, Sized) else f"{name}: {kind}"


def run_missing(above: list[list[str]]) -> int:
    """Run those cells that have not been run in this Python, and return how many they were."""
    missing = [(name, text) for name, text in above if name not in _done]
    for name, text in missing:
        with contextlib.redirect_stdout(io.StringIO()), pictures.collected():
            execute_here(text)
        _done.add(name)
    return len(missing)


def execute_here(code: str) -> object:
    """Run code among the names of the chapter's cells; return the value of its last line."""
    if not _names:
        _names.update(new_namespace())
    return execute(code, _names)
