"""Pooling: the largest or the mean entry of each window.

A window is a rectangle, so its largest entry is the largest of its rows'
largest entries: pooling goes along one axis after the other. Each step takes
the maximum of a few strided slices, which is tens of times as fast as a view of
all windows.

Axes: B batch, C channels, then the spatial ones, in torch's order outside and in
that of :mod:`~dlbook.scratch.ops.im2col` inside.
"""

from __future__ import annotations

import math

import numpy as np

from dlbook.scratch.ops.im2col import (
    Lengths,
    Windows,
    batch_first,
    batch_last,
    per_axis,
    validate_counts,
)
from dlbook.scratch.ops.operands import as_floating
from dlbook.scratch.tensor import Tensor, make_result


def max_pool1d(input, kernel_size, stride=None, padding=0, dilation=1) -> Tensor:
    """Largest entry of each window of a signal, (B, C, L); see :func:`max_pool2d`."""
    return _max_pool("max_pool1d", 1, input, kernel_size, stride, padding, dilation)


def max_pool2d(input, kernel_size, stride=None, padding=0, dilation=1) -> Tensor:
    """Largest entry of each window of an image.

    Parameters
    ----------
    input : Tensor
        Shape ``(B, C, H, W)``.
    kernel_size, stride : int or pair of int
        Size and step of the window; the step is the size if left out.
    padding : int or pair of int
        How far windows reach over the border, at most half their size; what
        lies outside is never the largest.
    dilation : int or pair of int
        Distance between neighbors in the window.

    Returns
    -------
    Tensor
        Shape ``(B, C, H', W')``. The gradient goes to the first of the largest
        entries, row by row, as in torch; NaN counts as largest, and the last one has it.
    """
    return _max_pool("max_pool2d", 2, input, kernel_size, stride, padding, dilation)


def avg_pool1d(
    input, kernel_size, stride=None, padding=0, count_include_pad: bool = True
) -> Tensor:
    """Mean of each window of a signal, (B, C, L); see :func:`avg_pool2d`."""
    return _avg_pool("avg_pool1d", 1, input, kernel_size, stride, padding, count_include_pad)


def avg_pool2d(
    input, kernel_size, stride=None, padding=0, count_include_pad: bool = True
) -> Tensor:
    """Mean of each window of an image (B, C, H, W).

    Arguments as for :func:`max_pool2d`; the padding is zeros, and
    ``count_include_pad`` says whether these count as entries of the window.
    """
    return _avg_pool("avg_pool2d", 2, input, kernel_size, stride, padding, count_include_pad)


def adaptive_avg_pool2d(input, output_size) -> Tensor:
    """Mean of each of ``output_size`` windows: (B, C, H, W) to ``(B, C, *output_size)``.

    Window i of n over a length L goes from ``floor(i * L / n)`` to
    ``ceil((i + 1) * L / n)``; neighbors overlap if n does not divide L. Means
    along an axis are a linear map, so each axis is one product with a matrix of
    window weights.
    """
    x = as_floating(input)
    if x.ndim != 4 or 0 in x.shape[2:]:
        raise ValueError(
            f"adaptive_avg_pool2d: expected an input (B, C, H, W) that is not empty, "
            f"got {x.shape}"
        )
    counts = per_axis("adaptive_avg_pool2d", "output_size", output_size, 2)
    over_H, over_W = (
        _window_weights(x, length, n) for length, n in zip(x.shape[2:], counts, strict=True)
    )
    return make_result(
        "adaptive_avg_pool2d",
        over_H @ x.data @ over_W.T,
        (x, lambda grad: over_H.T @ grad @ over_W),
    )


def _window_weights(x: Tensor, length: int, n: int) -> np.ndarray:
    """Return the matrix (n, length) whose rows are the windows' weights."""
    out = np.zeros_like(x.data, shape=(n, length))
    for i in range(n):
        start, stop = i * length // n, -(-(i + 1) * length // n)
        out[i, start:stop] = 1 / (stop - start)
    return out


