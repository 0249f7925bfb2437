"""Reductions: many entries in, fewer out."""

from __future__ import annotations

import numpy as np

from dlbook.scratch.ops.operands import (
    Axis,
    as_floating,
    count_entries,
    sum_rows,
    validate_axes,
    widened,
)
from dlbook.scratch.tensor import Tensor, as_tensor, make_result


def sum(a, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Sum over ``axis`` (all axes if None): each entry's gradient is the sum's."""
    a = as_tensor(a)
    axes = validate_axes("sum", axis, a.shape)
    out = _total(a.data, axes, keepdims)
    if a.dtype.kind == "f":
        out = out.astype(a.dtype, copy=False)
    return make_result("sum", out, (a, lambda grad: _spread(grad, a.shape, axes)))


def mean(a, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Mean over ``axis`` (all axes if None); of integers it is float32."""
    a = as_floating(a)
    axes = validate_axes("mean", axis, a.shape)
    count = count_entries("mean", a.shape, axes)
    out = (_total(a.data, axes, keepdims) / count).astype(a.dtype, copy=False)
    # In float32, because 70,000 entries are more than float16 can count.
    return make_result(
        "mean", out, (a, lambda grad: _spread(widened(grad) / count, a.shape, axes))
    )


def max(a, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Largest entry over ``axis``; entries that tie share the gradient equally.

    Equal to ``torch.amax``; ``torch.max`` along an axis gives one of the ties
    all of it.
    """
    a = as_tensor(a)
    axes = validate_axes("max", axis, a.shape)
    count_entries("max", a.shape, axes)
    out = a.data.max(axis=axes, keepdims=True)

    def vjp(grad):
        is_largest = a.data == out
        ties = widened(is_largest.astype(a.dtype)).sum(axis=axes, keepdims=True)
        with np.errstate(invalid="ignore", divide="ignore"):  # of NaN nothing is the largest
            return is_largest / ties * _spread(grad, a.shape, axes)

    return make_result("max", out if keepdims else out.squeeze(axes), (a, vjp))


def argmax(a, axis: int | None = None) -> Tensor:
    """Position of the largest entry along ``axis``, the first if several tie."""
    a = as_tensor(a)
    count_entries("argmax", a.shape, validate_axes("argmax", axis, a.shape))
    return make_result("argmax", a.data.argmax(axis=axis))


def var(a, axis: Axis = None, correction: int = 1, keepdims: bool = False) -> Tensor:
    """Variance over ``axis`` (all axes if None).

    The sum of squares is divided by the number of entries less ``correction``: 1
    gives the estimate without bias (torch's default), 0 the mean square (NumPy's).
    """
    a = as_floating(a)
    axes, count = _degrees_of_freedom("var", a, axis, correction)
    centered, out = _centered(a.data, axes, count)

    def vjp(grad):
        return _spread(widened(grad), a.shape, axes) * centered * (2 / count)

    out = out.astype(a.dtype, copy=False)
    return make_result("var", out if keepdims else out.squeeze(axes), (a, vjp))


def std(a, axis: Axis = None, correction: int = 1, keepdims: bool = False) -> Tensor:
    """Square root of :func:`var`; if it is 0 the gradient is taken as 0, as in torch."""
    a = as_floating(a)
    axes, count = _degrees_of_freedom("std", a, axis, correction)
    centered, variance = _centered(a.data, axes, count)
    root = np.sqrt(variance)

    def vjp(grad):
        slope = centered / (count * np.where(root > 0, root, np.inf))
        return _spread(widened(grad), a.shape, axes) * slope

    out = root.astype(a.dtype, copy=False)
    return make_result("std", out if keepdims else out.squeeze(axes), (a, vjp))


def _total(x: np.ndarray, axes: tuple[int, ...], keepdims: bool) -> np.ndarray:
    x = widened(x)
    if axes == (x.ndim - 1,) and x.dtype.kind == "f":
        rows = sum_rows(x)
        return rows if keepdims else rows[..., 0]
    return x.sum(axis=axes, keepdims=keepdims)


def _spread(reduced: np.ndarray, shape: tuple[int, ...], axes: tuple[int, ...]) -> np.ndarray:
    """Give ``reduced`` its lost axes back, and repeat it along them to ``shape``."""
    if reduced.ndim < len(shape):
        reduced = np.expand_dims(reduced, axes)
    return np.broadcast_to(reduced, shape)


def _degrees_of_freedom(
    op: str, a: Tensor, axis: Axis, correction: int
) -> tuple[tuple[int, ...], int]:
    """Return the axes, and the number by which the sum of squares is divided."""
    axes = validate_axes(op, axis, a.shape)
    count = count_entries(op, a.shape, axes)
    if count - correction <= 0 < a.size:
        raise ValueError(
            f"{op}: shape {a.shape} has {count} entries along axis {axes}, "
            f"and correction={correction} needs more than {correction}"
        )
    return axes, count - correction


def _centered(x: np.ndarray, axes, count: int) -> tuple[np.ndarray, np.ndarray]:
    # The mean goes first: the mean of squares less the square of the mean
    # would lose all digits if the mean is large.
    x = widened(x)
    centered = x - x.mean(axis=axes, keepdims=True)
    return centered, (centered * centered).sum(axis=axes, keepdims=True) / count
