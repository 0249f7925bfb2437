"""A case: an operation with inputs to try it on, and torch's counterpart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """An operation, torch's counterpart, and specs of its inputs (see ``parity.draw``)."""

    name: str
    ours: Callable
    theirs: Callable
    specs: tuple


def case(name: str, ours: Callable, theirs: Callable, *specs) -> Case:
    """Return a :class:`Case`."""
    return Case(name, ours, theirs, specs)


def both(name: str, fn: Callable, *specs) -> Case:
    """Return a case whose function reads the same for our tensors and torch's."""
    return Case(name, fn, fn, specs)
