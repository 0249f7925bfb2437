"""Normalization in plain torch: of activations, and of weights by their spectral norm.

Batch norm standardizes each feature over the examples, layer norm each example over its
features; RMSNorm does not subtract the mean.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize


def batch_norm(
    input: Tensor,
    running_mean: Tensor | None = None,
    running_var: Tensor | None = None,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    training: bool = False,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Tensor:
    """Standardize each feature over the batch (Ioffe and Szegedy 2015, algorithm 1).

    ``input`` has shape ``(B, C, ...)``: each of the C features has its own mean and variance,
    over all other axes. All else has shape ``(C,)``: scale ``weight`` and shift ``bias``, and
    the running averages, which training moves in place, by ``momentum``, toward the mean and
    the unbiased variance of the batch. If not ``training`` they replace these.
    """
    axes = [0, *range(2, input.ndim)]
    shape = (1, -1, *[1] * (input.ndim - 2))  # broadcasts a number per feature
    if training:
        entries = input.numel() // input.shape[1]
        if entries < 2:
            raise ValueError(
                "batch_norm: each feature has one entry, which has no variance: train on two "
                "examples or more, or pass training=False"
            )
        mean = input.mean(axes)
        var = (input - mean.view(shape)).square().mean(axes)
        with torch.no_grad():
            if running_mean is not None:
                running_mean.lerp_(mean, momentum)
            if running_var is not None:
                running_var.lerp_(var * (entries / (entries - 1)), momentum)
    elif running_mean is None or running_var is None:
        raise ValueError("batch_norm: running_mean and running_var are needed if not training")
    else:
        mean, var = running_mean, running_var
    normal = (input - mean.view(shape)) / torch.sqrt(var.view(shape) + eps)
    return _affine(normal, *(None if a is None else a.view(shape) for a in (weight, bias)))


def layer_norm(
    input: Tensor,
    normalized_shape: tuple[int, ...],
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: float = 1e-5,
) -> Tensor:
    """Standardize each example over its last axes (Ba, Kiros and Hinton 2016).

    ``input`` has shape ``(..., *normalized_shape)``; scale ``weight`` and shift ``bias`` have
    ``normalized_shape``.
    """
    axes = _last_axes("layer_norm", input, normalized_shape)
    centered = input - input.mean(axes, keepdim=True)
    var = centered.square().mean(axes, keepdim=True)
    return _affine(centered / torch.sqrt(var + eps), weight, bias)


def rms_norm(
    input: Tensor,
    normalized_shape: tuple[int, ...],
    weight: Tensor | None = None,
    eps: float | None = None,
) -> Tensor:
    """Divide each example by its root mean square (Zhang and Sennrich 2019).

    Arguments are those of :func:`layer_norm`, but there is no bias, and by default ``eps`` is
    the precision of the dtype, as in torch.
    """
    axes = _last_axes("rms_norm", input, normalized_shape)
    eps = torch.finfo(input.dtype).eps if eps is None else eps
    mean_square = input.square().mean(axes, keepdim=True)
    return _affine(input / torch.sqrt(mean_square + eps), weight, None)


def _last_axes(name: str, input: Tensor, shape: tuple[int, ...]) -> tuple[int, ...]:
    if not shape or tuple(input.shape[-len(shape) :]) != tuple(shape):
        raise ValueError(
            f"{name}: the last axes of the input, {tuple(input.shape)}, must be "
            f"normalized_shape, {tuple(shape)}"
        )
    return tuple(range(-len(shape), 0))


def _affine(normal: Tensor, weight: Tensor | None, bias: Tensor | None) -> Tensor:
    if weight is not None:
        normal = normal * weight
    return normal if bias is None else normal + bias


def power_iteration(weight: Tensor, v: Tensor, steps: int = 1) -> tuple[Tensor, Tensor]:
    """Turn ``v`` towards the direction that a matrix stretches most (Miyato 2018, algorithm 1).

    Returns the left singular vector ``u``, ``(..., H)``, and the improved ``v``, ``(..., D)``,
    of length 1 as it came, after ``steps`` products with the matrix, ``(..., H, D)``, and its
    transpose.
    """
    for _ in range(steps):
        u = normalize((weight @ v[..., None])[..., 0], dim=-1, eps=1e-12)
        v = normalize((weight.mT @ u[..., None])[..., 0], dim=-1, eps=1e-12)
    return u, v


class SpectralNorm(nn.Module):
    """Divide a weight by its largest singular value (Miyato et al. 2018, eq. 8).

    Use it as ``torch.nn.utils.parametrize.register_parametrization(layer, "weight",
    SpectralNorm(layer.weight))``. The weight has shape ``(..., H, D)``; reshape that of a
    convolution to a matrix first.

    Each call in training takes one step of the power iteration: the weight changes little from
    step to step, and the vectors follow it. The gradient passes through the division, with
    ``u`` and ``v`` held fixed, which is exact once they have converged (section 3).
    """

    def __init__(self, weight: Tensor):
        super().__init__()
        with torch.no_grad():
            shape = *weight.shape[:-2], weight.shape[-1]
            v = normalize(torch.randn(shape).to(weight), dim=-1)
            u, v = power_iteration(weight, v, 15)
        self.register_buffer("u", u)
        self.register_buffer("v", v)

    def forward(self, weight: Tensor) -> Tensor:
        """Return the normalized weight, of the same shape."""
        if self.training:
            with torch.no_grad():
                self.u, self.v = power_iteration(weight, self.v)
        sigma = self.u[..., None, :] @ weight @ self.v[..., None]  # shape (..., 1, 1)
        return weight / sigma
