"""Reductions: many entries in, fewer out."""

from __future__ import annotations

import numpy as np

from dlbook.scratch.tensor import Tensor, as_tensor, record

Axis = int | tuple[int, ...] | None


def _spread(reduced: np.ndarray, shape: tuple[int, ...], axis: Axis, keepdims: bool):
    """Give ``reduced`` its lost axes back and repeat it along them to ``shape``."""
    if not keepdims and axis is not None:
        reduced = np.expand_dims(reduced, axis)
    return np.broadcast_to(reduced, shape)


def sum(a, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Sum over ``axis`` (all axes where None): each entry's gradient is the sum's."""
    a = as_tensor(a)
    return record(
        "sum",
        a.data.sum(axis=axis, keepdims=keepdims),
        (a, lambda grad: _spread(grad, a.shape, axis, keepdims)),
    )


def mean(a, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Mean over ``axis`` (all axes where None)."""
    a = as_tensor(a)
    out = a.data.mean(axis=axis, keepdims=keepdims)
    count = a.size // max(np.size(out), 1)
    return record(
        "mean",
        out,
        (a, lambda grad: _spread(grad / count, a.shape, axis, keepdims)),
    )


def max(a, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Largest entry over ``axis``; entries that tie share the gradient equally."""
    a = as_tensor(a)
    out = a.data.max(axis=axis, keepdims=keepdims)

    def rule(grad):
        winners = a.data == _spread(out, a.shape, axis, keepdims)
        ties = winners.sum(axis=axis, keepdims=keepdims)
        share = grad / ties.astype(a.dtype)
        return winners * _spread(share, a.shape, axis, keepdims)

    return record("max", out, (a, rule))
