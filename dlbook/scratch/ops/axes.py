"""Axes that an operation works along, and sums over them."""

from __future__ import annotations

import math

import numpy as np

Axis = int | tuple[int, ...] | None


def checked_axes(op: str, axis: Axis, shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return ``axis`` as a tuple of numbers from 0 on; None stands for all axes.

    Raises
    ------
    ValueError
        Where an axis does not exist, or is named twice.
    """
    if axis is None:
        return tuple(range(len(shape)))
    axes = axis if isinstance(axis, tuple | list) else (axis,)
    if not all(-len(shape) <= i < len(shape) for i in axes):
        raise ValueError(f"{op}: shape {shape} has {len(shape)} axes, so axis {axis} is none")
    positive = tuple(i % len(shape) for i in axes)
    if len(set(positive)) != len(positive):
        raise ValueError(f"{op}: axis {axis} names an axis of shape {shape} twice")
    return positive


def count_entries(op: str, shape: tuple[int, ...], axes: tuple[int, ...]) -> int:
    """Return how many entries share a place in the result of reducing ``axes``.

    Raises
    ------
    ValueError
        Where there are none, though the result has entries.
    """
    count = math.prod(shape[i] for i in axes)
    if count == 0 and math.prod(n for i, n in enumerate(shape) if i not in axes) > 0:
        raise ValueError(f"{op}: there are no entries along axis {axes} of shape {shape}")
    return count


# From here on NumPy's own sum, which adds in pairs, is more exact: by products a
# thousand equal numbers have lost one digit of float32, a hundred thousand two.
LONG_ROW = 1024


def sum_rows(x: np.ndarray) -> np.ndarray:
    """Sum over the last axis, kept with length 1.

    A product with ones is about five times as fast as ``x.sum(axis=-1)``, whose
    loop starts anew for each row.
    """
    length = x.shape[-1]
    if length > LONG_ROW:
        return x.sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore"):  # some BLAS kernels flag sums that hold infinity
        return (x @ np.ones_like(x, shape=length))[..., None]


def dot_rows(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Sum ``x * y`` over the last of two axes, kept with length 1."""
    if x.shape[-1] > LONG_ROW:
        return (x * y).sum(axis=-1, keepdims=True)
    return np.einsum("ij,ij->i", x, y)[:, None]  # without an array for the product


def largest_along(x: np.ndarray, axis: int) -> np.ndarray:
    """Return the largest entry along one axis, kept with length 1; of nothing it is -inf."""
    if x.shape[axis] == 0:
        return np.full_like(x.sum(axis=axis, keepdims=True), -np.inf)
    return x.max(axis=axis, keepdims=True)


def sum_along(x: np.ndarray, axis: int) -> np.ndarray:
    """Sum over one axis, kept with length 1, by :func:`sum_rows` where it is the last."""
    return sum_rows(x) if axis == x.ndim - 1 else x.sum(axis=axis, keepdims=True)
