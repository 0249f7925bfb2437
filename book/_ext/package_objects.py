"""Find objects of the package by their dotted names."""

from __future__ import annotations

import difflib
import importlib
import inspect
from typing import Any


class UnknownObjectError(LookupError):
    """No such object; the message names the nearest."""


def find_object(name: str) -> Any:
    """Return the module, class, function or method called ``name``.

    Raises
    ------
    UnknownObjectError
        Where there is none.
    """
    first, *rest = name.split(".")
    try:
        found = importlib.import_module(first)
    except ImportError as error:
        raise UnknownObjectError(f"there is no package {first!r}") from error
    for depth, part in enumerate(rest, start=1):
        found = _child(found, ".".join([first, *rest[:depth]]), part)
    return found


def _child(parent: Any, name: str, part: str) -> Any:
    # An attribute wins over a module of the same name, as it does in `from x import y`.
    if hasattr(parent, part):
        return getattr(parent, part)
    if inspect.ismodule(parent):
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError:
            pass
    near = difflib.get_close_matches(part, dir(parent), n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise UnknownObjectError(f"{name.rpartition('.')[0]} has no {part!r}{hint}")


def covers(explained: Any, documented: Any) -> bool:
    """Return whether explaining one object explains the other.

    An object covers itself, and a module all that it defines.
    """
    if inspect.ismodule(explained):
        return getattr(documented, "__module__", None) == explained.__name__
    return explained is documented
