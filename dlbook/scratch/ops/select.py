"""Choosing between two values, entry by entry."""

from __future__ import annotations

import numpy as np

from dlbook.scratch.ops.broadcast import unbroadcast
from dlbook.scratch.ops.operands import beside, check_broadcast, same_dtype
from dlbook.scratch.tensor import Tensor, as_tensor, record


def where(condition, input, other) -> Tensor:
    """Return ``input`` where ``condition`` holds, else ``other``; all three broadcast.

    The gradient goes to the value that was chosen, and a NaN in the other one
    does not touch it.
    """
    a, b = same_dtype(input, other)
    condition = beside(a, condition)
    if condition.dtype.kind != "b":
        raise TypeError(
            f"where: the condition must be boolean, got {condition.dtype}: write x != 0"
        )
    check_broadcast("where", condition, a, b)
    chosen = condition.data
    return record(
        "where",
        np.where(chosen, a.data, b.data),
        (a, lambda grad: unbroadcast(np.where(chosen, grad, 0), a.shape)),
        (b, lambda grad: unbroadcast(np.where(chosen, 0, grad), b.shape)),
    )


def clip(input, min: float | None = None, max: float | None = None) -> Tensor:
    """Move entries below ``min`` or above ``max`` to that border; no gradient flows there."""
    if min is None and max is None:
        raise ValueError("clip: give min, max or both")
    x = as_tensor(input)
    low = -np.inf if min is None else float(min)
    high = np.inf if max is None else float(max)
    inside = (x.data >= low) & (x.data <= high)
    out = np.clip(x.data, None if min is None else low, None if max is None else high)
    return record("clip", out.astype(x.dtype), (x, lambda grad: grad * inside))


def maximum(input, other) -> Tensor:
    """Return the larger of two entries; where they tie, each gets half the gradient."""
    return _extremum("maximum", np.maximum, np.greater, input, other)


def minimum(input, other) -> Tensor:
    """Return the smaller of two entries; where they tie, each gets half the gradient."""
    return _extremum("minimum", np.minimum, np.less, input, other)


def _extremum(op: str, extremum: np.ufunc, wins: np.ufunc, a, b) -> Tensor:
    a, b = same_dtype(a, b)
    check_broadcast(op, a, b)

    def rule(x, y):
        def grad_x(grad):
            part = np.where(x.data == y.data, grad / 2, grad * wins(x.data, y.data))
            return unbroadcast(part, x.shape)

        return grad_x

    return record(op, extremum(a.data, b.data), (a, rule(a, b)), (b, rule(b, a)))
