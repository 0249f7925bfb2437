"""Convolution and pooling as operations on windows; receptive fields.

Axes: B batch, C input channels, O output channels, H and W of an image, K and L of a window;
primes mark the output.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from torch import Tensor, nn
from torch.nn.functional import pad


def windows(
    input: Tensor,
    kernel_size: tuple[int, int],
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
    value: float = 0.0,
) -> Tensor:
    """Return all windows of images ``(B, C, H, W)`` as a view: ``(B, C, H', W', K, L)``.

    ``kernel_size`` is height K and width L of a window, ``stride`` its step, ``dilation`` the
    distance between neighbors in it. ``padding`` pixels of ``value`` are added on each side,
    which copies.
    """
    spans = [dilation * (size - 1) + 1 for size in kernel_size]
    if input.dim() != 4 or any(
        n + 2 * padding < span for n, span in zip(input.shape[2:], spans, strict=True)
    ):
        raise ValueError(
            f"windows: no window of {tuple(kernel_size)} (dilation {dilation}) fits into an "
            f"input of shape {tuple(input.shape)} with padding {padding}; expected (B, C, H, W)"
        )
    padded = pad(input, (padding,) * 4, value=value) if padding else input
    view = padded.unfold(2, spans[0], stride).unfold(3, spans[1], stride)
    return view[..., ::dilation, ::dilation]


def im2col(
    input: Tensor,
    kernel_size: tuple[int, int],
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
) -> Tensor:
    """Return each window as a row: shape ``(B, H' * W', C * K * L)``.

    Arguments are those of :func:`windows`. A row is ordered by channel, then row and column in
    the window, like ``weight.flatten(1)``.
    """
    view = windows(input, kernel_size, stride, padding, dilation)
    B, C, *places, K, L = view.shape
    return view.permute(0, 2, 3, 1, 4, 5).reshape(B, places[0] * places[1], C * K * L)


def conv2d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
) -> Tensor:
    """Apply the same linear layer to every window (Chellapilla et al. 2006).

    Maps images ``(B, C, H, W)`` by a weight ``(O, C, K, L)`` and a bias ``(O,)`` to
    ``(B, O, H', W')``; the other arguments are those of :func:`windows`.
    """
    if weight.dim() != 4 or input.dim() != 4 or input.shape[1] != weight.shape[1]:
        raise ValueError(
            f"conv2d: expected an input (B, C, H, W) and a weight (O, C, K, L) with the same "
            f"C, got {tuple(input.shape)} and {tuple(weight.shape)}"
        )
    H, W = windows(input, weight.shape[2:], stride, padding, dilation).shape[2:4]
    columns = im2col(input, weight.shape[2:], stride, padding, dilation)
    out_BPO = columns @ weight.flatten(1).T
    if bias is not None:
        out_BPO = out_BPO + bias
    return out_BPO.transpose(1, 2).unflatten(2, (H, W))


def max_pool2d(
    input: Tensor, kernel_size: int, stride: int | None = None, padding: int = 0
) -> Tensor:
    """Return the largest entry of each window, shape ``(B, C, H', W')``.

    By default ``stride`` is ``kernel_size``. Padding is never the largest. The gradient goes to
    one of the largest entries.
    """
    stride = kernel_size if stride is None else stride
    size = (kernel_size, kernel_size)
    view = windows(input, size, stride, padding, value=float("-inf"))
    return view.flatten(4).max(dim=4).values


def avg_pool2d(
    input: Tensor, kernel_size: int, stride: int | None = None, padding: int = 0
) -> Tensor:
    """Return the mean of each window, as :func:`max_pool2d`; padding counts as zeros."""
    stride = kernel_size if stride is None else stride
    return windows(input, (kernel_size, kernel_size), stride, padding).mean(dim=(4, 5))


class ReceptiveField(NamedTuple):
    """The pixels, along one axis, that the units of a layer see.

    ``size`` is how many one unit sees, ``jump`` the distance between neighboring units' fields,
    and ``first`` the first pixel of unit 0, negative if it is in the padding.
    """

    size: int
    jump: int
    first: int

    def pixels(self, unit: int) -> range:
        """Return the pixels from the first to the last that ``unit`` sees."""
        start = self.first + unit * self.jump
        return range(start, start + self.size)


def receptive_field(layers: Iterable[nn.Module]) -> list[ReceptiveField]:
    """Return the receptive field after each convolution and pooling (Araujo et al. 2019).

    ``layers`` come in the order in which they are applied, such as ``model.modules()``; those
    without a window are skipped. Of two branches that are added, such as a residual block and
    its shortcut, pass only the longer one. Kernel, stride, padding and dilation must be the
    same for both axes.
    """
    fields, last = [], ReceptiveField(1, 1, 0)
    for layer in layers:
        if not isinstance(layer, nn.Conv2d | nn.MaxPool2d | nn.AvgPool2d):
            continue
        kernel, stride, padding = (
            _side(layer, name) for name in ("kernel_size", "stride", "padding")
        )
        dilation = _side(layer, "dilation") if hasattr(layer, "dilation") else 1
        last = ReceptiveField(
            last.size + dilation * (kernel - 1) * last.jump,
            last.jump * stride,
            last.first - padding * last.jump,
        )
        fields.append(last)
    return fields


def _side(layer: nn.Module, name: str) -> int:
    value = getattr(layer, name)
    sides = set(value) if isinstance(value, tuple) else {value}
    side = sides.pop()
    if sides or not isinstance(side, int):
        raise ValueError(
            f"receptive_field: expected {name} to be one number for both axes, got {value!r} "
            f"in {layer}"
        )
    return side
