"""Pooling: the largest or the mean entry of each window.

A window is a rectangle, so its largest entry is the largest of its rows'
largest entries: pooling goes along one axis after the other. Each step takes
the maximum of a few strided slices, which is tens of times as fast as a view of
all windows.

Axes: B batch, C channels, H and W, in torch's order outside and in that of
:mod:`~dlbook.scratch.ops.im2col` inside.
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

AXES = 2  # spatial ones


def max_pool2d(input, kernel_size, stride=None, padding=0, dilation=1) -> Tensor:
    """Largest entry of each window of an image, ``(B, C, H, W)`` to ``(B, C, H', W')``.

    ``kernel_size`` and ``stride`` are size and step of the window; the step is the size if left
    out. ``padding`` is how far windows reach over the border, at most half their size; what
    lies outside is never the largest. ``dilation`` is the distance between neighbors in the
    window. Each is a number or a pair.

    The gradient goes to the first of the largest entries, row by row, as in torch; NaN counts
    as largest, and the last one has it.
    """
    x, windows, counts = _windows("max_pool2d", input, kernel_size, stride, padding, dilation)
    # stages[i] is the input of step i; the last is the result. The last axis
    # comes first, so that backward picks the first row, then its first entry.
    stages = [windows.padded(batch_last(x.data), -np.inf)]
    for axis in reversed(range(AXES)):
        first, *others = _taps_along(windows, counts, axis)
        out = stages[-1][first].copy("K")
        for tap in others:
            np.maximum(out, stages[-1][tap], out=out)
        stages.append(out)

    def vjp(grad):
        grad, size = batch_last(grad), x.shape[2:]
        for axis, before, after in zip(range(AXES), stages[-2::-1], stages[:0:-1], strict=True):
            taps = _taps_along(windows, counts, axis)
            inside = _inside_along(windows, size, axis, before)
            grad = _to_winner(grad, before, after, taps, inside)
        return batch_first(grad[windows.inside(size)])

    return make_result("max_pool2d", batch_first(stages[-1]), (x, vjp))


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


def avg_pool2d(
    input, kernel_size, stride=None, padding=0, count_include_pad: bool = True
) -> Tensor:
    """Mean of each window of an image (B, C, H, W).

    Arguments as for :func:`max_pool2d`; the padding is zeros, and
    ``count_include_pad`` says whether these count as entries of the window.
    """
    x, windows, counts = _windows("avg_pool2d", input, kernel_size, stride, padding, 1)
    size = x.shape[2:]
    share = 1 / math.prod(windows.kernel)
    if not count_include_pad:
        ones = np.ones_like(x.data, shape=(1, *size, 1))
        share = 1 / _window_sums(windows, counts, windows.padded(ones))

    def vjp(grad):
        grad = batch_last(grad) * share
        for axis in range(AXES):
            length = size[axis] + 2 * windows.padding[axis]
            shape = (*grad.shape[: axis + 1], length, *grad.shape[axis + 2 :])
            out = np.zeros_like(grad, shape=shape)
            for tap in _taps_along(windows, counts, axis):
                out[tap] += grad
            grad = out
        return batch_first(grad[windows.inside(size)])

    out = _window_sums(windows, counts, windows.padded(batch_last(x.data))) * share
    return make_result("avg_pool2d", batch_first(out), (x, vjp))


def _window_sums(windows: Windows, counts: Lengths, x: np.ndarray) -> np.ndarray:
    """Return the sum of each window of a padded array."""
    for axis in reversed(range(AXES)):
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


def _windows(op, input, kernel_size, stride, padding, dilation):
    """Return the input as a tensor, the windows, and how many there are."""
    x = as_floating(input)
    if x.ndim != AXES + 2:
        raise ValueError(f"{op}: expected an input (B, C, H, W), got {x.shape}")
    kernel = per_axis(op, "kernel_size", kernel_size, AXES)
    windows = Windows(
        kernel,
        kernel if stride is None else per_axis(op, "stride", stride, AXES),
        per_axis(op, "padding", padding, AXES, least=0),
        per_axis(op, "dilation", dilation, AXES),
    )
    if any(2 * p > k for p, k in zip(windows.padding, kernel, strict=True)):
        raise ValueError(
            f"{op}: padding {windows.padding} is more than half of kernel_size {kernel}"
        )
    return x, windows, validate_counts(op, windows, x.shape[2:])
