"""Convolution, as the deep learning libraries call cross-correlation.

Axes: B batch, C input channels, O output channels, then the spatial ones (H and
W of an image), in torch's order outside and in that of
:mod:`~dlbook.scratch.ops.windows` inside.
"""

from __future__ import annotations

import math

import numpy as np

from dlbook.scratch.ops.operands import same_dtype
from dlbook.scratch.ops.shared import shared
from dlbook.scratch.ops.windows import (
    Windows,
    batch_first,
    batch_last,
    checked_counts,
    per_axis,
)
from dlbook.scratch.tensor import Tensor, record


def conv1d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1) -> Tensor:
    """Slide ``weight`` along a signal: (B, C, L) by (O, C / groups, K) gives (B, O, L').

    Parameters and errors are those of :func:`conv2d`, with one number where it
    takes a pair.
    """
    return _conv("conv1d", 1, input, weight, bias, stride, padding, dilation, groups)


def conv2d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1) -> Tensor:
    """Slide ``weight`` over an image, and take the product sum at each place.

    Parameters
    ----------
    input : Tensor
        Shape ``(B, C, H, W)``.
    weight : Tensor
        Shape ``(O, C / groups, kernel height, kernel width)``.
    bias : Tensor, optional
        Shape ``(O,)``.
    stride, padding, dilation : int or pair of int
        Step of the window; zeros put around the input on each side; distance
        between neighbors in the window.
    groups : int
        Parts into which the channels are split, each convolved by itself.

    Returns
    -------
    Tensor
        Shape ``(B, O, H', W')``.

    Raises
    ------
    ValueError
        Where the shapes do not fit, naming them.

    Notes
    -----
    The unfolded input is kept for the gradient, which takes as much memory as
    the input times the entries of a window. To unfold it again in the backward
    pass would save that, for a tenth more time.
    """
    return _conv("conv2d", 2, input, weight, bias, stride, padding, dilation, groups)


def _conv(op, axes, input, weight, bias, stride, padding, dilation, groups) -> Tensor:
    x, w, *b = same_dtype(input, weight, *(() if bias is None else (bias,)))
    check_channels(op, axes, x, w, b, groups)
    windows = Windows(
        w.shape[2:],
        per_axis(op, "stride", stride, axes),
        per_axis(op, "padding", padding, axes, least=0),
        per_axis(op, "dilation", dilation, axes),
    )
    size = x.shape[2:]
    counts = checked_counts(op, windows, size)
    unfolded = windows.unfold(batch_last(x.data), counts)
    columns = by_group(unfolded, groups, w.shape[1] * _area(windows))
    filters = by_group(w.data, groups, w.shape[0] // groups)
    out = group_product(filters, columns).reshape(w.shape[0], *counts, len(x))
    if b:
        out += b[0].data.reshape(-1, *(1,) * (axes + 1))
    rows = shared(lambda grad: by_group(batch_last(grad), groups, w.shape[0] // groups))

    def grad_x(grad):
        spread = group_product(filters.swapaxes(1, 2), rows(grad))
        return batch_first(windows.fold(spread.reshape(unfolded.shape), size))

    def grad_w(grad):
        return group_product(rows(grad), columns.swapaxes(1, 2)).reshape(w.shape)

    rules = [(x, grad_x), (w, grad_w)]
    rules += [(t, lambda grad: rows(grad).sum(axis=2).reshape(-1)) for t in b]
    return record(op, batch_first(out), *rules)


def by_group(x: np.ndarray, groups: int, rows: int) -> np.ndarray:
    """Return ``x`` as one matrix of ``rows`` rows for each group."""
    return x.reshape(groups, rows, x.size // max(groups * rows, 1))


def group_product(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the matrix product of each group."""
    # One plain product for one group: BLAS then uses every core.
    return (a[0] @ b[0])[None] if len(a) == 1 else a @ b


def _area(windows: Windows) -> int:
    return math.prod(windows.kernel)


def check_channels(op: str, axes: int, x: Tensor, w: Tensor, bias: list[Tensor], groups: int):
    """Raise a ValueError where input, weight and bias of a convolution do not fit."""
    spatial = ", ".join("LHW"[axes - 1 :][:axes])
    if x.ndim != axes + 2 or w.ndim != axes + 2:
        raise ValueError(
            f"{op}: expected an input (B, C, {spatial}) and a weight (O, C / groups, "
            f"{axes} kernel lengths), got {x.shape} and {w.shape}"
        )
    if groups < 1 or x.shape[1] != w.shape[1] * groups or w.shape[0] % groups:
        raise ValueError(
            f"{op}: input {x.shape} has {x.shape[1]} channels, and weight {w.shape} with "
            f"groups={groups} takes {w.shape[1] * groups}; {w.shape[0]} output channels must "
            f"divide into the groups"
        )
    if bias and bias[0].shape != w.shape[:1]:
        raise ValueError(f"{op}: expected a bias of shape {w.shape[:1]}, got {bias[0].shape}")
