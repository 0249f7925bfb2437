"""Show the source of the package inside a chapter, so that the two cannot drift apart."""

from __future__ import annotations

import inspect
import textwrap
from pathlib import Path

import dlbook
from dlbook.notebook.display import show

PACKAGE = Path(dlbook.__file__).resolve().parent


def show_source(obj) -> None:
    """Display the source of a function, class or method of the package, and its file.

    Parameters
    ----------
    obj : function, class, method or property
        Something that ``dlbook`` defines.

    Raises
    ------
    TypeError
        Where ``obj`` has no source in the package.

    Examples
    --------
    >>> from dlbook.notebook import show_source
    >>> from dlbook.scratch import relu
    >>> show_source(relu)  # doctest: +ELLIPSIS
    dlbook/scratch/ops/activations.py
    <BLANKLINE>
    def relu(x) -> Tensor:
    ...
    """
    target = _unwrapped(obj)
    file = _file(obj, target)
    source = textwrap.dedent(inspect.getsource(target)).strip()
    fence = "````" if "```" in source else "```"
    show(
        {
            "text/markdown": f"`{file}`\n\n{fence}python\n{source}\n{fence}",
            "text/plain": f"{file}\n\n{source}",
        }
    )


def _unwrapped(obj):
    """Return the function behind a method, a property or a decorated function."""
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
