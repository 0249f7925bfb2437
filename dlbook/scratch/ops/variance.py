"""Variance and standard deviation."""

from __future__ import annotations

import numpy as np

from dlbook.scratch.ops.axes import Axis, checked_axes, count_entries
from dlbook.scratch.ops.operands import as_floating
from dlbook.scratch.ops.reduce import spread
from dlbook.scratch.tensor import Tensor, record


def var(a, axis: Axis = None, correction: int = 1, keepdims: bool = False) -> Tensor:
    """Variance over ``axis`` (all axes where None).

    Parameters
    ----------
    a : Tensor
        Any shape.
    axis : int or tuple of int, optional
        Axes to reduce.
    correction : int
        The sum of squares is divided by the number of entries less this: 1 for
        the estimate without bias (as torch), 0 for the mean square (as NumPy).
    keepdims : bool
        Whether the reduced axes stay, with length 1.

    Raises
    ------
    ValueError
        Where no more than ``correction`` entries come together.
    """
    a = as_floating(a)
    axes, count = _counted("var", a, axis, correction)
    centered, out = _centered(a.data, axes, count)

    def rule(grad):
        return spread(grad, a.shape, axes) * centered * (2 / count)

    return record("var", out if keepdims else out.squeeze(axes), (a, rule))


def std(a, axis: Axis = None, correction: int = 1, keepdims: bool = False) -> Tensor:
    """Square root of :func:`var`; where it is 0 the gradient is taken as 0, as torch does."""
    a = as_floating(a)
    axes, count = _counted("std", a, axis, correction)
    centered, variance = _centered(a.data, axes, count)
    out = np.sqrt(variance)

    def rule(grad):
        slope = centered / (count * np.where(out > 0, out, np.inf))
        return spread(grad, a.shape, axes) * slope

    return record("std", out if keepdims else out.squeeze(axes), (a, rule))


def _counted(op: str, a: Tensor, axis: Axis, correction: int) -> tuple[tuple[int, ...], int]:
    """Return the axes, and the number by which the sum of squares is divided."""
    axes = checked_axes(op, axis, a.shape)
    count = count_entries(op, a.shape, axes)
    if count - correction <= 0 < a.size:
        raise ValueError(
            f"{op}: shape {a.shape} has {count} entries along axis {axes}, "
            f"and correction={correction} needs more than {correction}"
        )
    return axes, count - correction


def _centered(x: np.ndarray, axes, count: int) -> tuple[np.ndarray, np.ndarray]:
    # The mean goes first: the mean of squares less the square of the mean
    # would lose all digits where the mean is large.
    centered = x - x.mean(axis=axes, keepdims=True)
    return centered, (centered * centered).sum(axis=axes, keepdims=True) / count