def _max_pool(op, axes, input, kernel_size, stride, padding, dilation) -> Tensor:
    x, windows, counts = _windows(op, axes, input, kernel_size, stride, padding, dilation)
    # stages[i] is the input of step i; the last is the result. The last axis
    # comes first, so that backward picks the first row, then its first entry.
    stages = [windows.padded(batch_last(x.data), -np.inf)]
    for axis in reversed(range(axes)):
        first, *others = _taps_along(windows, counts, axis)
        out = stages[-1][first].copy("K")
        for tap in others:
            np.maximum(out, stages[-1][tap], out=out)
        stages.append(out)

    def vjp(grad):
        grad, size = batch_last(grad), x.shape[2:]
        for axis, before, after in zip(range(axes), stages[-2::-1], stages[:0:-1], strict=True):
            taps = _taps_along(windows, counts, axis)
            inside = _inside_along(windows, size, axis, before)
            grad = _to_winner(grad, before, after, taps, inside)
        return batch_first(grad[windows.inside(size)])

    return make_result(op, batch_first(stages[-1]), (x, vjp))


def _to_winner(grad, before, after, taps, inside) -> np.ndarray:
    """Give each gradient to the last tap that has NaN, or else the first that has the most."""
    out = np.zeros_like(before)
    free = np.ones_like(after, dtype=bool)

    def give(tap, wins):
        nonlocal free
        wins &= free
        if inside is not None:  # an entry of -inf ties with the padding, which gets nothing
            wins &= inside[tap]
        out[tap] += wins * grad
        free ^= wins

    if np.isnan(after).any():
        for tap in reversed(taps):
            give(tap, np.isnan(before[tap]))
    for tap in taps:
        give(tap, before[tap] == after)
    return out


def _inside_along(windows: Windows, size: Lengths, axis: int, x: np.ndarray):
    """Return which places along a spatial axis are not padding; None if all are."""
    padding = windows.padding[axis]
    if not padding:
        return None
    shape = [1] * x.ndim
    shape[axis + 1] = x.shape[axis + 1]
    places = np.arange(x.shape[axis + 1], like=x).reshape(shape)
    inside = (places >= padding) & (places < padding + size[axis])
    return np.broadcast_to(inside, x.shape)


def _avg_pool(op, axes, input, kernel_size, stride, padding, count_include_pad) -> Tensor:
    x, windows, counts = _windows(op, axes, input, kernel_size, stride, padding, 1)
    size = x.shape[2:]
    share = 1 / math.prod(windows.kernel)
    if not count_include_pad:
        ones = np.ones_like(x.data, shape=(1, *size, 1))
        share = 1 / _window_sums(windows, counts, windows.padded(ones))

    def vjp(grad):
        grad = batch_last(grad) * share
        for axis in range(axes):
            length = size[axis] + 2 * windows.padding[axis]
            shape = (*grad.shape[: axis + 1], length, *grad.shape[axis + 2 :])
            out = np.zeros_like(grad, shape=shape)
            for tap in _taps_along(windows, counts, axis):
                out[tap] += grad
            grad = out
        return batch_first(grad[windows.inside(size)])

    out = _window_sums(windows, counts, windows.padded(batch_last(x.data))) * share
    return make_result(op, batch_first(out), (x, vjp))


def _window_sums(windows: Windows, counts: Lengths, x: np.ndarray) -> np.ndarray:
    """Return the sum of each window of a padded array."""
    for axis in reversed(range(len(counts))):
        first, *others = _taps_along(windows, counts, axis)
        out = x[first].copy("K")
        for tap in others:
            out += x[tap]
        x = out
    return x


def _taps_along(windows: Windows, counts: Lengths, axis: int) -> list[tuple[slice, ...]]:
    """Return, for each tap along one spatial axis, the slices of an array that it sees."""
    n, s, d = counts[axis], windows.stride[axis], windows.dilation[axis]
    before = (slice(None),) * (axis + 1)
    starts = (i * d for i in range(windows.kernel[axis]))
    return [(*before, slice(i, i + s * (n - 1) + 1, s)) for i in starts]


def _windows(op, axes, input, kernel_size, stride, padding, dilation):
    """Return the input as a tensor, the windows, and how many there are."""
    x = as_floating(input)
    if x.ndim != axes + 2:
        raise ValueError(f"{op}: expected an input (B, C, {axes} lengths), got {x.shape}")
    kernel = per_axis(op, "kernel_size", kernel_size, axes)
    windows = Windows(
        kernel,
        kernel if stride is None else per_axis(op, "stride", stride, axes),
        per_axis(op, "padding", padding, axes, least=0),
        per_axis(op, "dilation", dilation, axes),
    )
    if any(2 * p > k for p, k in zip(windows.padding, kernel, strict=True)):
        raise ValueError(
            f"{op}: padding {windows.padding} is more than half of kernel_size {kernel}"
        )
    return x, windows, validate_counts(op, windows, x.shape[2:])
