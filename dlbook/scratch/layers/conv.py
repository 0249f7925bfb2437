"""Convolution layers."""

from __future__ import annotations

import math

import numpy as np

from dlbook.scratch.init.fans import fan_in_and_fan_out
from dlbook.scratch.init.plain import uniform_
from dlbook.scratch.module import Module
from dlbook.scratch.ops import conv, conv_transpose
from dlbook.scratch.ops.windows import per_axis
from dlbook.scratch.tensor import Tensor

IntOrPair = int | tuple[int, int]


class _Conv(Module):
    """Base class: weights and settings of all convolutions.

    Weights and bias are initially spread evenly over ±1/√fan_in, as in torch.
    """

    axes = 2  # spatial ones

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: IntOrPair,
        stride: IntOrPair = 1,
        padding: IntOrPair = 0,
        dilation: IntOrPair = 1,
        groups: int = 1,
        bias: bool = True,
        *,
        rng: np.random.Generator,
    ):
        self._check(in_channels, out_channels, groups)
        self.stride, self.padding, self.dilation, self.groups = (
            stride,
            padding,
            dilation,
            groups,
        )
        kernel = per_axis(type(self).__name__, "kernel_size", kernel_size, self.axes)
        shape = (*self.channel_axes(in_channels, out_channels, groups), *kernel)
        self.weight = Tensor(np.empty(shape, np.float32), requires_grad=True)
        bound = 1 / math.sqrt(fan_in_and_fan_out(self.weight)[0])
        uniform_(self.weight, -bound, bound, rng=rng)
        self.bias = None
        if bias:
            self.bias = Tensor(np.empty(out_channels, np.float32), requires_grad=True)
            uniform_(self.bias, -bound, bound, rng=rng)

    def channel_axes(self, in_channels: int, out_channels: int, groups: int) -> tuple[int, int]:
        """Return the first two lengths of the weight."""
        return out_channels, in_channels // groups

    def _check(self, in_channels: int, out_channels: int, groups: int) -> None:
        if groups < 1 or in_channels % groups or out_channels % groups:
            raise ValueError(
                f"{type(self).__name__}: {in_channels} input and {out_channels} output "
                f"channels must divide into {groups} groups"
            )


class Conv1d(_Conv):
    """Slide filters along a signal, see :func:`~dlbook.scratch.ops.conv.conv1d`.

    Parameters as in :class:`Conv2d`, with one number where it takes a pair.
    """

    axes = 1

    def forward(self, input: Tensor) -> Tensor:
        """Map ``(B, C, L)`` to ``(B, O, L')``."""
        settings = self.stride, self.padding, self.dilation, self.groups
        return conv.conv1d(input, self.weight, self.bias, *settings)


class Conv2d(_Conv):
    """Slide filters over an image, see :func:`~dlbook.scratch.ops.conv.conv2d`.

    Parameters
    ----------
    in_channels, out_channels : int
        C and O.
    kernel_size : int or pair of int
        Height and width of a filter.
    stride, padding, dilation : int or pair of int
        Step of the filter; zeros put around the input; distance between
        neighbors in the filter.
    groups : int
        Parts into which the channels are split.
    bias : bool
        Whether a number is added to each output channel.
    rng : numpy.random.Generator
        Source of the initial weights.

    Attributes
    ----------
    weight : Tensor
        Shape ``(O, C / groups, height, width)``.
    bias : Tensor or None
        Shape ``(O,)``.
    """

    def forward(self, input: Tensor) -> Tensor:
        """Map ``(B, C, H, W)`` to ``(B, O, H', W')``."""
        settings = self.stride, self.padding, self.dilation, self.groups
        return conv.conv2d(input, self.weight, self.bias, *settings)


class _ConvTranspose(_Conv):
    """Base class: the settings of transposed convolutions, in torch's order."""

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: IntOrPair,
        stride: IntOrPair = 1,
        padding: IntOrPair = 0,
        output_padding: IntOrPair = 0,
        groups: int = 1,
        bias: bool = True,
        dilation: IntOrPair = 1,
        *,
        rng: np.random.Generator,
    ):
        size = in_channels, out_channels, kernel_size
        super().__init__(*size, stride, padding, dilation, groups, bias, rng=rng)
        self.output_padding = output_padding

    def channel_axes(self, in_channels: int, out_channels: int, groups: int) -> tuple[int, int]:
        """Return the first two lengths of the weight."""
        return in_channels, out_channels // groups

    def _settings(self) -> tuple:
        return self.stride, self.padding, self.output_padding, self.groups, self.dilation


class ConvTranspose1d(_ConvTranspose):
    """Spread each entry of a signal over a window, weighted, and add what overlaps.

    See :func:`~dlbook.scratch.ops.conv_transpose.conv_transpose1d`.
    Parameters as in :class:`ConvTranspose2d`, with one number where it takes a pair.
    """

    axes = 1

    def forward(self, input: Tensor) -> Tensor:
        """Map ``(B, C, L)`` to ``(B, O, L')``."""
        return conv_transpose.conv_transpose1d(input, self.weight, self.bias, *self._settings())


class ConvTranspose2d(_ConvTranspose):
    """Spread each entry of an image over a window, weighted, and add what overlaps.

    See :func:`~dlbook.scratch.ops.conv_transpose.conv_transpose2d`.

    Parameters
    ----------
    in_channels, out_channels, kernel_size, groups, bias, rng
        As in :class:`Conv2d`.
    stride, padding, dilation : int or pair of int
        Those of the convolution that this is the transpose of.
    output_padding : int or pair of int
        Entries added to the output at the end of each axis.

    Attributes
    ----------
    weight : Tensor
        Shape ``(C, O / groups, height, width)``.
    bias : Tensor or None
        Shape ``(O,)``.
    """

    def forward(self, input: Tensor) -> Tensor:
        """Map ``(B, C, H, W)`` to ``(B, O, H', W')``."""
        return conv_transpose.conv_transpose2d(input, self.weight, self.bias, *self._settings())
