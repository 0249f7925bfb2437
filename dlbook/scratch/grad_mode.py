"""Whether operations are recorded for :meth:`Tensor.backward`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_enabled: ContextVar[bool] = ContextVar("grad_enabled", default=True)


def is_grad_enabled() -> bool:
    """Return whether operations are recorded at present."""
    return _enabled.get()


@contextmanager
def no_grad() -> Iterator[None]:
    """Record nothing inside the block: no graph, no memory held, no gradients.

    Examples
    --------
    >>> from dlbook.scratch import Tensor, no_grad
    >>> w = Tensor([1.0, 2.0], requires_grad=True)
    >>> with no_grad():
    ...     y = w * 2
    >>> y.requires_grad
    False
    """
    token = _enabled.set(False)
    try:
        yield
    finally:
        _enabled.reset(token)
