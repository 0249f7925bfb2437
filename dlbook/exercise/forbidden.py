"""Find names in a reader's code that an exercise forbids.

This is a reminder for readers who want to learn by it, and no defense: it looks at the text of
the answer, and whoever wants to hide a name from it can. In grading, packages and functions
that an exercise forbids are also absent from the sandbox; loops alone cannot be taken away.
"""

from __future__ import annotations

import ast
import inspect
import os
import sys
import textwrap
import types
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

# Folders of code that is not the reader's: this package, Python's library, what pip installs.
FOLDERS = (
    str(Path(__file__).resolve().parents[1]),
    str(Path(os.__file__).resolve().parent),
    str(Path(np.__file__).resolve().parents[1]),
)
NOT_THE_READERS = (
    *FOLDERS,
    *("<exercise ", "<starter ", "<drive ", "<frozen ", "<__array_function__"),
)
LOOPS = {
    "for": (ast.For, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
    "while": (ast.While,),
}


def forbidden_use(
    answer: Callable | None, forbidden: tuple[str, ...], source: str | None = None
) -> tuple[str, str] | None:
    """Return the first forbidden name in the code of an answer, and its line; or None.

    Parameters
    ----------
    answer : function or class
        If its code cannot be read, as that of a NumPy function, its own name counts.
    forbidden : tuple of str
        ``"torch"`` and ``"numpy.einsum"`` forbid a package or a function, whatever it
        is imported as; ``".sum"`` a method; ``"sorted"`` a built-in function; ``"for"``
        and ``"while"`` a loop.
    source : str, optional
        The whole text that defines the answer. Without it, the code of the answer and of
        the reader's functions that it calls is read.
    """
    if not forbidden:
        return None
    texts = [(source, {})] if source is not None else _texts(answer)
    uses = (use for text, names in texts for use in _uses(text, names))
    return next((use for use in uses if _is_forbidden(use[0], forbidden)), None)


def _is_forbidden(name: str, forbidden: tuple[str, ...]) -> bool:
    return any(
        name.endswith(entry) if entry.startswith(".") else f"{name}.".startswith(f"{entry}.")
        for entry in forbidden
    )


def _texts(answer: Callable) -> Iterator[tuple[str, dict]]:
    """Yield the source of an answer and of all of the reader's that it calls."""
    waiting, seen = list(_functions(answer)), set()
    if not waiting:
        yield f"{_full_name(answer)}", {}
    while waiting:
        function = waiting.pop(0)
        if function.__code__ in seen:
            continue
        seen.add(function.__code__)
        around, own = function.__globals__, _own(function.__code__)
        names = {name: value for name, value in around.items() if name not in own}
        try:
            yield textwrap.dedent(inspect.getsource(function)), names
        except (OSError, TypeError):  # typed at a prompt: only the names can be read
            yield "\n".join(function.__code__.co_names), names
        called = (around.get(name) for name in function.__code__.co_names)
        waiting += [f for x in called for f in _functions(x) if f.__globals__ is around]


def _own(code: types.CodeType) -> set[str]:
    """Return the names that stand for the reader's own variables alone."""
    codes = [code]
    for outer in codes:  # grows as it goes: functions within functions
        codes += [x for x in outer.co_consts if isinstance(x, types.CodeType)]
    local = {name for c in codes for name in (*c.co_varnames, *c.co_cellvars)}
    return local - {name for c in codes for name in c.co_names}


def _functions(value) -> Iterator[types.FunctionType]:
    """Yield the reader's Python functions that a function or class consists of."""
    if isinstance(value, type):
        for member in vars(value).values():
            yield from _functions(getattr(member, "__func__", member))
        return
    function = inspect.unwrap(value) if callable(value) else value
    code = function.__code__ if isinstance(function, types.FunctionType) else None
    if code and not code.co_filename.startswith(NOT_THE_READERS):
        yield function


def _uses(text: str, names: dict) -> Iterator[tuple[str, str]]:
    """Yield the full name of all that a text uses, with its line."""
    try:
        tree = ast.parse(text)
    except SyntaxError:  # a lambda, cut out of its line
        return
    lines, imported = text.splitlines(), _imported(tree)
    for node in ast.walk(tree):
        for name in _names_at(node, imported, names):
            yield name, lines[node.lineno - 1].strip()


def _imported(tree: ast.AST) -> dict[str, str]:
    """Return what each imported name stands for."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                head = alias.name.partition(".")[0]
                found[alias.asname or head] = alias.name if alias.asname else head
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                names = _public(node.module) if alias.name == "*" else [alias.name]
                for name in names:
                    found[alias.asname or name] = f"{node.module}.{name}"
    return found


def _public(module: str | None) -> list[str]:
    """Return what ``from module import *`` brings, if the module is NumPy's."""
    known = sys.modules.get(module or "") if str(module).startswith("numpy") else None
    return list(getattr(known, "__all__", ()))


def _names_at(node: ast.AST, imported: dict[str, str], names: dict) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield from (f"{node.module}.{alias.name}".removesuffix(".*") for alias in node.names)
    elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
        yield _dotted(node, imported, names)
    for word, kinds in LOOPS.items():
        if isinstance(node, kinds):
            yield word


def _dotted(node: ast.AST, imported: dict[str, str], names: dict) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value, imported, names)}.{node.attr}"
    if not isinstance(node, ast.Name):
        return ""
    if node.id in imported:
        return imported[node.id]
    return _full_name(names[node.id]) if node.id in names else node.id


def _full_name(value) -> str:
    """Return ``numpy.linalg.norm`` for that function, whatever name it goes by."""
    name = getattr(value, "__name__", "")
    if isinstance(value, types.ModuleType):
        return name
    # NumPy 2.0 does not tell the module of its ufuncs.
    module = "numpy" if isinstance(value, np.ufunc) else getattr(value, "__module__", None)
    return name if module in (None, "builtins") else f"{module}.{name}"
