"""Convolution and pooling layers.

Their arguments are those of the operations in :mod:`dlbook.scratch.ops.conv` and
:mod:`dlbook.scratch.ops.pool`.
"""

from __future__ import annotations

import math

import numpy as np

from dlbook.scratch.layers.basic import uniform_parameter
from dlbook.scratch.module import Module
from dlbook.scratch.ops import conv, pool
from dlbook.scratch.ops.im2col import per_axis
from dlbook.scratch.tensor import Tensor

IntOrPair = int | tuple[int, int]


class _Conv(Module):
    """Base class: weights and settings of all convolutions."""

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
        name = type(self).__name__
        if groups < 1 or in_channels % groups or out_channels % groups:
            raise ValueError(
                f"{name}: {in_channels} input and {out_channels} output channels must divide "
                f"into {groups} groups"
            )
        self.stride, self.padding, self.dilation = stride, padding, dilation
        self.groups = groups
        kernel = per_axis(name, "kernel_size", kernel_size, self.axes)
        shape = (*self._channel_axes(in_channels, out_channels), *kernel)
        bound = 1 / math.sqrt(max(math.prod(shape[1:]), 1))
        self.weight = uniform_parameter(shape, bound, rng)
        self.bias = uniform_parameter((out_channels,), bound, rng) if bias else None

    def _channel_axes(self, in_channels: int, out_channels: int) -> tuple[int, int]:
        return out_channels, in_channels // self.groups


class Conv1d(_Conv):
    """Slide filters along a signal: :class:`Conv2d` with a number where it takes a pair."""

    axes = 1

    def forward(self, input: Tensor) -> Tensor:
        """Map ``(B, C, L)`` to ``(B, O, L')``."""
        settings = self.stride, self.padding, self.dilation, self.groups
        return conv.conv1d(input, self.weight, self.bias, *settings)


class Conv2d(_Conv):
    """Slide filters over an image, see :func:`~dlbook.scratch.ops.conv.conv2d`.

    ``weight`` has shape ``(O, C / groups, height, width)`` and ``bias`` ``(O,)``;
    both start uniform over ±1/√fan_in, as in torch.
    """

    def forward(self, input: Tensor) -> Tensor:
        """Map ``(B, C, H, W)`` to ``(B, O, H', W')``."""
        settings = self.stride, self.padding, self.dilation, self.groups
        return conv.conv2d(input, self.weight, self.bias, *settings)


class ConvTranspose2d(_Conv):
    """Spread each entry of an image over a window, weighted, and add what overlaps.

    See :func:`~dlbook.scratch.ops.conv.conv_transpose2d`. ``weight`` has shape
    ``(C, O / groups, height, width)`` and ``bias`` ``(O,)``.
    """

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

    def _channel_axes(self, in_channels: int, out_channels: int) -> tuple[int, int]:
        return in_channels, out_channels // self.groups

    def forward(self, input: Tensor) -> Tensor:
        """Map ``(B, C, H, W)`` to ``(B, O, H', W')``."""
        settings = self.stride, self.padding, self.output_padding, self.groups, self.dilation
        return conv.conv_transpose2d(input, self.weight, self.bias, *settings)


class MaxPool2d(Module):
    """Largest entry of each window, see :func:`~dlbook.scratch.ops.pool.max_pool2d`."""

    def __init__(
        self,
        kernel_size: IntOrPair,
        stride: IntOrPair | None = None,
        padding: IntOrPair = 0,
        dilation: IntOrPair = 1,
    ):
        self.settings = kernel_size, stride, padding, dilation

    def forward(self, input: Tensor) -> Tensor:
        """Map ``(B, C, H, W)`` to ``(B, C, H', W')``."""
        return pool.max_pool2d(input, *self.settings)


class AvgPool2d(Module):
    """Mean of each window, see :func:`~dlbook.scratch.ops.pool.avg_pool2d`."""

    def __init__(
        self, kernel_size: IntOrPair, stride: IntOrPair | None = None, padding: IntOrPair = 0
    ):
        self.settings = kernel_size, stride, padding

    def forward(self, input: Tensor) -> Tensor:
        """Map ``(B, C, H, W)`` to ``(B, C, H', W')``."""
        return pool.avg_pool2d(input, *self.settings)
