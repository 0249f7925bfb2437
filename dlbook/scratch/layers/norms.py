"""Normalization layers: scale, shift, and running means beside the operations."""

from __future__ import annotations

import numpy as np

from dlbook.scratch.module import Module
from dlbook.scratch.ops.channel_norm import batch_norm, group_norm
from dlbook.scratch.ops.norm import layer_norm, rms_norm
from dlbook.scratch.tensor import Tensor


def _parameter(value: float, *shape: int) -> Tensor:
    return Tensor(np.full(shape, value, np.float32), requires_grad=True)


class LayerNorm(Module):
    """Standardize each example over its last axes.

    Parameters
    ----------
    normalized_shape : int or tuple of int
        The lengths of the last axes.
    eps : float
        Added to the variance.

    Attributes
    ----------
    weight, bias : Tensor
        Scale and shift, of ``normalized_shape``; ones and zeros at first.
    """

    def __init__(self, normalized_shape, eps: float = 1e-5):
        single = isinstance(normalized_shape, int)
        self.normalized_shape = (normalized_shape,) if single else tuple(normalized_shape)
        self.eps = eps
        self.weight = _parameter(1, *self.normalized_shape)
        self.bias = _parameter(0, *self.normalized_shape)

    def forward(self, input: Tensor) -> Tensor:
        """Return a tensor of the input's shape, ``(..., *normalized_shape)``."""
        return layer_norm(input, self.normalized_shape, self.weight, self.bias, self.eps)


class RMSNorm(Module):
    """Divide each example by the root of its mean square over the last axes.

    Parameters
    ----------
    normalized_shape : int or tuple of int
        The lengths of the last axes.
    eps : float, optional
        Added to the mean square; the dtype's precision where left out.

    Attributes
    ----------
    weight : Tensor
        Scale, of ``normalized_shape``; ones at first.
    """

    def __init__(self, normalized_shape, eps: float | None = None):
        single = isinstance(normalized_shape, int)
        self.normalized_shape = (normalized_shape,) if single else tuple(normalized_shape)
        self.eps = eps
        self.weight = _parameter(1, *self.normalized_shape)

    def forward(self, input: Tensor) -> Tensor:
        """Return a tensor of the input's shape, ``(..., *normalized_shape)``."""
        return rms_norm(input, self.normalized_shape, self.weight, self.eps)


class GroupNorm(Module):
    """Standardize groups of channels of each example.

    Parameters
    ----------
    num_groups, num_channels : int
        Into how many groups the C channels are split.
    eps : float
        Added to the variance.

    Attributes
    ----------
    weight, bias : Tensor
        Scale and shift of each channel, shape ``(C,)``; ones and zeros at first.
    """

    def __init__(self, num_groups: int, num_channels: int, eps: float = 1e-5):
        self.num_groups, self.eps = num_groups, eps
        self.weight, self.bias = _parameter(1, num_channels), _parameter(0, num_channels)

    def forward(self, input: Tensor) -> Tensor:
        """Return a tensor of the input's shape, ``(B, C, ...)``."""
        return group_norm(input, self.num_groups, self.weight, self.bias, self.eps)


class BatchNorm(Module):
    """Standardize each channel over the batch; with running means when not training.

    Base class of :class:`BatchNorm1d` and :class:`BatchNorm2d`, which differ in
    the number of axes that they allow.

    Parameters
    ----------
    num_features : int
        Channels C.
    eps : float
        Added to the variance.
    momentum : float
        Share of the new batch in the running means.

    Attributes
    ----------
    weight, bias : Tensor
        Scale and shift of each channel, shape ``(C,)``; ones and zeros at first.
    running_mean, running_var, num_batches_tracked : Tensor
        What the batches seen while training have left: buffers.
    """

    axes: tuple[int, ...] = ()  # how many the input may have

    def __init__(self, num_features: int, eps: float = 1e-5, momentum: float = 0.1):
        self.eps, self.momentum = eps, momentum
        self.weight, self.bias = _parameter(1, num_features), _parameter(0, num_features)
        self.running_mean = Tensor(np.zeros(num_features, np.float32))
        self.running_var = Tensor(np.ones(num_features, np.float32))
        self.num_batches_tracked = Tensor(np.array(0))

    def forward(self, input: Tensor) -> Tensor:
        """Return a tensor of the input's shape, ``(B, C, ...)``."""
        if input.ndim not in self.axes:
            allowed = " or ".join(map(str, self.axes))
            raise ValueError(
                f"{type(self).__name__}: expected an input of {allowed} axes, batch and "
                f"channels first, got {input.shape}"
            )
        if self.training:
            self.num_batches_tracked.data += 1
        return batch_norm(
            input,
            self.running_mean,
            self.running_var,
            self.weight,
            self.bias,
            self.training,
            self.momentum,
            self.eps,
        )


class BatchNorm1d(BatchNorm):
    """:class:`BatchNorm` of vectors ``(B, C)`` or signals ``(B, C, L)``."""

    axes = (2, 3)


class BatchNorm2d(BatchNorm):
    """:class:`BatchNorm` of images ``(B, C, H, W)``."""

    axes = (4,)
