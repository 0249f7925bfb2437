"""Normalization layers: :mod:`dlbook.scratch.ops.normalization` with weights that are trained.

The scale ``weight`` starts as ones, the shift ``bias`` as zeros.
"""

from __future__ import annotations

import numpy as np

from dlbook.scratch.module import Module
from dlbook.scratch.ops.normalization import batch_norm, layer_norm, rms_norm
from dlbook.scratch.tensor import Tensor


def _parameter(value: float, *shape: int) -> Tensor:
    return Tensor(np.full(shape, value, np.float32), requires_grad=True)


def _as_shape(normalized_shape) -> tuple[int, ...]:
    single = isinstance(normalized_shape, int)
    return (normalized_shape,) if single else tuple(normalized_shape)


class LayerNorm(Module):
    """Standardize each example over its last axes, of lengths ``normalized_shape``."""

    def __init__(self, normalized_shape, eps: float = 1e-5):
        self.normalized_shape, self.eps = _as_shape(normalized_shape), eps
        self.weight = _parameter(1, *self.normalized_shape)
        self.bias = _parameter(0, *self.normalized_shape)

    def forward(self, input: Tensor) -> Tensor:
        """Return a tensor of the input's shape, ``(..., *normalized_shape)``."""
        return layer_norm(input, self.normalized_shape, self.weight, self.bias, self.eps)


class RMSNorm(Module):
    """Divide each example by the root of its mean square over the last axes."""

    def __init__(self, normalized_shape, eps: float | None = None):
        self.normalized_shape, self.eps = _as_shape(normalized_shape), eps
        self.weight = _parameter(1, *self.normalized_shape)

    def forward(self, input: Tensor) -> Tensor:
        """Return a tensor of the input's shape, ``(..., *normalized_shape)``."""
        return rms_norm(input, self.normalized_shape, self.weight, self.eps)


class _BatchNorm(Module):
    """Base class: standardize each channel, over the batch or by running means."""

    axes: tuple[int, ...] = ()  # how many the input may have

    def __init__(self, num_features: int, eps: float = 1e-5, momentum: float = 0.1):
        if momentum is None:
            raise ValueError(
                f"{type(self).__name__}: momentum must be a number; a plain average over all "
                f"batches (torch's momentum=None) is not supported"
            )
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
        running = self.running_mean, self.running_var
        options = self.training, self.momentum, self.eps
        return batch_norm(input, *running, self.weight, self.bias, *options)


class BatchNorm1d(_BatchNorm):
    """Batch normalization of vectors ``(B, C)`` or signals ``(B, C, L)``.

    While training each channel is standardized over the batch, and the buffers
    ``running_mean`` and ``running_var`` move toward its mean and variance by the
    share ``momentum``; afterward these take their place.
    """

    axes = (2, 3)


class BatchNorm2d(_BatchNorm):
    """Batch normalization of images ``(B, C, H, W)``, see :class:`BatchNorm1d`."""

    axes = (4,)
