"""Convolution (cross-correlation, in the language of mathematics), and its transpose.

Axes: B batch, C input channels, O output channels, then the spatial ones (H and
W of an image), in torch's order outside and in that of
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
from dlbook.scratch.ops.operands import memoize_last, same_dtype, widened
from dlbook.scratch.tensor import Tensor, make_result


def conv1d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1) -> Tensor:
    """Slide ``weight`` along a signal: (B, C, L) by (O, C / groups, K) gives (B, O, L').

    Arguments as for :func:`conv2d`, with one number where it takes a pair.
    """
    return _conv("conv1d", 1, input, weight, bias, stride, padding, dilation, groups)


def conv2d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1) -> Tensor:
    """Slide ``weight`` over an image, and take the sum of products at each place.

    ``input`` has shape ``(B, C, H, W)``, ``weight``
    ``(O, C / groups, kernel height, kernel width)``, ``bias`` ``(O,)``, the result
    ``(B, O, H', W')``. ``stride`` is the step of the window, ``padding`` the zeros put around
    the input on each side, ``dilation`` the distance between neighbors in the window, each a
    number or a pair; the channels are split into ``groups``, each convolved by itself.

    The columns of im2col are kept for the gradient, which takes as much memory as the input
    times the entries of a window. Making them again in the backward pass would save that, for a
    tenth more time.
    """
    return _conv("conv2d", 2, input, weight, bias, stride, padding, dilation, groups)


def _conv(op, axes, input, weight, bias, stride, padding, dilation, groups) -> Tensor:
    x, w, *b = same_dtype(input, weight, *(() if bias is None else (bias,)))
    _validate_conv(op, axes, x, w, b, groups)
    windows = _windows(op, axes, w, stride, padding, dilation)
    size = x.shape[2:]
    counts = validate_counts(op, windows, size)
    unfolded = windows.im2col(batch_last(x.data), counts)
    columns = _by_group(unfolded, groups, w.shape[1] * math.prod(windows.kernel))
    filters = _by_group(w.data, groups, w.shape[0] // groups)
    out = _group_product(filters, columns).reshape(w.shape[0], *counts, len(x))
    if b:
        out += b[0].data.reshape(-1, *(1,) * (axes + 1))
    rows = memoize_last(lambda grad: _by_group(batch_last(grad), groups, len(w) // groups))

    def vjp_x(grad):
        spread = _group_product(filters.swapaxes(1, 2), rows(grad))
        return batch_first(windows.col2im(spread.reshape(unfolded.shape), size))

    def vjp_w(grad):
        return _group_product(rows(grad), columns.swapaxes(1, 2)).reshape(w.shape)

    def vjp_b(grad):
        return widened(rows(grad)).sum(axis=2).reshape(-1)

    return make_result(
        op, batch_first(out), (x, vjp_x), (w, vjp_w), *((bias, vjp_b) for bias in b)
    )


def conv_transpose2d(
    input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1
) -> Tensor:
    """Spread each entry of an image over a window, weighted, and add what overlaps.

    This is the gradient of a convolution, used forward. ``input`` has shape ``(B, C, H, W)``,
    ``weight`` ``(C, O / groups, kernel height, kernel width)``, ``bias`` ``(O,)``. ``stride``
    and ``dilation`` are the distances in the output between neighbors of the input, and of the
    window; ``padding`` entries are cut off on each side, and ``output_padding``, fewer than the
    stride or the dilation, added at the end of each axis. The result has shape
    ``(B, O, H', W')`` with ``H' = (H - 1) * stride - 2 * padding + dilation * (K - 1) +
    output_padding + 1``.
    """
    op = "conv_transpose2d"
    x, w, *b = same_dtype(input, weight, *(() if bias is None else (bias,)))
    _validate_conv_transpose(op, x, w, b, groups)
    windows = _windows(op, 2, w, stride, padding, dilation)
    extra = per_axis(op, "output_padding", output_padding, 2, least=0)
    counts = x.shape[2:]
    size = _output_size(op, windows, counts, extra)
    rows = _by_group(batch_last(x.data), groups, x.shape[1] // groups)
    filters = _by_group(w.data, groups, x.shape[1] // groups)
    outputs = w.shape[1] * groups
    spread = _group_product(filters.swapaxes(1, 2), rows)
    out = windows.col2im(spread.reshape(outputs, *w.shape[2:], *counts, len(x)), size)
    if b:
        out += b[0].data.reshape(-1, 1, 1, 1)

    @memoize_last
    def columns(grad):
        return _by_group(windows.im2col(batch_last(grad), counts), groups, filters.shape[2])

    def vjp_x(grad):
        product = _group_product(filters, columns(grad))
        return batch_first(product.reshape(x.shape[1], *counts, len(x)))

    def vjp_w(grad):
        return _group_product(rows, columns(grad).swapaxes(1, 2)).reshape(w.shape)

    def vjp_b(grad):
        return widened(grad).sum(axis=(0, 2, 3))

    return make_result(
        op, batch_first(out), (x, vjp_x), (w, vjp_w), *((bias, vjp_b) for bias in b)
    )


def _windows(op: str, axes: int, w: Tensor, stride, padding, dilation) -> Windows:
    return Windows(
        w.shape[2:],
        per_axis(op, "stride", stride, axes),
        per_axis(op, "padding", padding, axes, least=0),
        per_axis(op, "dilation", dilation, axes),
    )


def _by_group(x: np.ndarray, groups: int, rows: int) -> np.ndarray:
    """Return ``x`` as one matrix of ``rows`` rows for each group."""
    return x.reshape(groups, rows, x.size // max(groups * rows, 1))


def _group_product(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the matrix product of each group."""
    # One plain product for one group: BLAS then uses every core.
    return (a[0] @ b[0])[None] if len(a) == 1 else a @ b


def _output_size(op: str, windows: Windows, counts: Lengths, extra: Lengths) -> Lengths:
    """Return the output's spatial lengths, or raise a ValueError if nothing is left."""
    steps = zip(windows.stride, windows.dilation, extra, strict=True)
    if any(e >= max(s, d) for s, d, e in steps):
        raise ValueError(
            f"{op}: output_padding {extra} must be smaller than the stride {windows.stride} or "
            f"the dilation {windows.dilation}"
        )
    settings = windows.stride, windows.padding, windows.dilation, windows.kernel, extra
    fields = zip(counts, *settings, strict=True)
    size = tuple((n - 1) * s - 2 * p + d * (k - 1) + e + 1 for n, s, p, d, k, e in fields)
    if any(n < 1 for n in size):
        raise ValueError(f"{op}: the output would have size {size}: padding cuts off all of it")
    return size


def _validate_conv(op: str, axes: int, x: Tensor, w: Tensor, bias: list[Tensor], groups: int):
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


def _validate_conv_transpose(op: str, x: Tensor, w: Tensor, bias: list[Tensor], groups: int):
    if x.ndim != 4 or w.ndim != 4 or x.shape[1] != w.shape[0]:
        raise ValueError(
            f"{op}: expected an input (B, C, H, W) and a weight (C, O / groups, kernel height, "
            f"kernel width), got {x.shape} and {w.shape}"
        )
    if groups < 1 or x.shape[1] % groups:
        raise ValueError(f"{op}: {x.shape[1]} channels do not divide into {groups} groups")
    if bias and bias[0].shape != (w.shape[1] * groups,):
        raise ValueError(
            f"{op}: expected a bias of shape {(w.shape[1] * groups,)}, got {bias[0].shape}"
        )
