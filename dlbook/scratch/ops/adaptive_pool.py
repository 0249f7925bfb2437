"""Adaptive pooling: windows chosen so that the output has a given size.

Window i of n over a length L goes from ``floor(i * L / n)`` to
``ceil((i + 1) * L / n)``; neighbors overlap where n does not divide L.

Axes: B batch, C channels, then the spatial ones.
"""

from __future__ import annotations

import itertools
import math

import numpy as np

from dlbook.scratch.ops.operands import as_floating
from dlbook.scratch.ops.windows import Lengths, per_axis
from dlbook.scratch.tensor import Tensor, record


def adaptive_avg_pool1d(input, output_size) -> Tensor:
    """Mean of ``output_size`` windows of a signal (B, C, L)."""
    return _adaptive_avg("adaptive_avg_pool1d", 1, input, output_size)


def adaptive_avg_pool2d(input, output_size) -> Tensor:
    """Mean of each window of an image.

    Parameters
    ----------
    input : Tensor
        Shape ``(B, C, H, W)``.
    output_size : int or pair of int
        Windows along each axis.

    Returns
    -------
    Tensor
        Shape ``(B, C, *output_size)``.

    Raises
    ------
    ValueError
        Where the input has other axes or an empty image.

    Notes
    -----
    Means along an axis are a linear map, so each axis is one matrix product
    with a matrix of window weights.
    """
    return _adaptive_avg("adaptive_avg_pool2d", 2, input, output_size)


def adaptive_max_pool1d(input, output_size) -> Tensor:
    """Largest entry of ``output_size`` windows of a signal (B, C, L)."""
    return _adaptive_max("adaptive_max_pool1d", 1, input, output_size)


def adaptive_max_pool2d(input, output_size) -> Tensor:
    """Largest entry of each window of an image; shapes as :func:`adaptive_avg_pool2d`.

    The gradient goes to the first of the largest entries, row by row.
    """
    return _adaptive_max("adaptive_max_pool2d", 2, input, output_size)


def _adaptive_avg(op: str, axes: int, input, output_size) -> Tensor:
    x, counts = _checked(op, axes, input, output_size)
    weights = [_weights(x, length, n) for length, n in zip(x.shape[2:], counts, strict=True)]

    def rule(grad):
        return _map_axes(grad, [w.T for w in weights])

    return record(op, _map_axes(x.data, weights), (x, rule))


def _map_axes(x: np.ndarray, matrices: list[np.ndarray]) -> np.ndarray:
    """Apply a matrix to each of the last axes."""
    for axis, matrix in zip(range(-len(matrices), 0), matrices, strict=True):
        x = (x.swapaxes(axis, -1) @ matrix.T).swapaxes(axis, -1)
    return x


def _weights(x: Tensor, length: int, n: int) -> np.ndarray:
    """Return the matrix (n, length) whose rows are the windows' weights."""
    out = np.zeros_like(x.data, shape=(n, length))
    for i, span in enumerate(_spans(length, n)):
        out[i, span] = 1 / (span.stop - span.start)
    return out


def _adaptive_max(op: str, axes: int, input, output_size) -> Tensor:
    # What was left on the table: a Python loop over the windows. There are few.
    x, counts = _checked(op, axes, input, output_size)
    spans = [_spans(length, n) for length, n in zip(x.shape[2:], counts, strict=True)]
    cells = list(zip(np.ndindex(*counts), itertools.product(*spans), strict=True))
    out = np.empty_like(x.data, shape=(*x.shape[:2], *counts))
    winners = {}
    for cell, window in cells:
        seen = x.data[(..., *window)]
        entries = seen.reshape(*x.shape[:2], math.prod(seen.shape[2:]))
        winners[cell] = entries.argmax(axis=-1)[..., None]
        out[(..., *cell)] = np.take_along_axis(entries, winners[cell], axis=-1)[..., 0]

    def rule(grad):
        total = np.zeros_like(x.data)
        for cell, window in cells:
            target = total[(..., *window)]
            places = np.arange(math.prod(target.shape[2:]), like=x.data)
            share = (places == winners[cell]) * grad[(..., *cell)][..., None]
            target += share.reshape(target.shape)
        return total

    return record(op, out, (x, rule))


def _spans(length: int, n: int) -> list[slice]:
    return [slice(i * length // n, -(-(i + 1) * length // n)) for i in range(n)]


def _checked(op: str, axes: int, input, output_size) -> tuple[Tensor, Lengths]:
    x = as_floating(input)
    if x.ndim != axes + 2 or 0 in x.shape[2:]:
        raise ValueError(
            f"{op}: expected an input (B, C, {axes} lengths) that is not empty, got {x.shape}"
        )
    return x, per_axis(op, "output_size", output_size, axes)
