"""Reductions: many entries in, fewer out."""

from __future__ import annotations

import numpy as np

from dlbook.scratch.ops.axes import Axis, checked_axes, count_entries, sum_rows
from dlbook.scratch.ops.operands import as_floating
from dlbook.scratch.tensor import Tensor, as_tensor, record


def spread(reduced: np.ndarray, shape: tuple[int, ...], axes: tuple[int, ...]) -> np.ndarray:
    """Give ``reduced`` its lost axes back, and repeat it along them to ``shape``."""
    if reduced.ndim < len(shape):
        reduced = np.expand_dims(reduced, axes)
    return np.broadcast_to(reduced, shape)


def _total(x: np.ndarray, axes: tuple[int, ...], keepdims: bool) -> np.ndarray:
    if axes == (x.ndim - 1,) and x.dtype.kind == "f":
        rows = sum_rows(x)
        return rows if keepdims else rows[..., 0]
    return x.sum(axis=axes, keepdims=keepdims)


def sum(a, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Sum over ``axis`` (all axes where None): each entry's gradient is the sum's."""
    a = as_tensor(a)
    axes = checked_axes("sum", axis, a.shape)
    return record(
        "sum", _total(a.data, axes, keepdims), (a, lambda grad: spread(grad, a.shape, axes))
    )


def mean(a, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Mean over ``axis`` (all axes where None); of integers it is float32."""
    a = as_floating(a)
    axes = checked_axes("mean", axis, a.shape)
    count = count_entries("mean", a.shape, axes)
    return record(
        "mean",
        _total(a.data, axes, keepdims) / count,
        (a, lambda grad: spread(grad / count, a.shape, axes)),
    )


def max(a, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Largest entry over ``axis``; entries that tie share the gradient equally.

    Equal to ``torch.amax``, that is: ``torch.max`` along an axis gives one of
    the ties all of it.
    """
    a = as_tensor(a)
    axes = checked_axes("max", axis, a.shape)
    count_entries("max", a.shape, axes)
    out = a.data.max(axis=axes, keepdims=True)

    def rule(grad):
        winners = a.data == out
        share = 1 / winners.sum(axis=axes, keepdims=True, dtype=a.dtype)
        return winners * share * spread(grad, a.shape, axes)

    return record("max", out if keepdims else out.squeeze(axes), (a, rule))


def argmax(a, axis: int | None = None) -> Tensor:
    """Position of the largest entry along ``axis``, the first where several tie."""
    a = as_tensor(a)
    count_entries("argmax", a.shape, checked_axes("argmax", axis, a.shape))
    return record("argmax", a.data.argmax(axis=axis))
