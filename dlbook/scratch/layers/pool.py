"""Pooling as modules, for use in :class:`~dlbook.scratch.layers.Sequential`."""

from __future__ import annotations

from dlbook.scratch.module import Module
from dlbook.scratch.ops.adaptive_pool import adaptive_avg_pool2d
from dlbook.scratch.ops.pool import avg_pool2d, max_pool2d
from dlbook.scratch.tensor import Tensor

IntOrPair = int | tuple[int, int]


class MaxPool2d(Module):
    """Largest entry of each window, see :func:`~dlbook.scratch.ops.pool.max_pool2d`.

    Parameters
    ----------
    kernel_size, stride : int or pair of int
        Size and step of the window; the step is the size where left out.
    padding, dilation : int or pair of int
        How far windows reach over the border; distance between neighbors.
    """

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
        return max_pool2d(input, *self.settings)


class AvgPool2d(Module):
    """Mean of each window, see :func:`~dlbook.scratch.ops.pool.avg_pool2d`.

    Parameters
    ----------
    kernel_size, stride : int or pair of int
        Size and step of the window; the step is the size where left out.
    padding : int or pair of int
        How far windows reach over the border, where there are zeros.
    """

    def __init__(
        self, kernel_size: IntOrPair, stride: IntOrPair | None = None, padding: IntOrPair = 0
    ):
        self.settings = kernel_size, stride, padding

    def forward(self, input: Tensor) -> Tensor:
        """Map ``(B, C, H, W)`` to ``(B, C, H', W')``."""
        return avg_pool2d(input, *self.settings)


class AdaptiveAvgPool2d(Module):
    """Mean of a given number of windows, whatever the size of the image.

    Parameters
    ----------
    output_size : int or pair of int
        Windows along each axis; 1 for the mean of the whole image.
    """

    def __init__(self, output_size: IntOrPair):
        self.output_size = output_size

    def forward(self, input: Tensor) -> Tensor:
        """Map ``(B, C, H, W)`` to ``(B, C, *output_size)``."""
        return adaptive_avg_pool2d(input, self.output_size)
