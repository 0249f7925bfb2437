"""Show the source of the package inside a chapter, so that the two cannot drift apart."""

from __future__ import annotations

import ast
import inspect
import textwrap
from pathlib import Path

import dlbook
from dlbook.notebook.display import show

PACKAGE = Path(dlbook.__file__).resolve().parent


def show_source(obj) -> None:
    """Display the source of a function, class, method or property of the package, and its file.

    Of each docstring only the first line is shown: the rest is on the page of the package.

    Examples
    --------
    >>> from dlbook.notebook import show_source
    >>> from dlbook.scratch import relu
    >>> show_source(relu)  # doctest: +ELLIPSIS
    dlbook/scratch/...
    <BLANKLINE>
    def relu(x) -> Tensor:
    ...
    """
    target = _unwrapped(obj)
    file = _file(obj, target)
    source = shorten_docstrings(textwrap.dedent(inspect.getsource(target)).strip())
    fence = "````" if "```" in source else "```"
    show(
        {
            "text/markdown": f"`{file}`\n\n{fence}python\n{source}\n{fence}",
            "text/plain": f"{file}\n\n{source}",
        }
    )


def shorten_docstrings(source: str) -> str:
    """Return ``source`` with the first line of each docstring alone."""
    lines = source.split("\n")
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            continue
        first = node.body[0]
        if ast.get_docstring(node) is not None and first.end_lineno > first.lineno:
            lines[first.lineno - 1] += '"""'
            for number in range(first.lineno, first.end_lineno):
                lines[number] = None
    return "\n".join(line for line in lines if line is not None)


def _unwrapped(obj):
    """Return the function behind a method, a property or a decorator."""
    if isinstance(obj, property):
        obj = obj.fget
    return inspect.unwrap(inspect.unwrap(getattr(obj, "__func__", obj)))


def _file(obj, target) -> str:
    """Return the file that defines ``target``, as ``dlbook/...``."""
    try:
        path = Path(inspect.getsourcefile(target)).resolve()
    except (TypeError, OSError):  # no source, or of something typed in a notebook
        path = Path()
    if not path.is_relative_to(PACKAGE):
        name = getattr(obj, "__qualname__", None) or repr(obj)[:60]
        raise TypeError(
            f"show_source: {name} is not defined in dlbook; "
            f"pass a function, class or method of the package"
        )
    return path.relative_to(PACKAGE.parent).as_posix()
