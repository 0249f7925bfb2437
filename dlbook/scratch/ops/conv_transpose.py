"""Transposed convolution: the gradient of a convolution, used forward.

Axes as in :mod:`dlbook.scratch.ops.conv`.
"""

from __future__ import annotations

from dlbook.scratch.ops.conv import by_group, group_product
from dlbook.scratch.ops.operands import same_dtype
from dlbook.scratch.ops.shared import shared
from dlbook.scratch.ops.windows import Lengths, Windows, batch_first, batch_last, per_axis
from dlbook.scratch.tensor import Tensor, record


def conv_transpose1d(
    input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1
) -> Tensor:
    """Spread each entry of a signal over a window: (B, C, L) by (C, O / groups, K).

    Parameters and errors are those of :func:`conv_transpose2d`, with one number
    where it takes a pair.
    """
    return _conv_transpose(
        "conv_transpose1d",
        1,
        input,
        weight,
        bias,
        stride,
        padding,
        output_padding,
        groups,
        dilation,
    )


def conv_transpose2d(
    input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1
) -> Tensor:
    """Spread each entry of an image over a window, weighted, and add what overlaps.

    Parameters
    ----------
    input : Tensor
        Shape ``(B, C, H, W)``.
    weight : Tensor
        Shape ``(C, O / groups, kernel height, kernel width)``.
    bias : Tensor, optional
        Shape ``(O,)``.
    stride : int or pair of int
        Distance in the output between neighbors of the input.
    padding : int or pair of int
        Entries cut off the output on each side.
    output_padding : int or pair of int
        Entries added to the output at the end of each axis, fewer than the
        stride or the dilation.
    groups : int
        Parts into which the channels are split.
    dilation : int or pair of int
        Distance between neighbors in the window.

    Returns
    -------
    Tensor
        Shape ``(B, O, H', W')`` with
        ``H' = (H - 1) * stride - 2 * padding + dilation * (K - 1) + output_padding + 1``.

    Raises
    ------
    ValueError
        Where the shapes do not fit, naming them.
    """
    return _conv_transpose(
        "conv_transpose2d",
        2,
        input,
        weight,
        bias,
        stride,
        padding,
        output_padding,
        groups,
        dilation,
    )


def _conv_transpose(
    op, axes, input, weight, bias, stride, padding, output_padding, groups, dilation
) -> Tensor:
    x, w, *b = same_dtype(input, weight, *(() if bias is None else (bias,)))
    _check(op, axes, x, w, b, groups)
    windows = Windows(
        w.shape[2:],
        per_axis(op, "stride", stride, axes),
        per_axis(op, "padding", padding, axes, least=0),
        per_axis(op, "dilation", dilation, axes),
    )
    extra = per_axis(op, "output_padding", output_padding, axes, least=0)
    counts = x.shape[2:]
    size = _output_size(op, windows, counts, extra)
    rows = by_group(batch_last(x.data), groups, x.shape[1] // groups)
    filters = by_group(w.data, groups, x.shape[1] // groups)
    outputs = w.shape[1] * groups
    spread = group_product(filters.swapaxes(1, 2), rows)
    out = windows.fold(spread.reshape(outputs, *w.shape[2:], *counts, len(x)), size)
    if b:
        out += b[0].data.reshape(-1, *(1,) * (axes + 1))
    columns = shared(
        lambda grad: by_group(
            windows.unfold(batch_last(grad), counts), groups, filters.shape[2]
        )
    )

    def grad_x(grad):
        product = group_product(filters, columns(grad))
        return batch_first(product.reshape(x.shape[1], *counts, len(x)))

    def grad_w(grad):
        return group_product(rows, columns(grad).swapaxes(1, 2)).reshape(w.shape)

    every_but_channels = (0, *range(2, axes + 2))
    rules = [(x, grad_x), (w, grad_w)]
    rules += [(t, lambda grad: grad.sum(axis=every_but_channels)) for t in b]
    return record(op, batch_first(out), *rules)


def _output_size(op: str, windows: Windows, counts: Lengths, extra: Lengths) -> Lengths:
    """Return the lengths of the output's spatial axes, or say why there are none."""
    steps = zip(windows.stride, windows.dilation, extra, strict=True)
    if any(e >= max(s, d) for s, d, e in steps):
        raise ValueError(
            f"{op}: output_padding {extra} must be smaller than the stride {windows.stride} or "
            f"the dilation {windows.dilation}"
        )
    fields = zip(
        counts,
        windows.stride,
        windows.padding,
        windows.dilation,
        windows.kernel,
        extra,
        strict=True,
    )
    size = tuple((n - 1) * s - 2 * p + d * (k - 1) + e + 1 for n, s, p, d, k, e in fields)
    if any(n < 1 for n in size):
        raise ValueError(f"{op}: the output would have size {size}: padding cuts off all of it")
    return size


def _check(op: str, axes: int, x: Tensor, w: Tensor, bias: list[Tensor], groups: int) -> None:
    if x.ndim != axes + 2 or w.ndim != axes + 2 or x.shape[1] != w.shape[0]:
        raise ValueError(
            f"{op}: expected an input (B, C, {axes} lengths) and a weight (C, O / groups, "
            f"{axes} kernel lengths), got {x.shape} and {w.shape}"
        )
    if groups < 1 or x.shape[1] % groups:
        raise ValueError(f"{op}: {x.shape[1]} channels do not divide into {groups} groups")
    if bias and bias[0].shape != (w.shape[1] * groups,):
        raise ValueError(
            f"{op}: expected a bias of shape {(w.shape[1] * groups,)}, got {bias[0].shape}"
        )
