"""Watchers: functions that see every operation as it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dlbook.scratch.tensor import Tensor

Watcher = Callable[["Tensor", "tuple[Tensor, ...]"], None]

_watchers: ContextVar[tuple[Watcher, ...]] = ContextVar("watchers", default=())


def watchers() -> tuple[Watcher, ...]:
    """Return the watchers at present; an operation calls each with its result and inputs."""
    return _watchers.get()


@contextmanager
def watch(watcher: Watcher) -> Iterator[None]:
    """Call ``watcher(result, inputs)`` after every operation inside the block.

    Watchers see the inputs that need no gradient too, which the recorded graph
    leaves out.
    """
    token = _watchers.set((*_watchers.get(), watcher))
    try:
        yield
    finally:
        _watchers.reset(token)
