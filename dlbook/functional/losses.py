"""Losses in plain torch: each is a negative log-likelihood, up to a constant or a factor.

Unless a function says otherwise, ``input`` and ``target`` are predictions and true values of
the same shape (other shapes are an error: broadcasting would hide a mistake), and ``reduction``
is "mean" over all entries, "sum" or "none".
"""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.utils.checkpoint import checkpoint


def mse_loss(input: Tensor, target: Tensor, reduction: str = "mean") -> Tensor:
    """Return ``(input - target)**2``: normal noise with the same variance everywhere."""
    return _reduce(_error(input, target) ** 2, reduction)


def l1_loss(input: Tensor, target: Tensor, reduction: str = "mean") -> Tensor:
    """Return ``|input - target|``: Laplace noise."""
    return _reduce(_error(input, target).abs(), reduction)


def huber_loss(
    input: Tensor, target: Tensor, reduction: str = "mean", delta: float = 1.0
) -> Tensor:
    """Return ``error**2 / 2`` up to ``delta``, and linear beyond it (Huber 1964).

    The two parts meet with equal slope.
    """
    if delta <= 0:
        raise ValueError(f"huber_loss: delta must be positive, got {delta}")
    size = _error(input, target).abs()
    near = size.clamp(max=delta)
    return _reduce(near * (size - near / 2), reduction)


def quantile_loss(
    input: Tensor, target: Tensor, quantile: float, reduction: str = "mean"
) -> Tensor:
    """Return the pinball loss, lowest at the target's ``quantile`` (Koenker and Bassett 1978).

    A prediction that is too low costs ``quantile`` per unit, one that is too high
    ``1 - quantile``. At 0.5 it is half of :func:`l1_loss`.
    """
    if not 0 < quantile < 1:
        raise ValueError(f"quantile_loss: quantile must be between 0 and 1, got {quantile}")
    too_low = -_error(input, target)
    return _reduce(torch.maximum(quantile * too_low, (quantile - 1) * too_low), reduction)


def gaussian_nll_loss(
    input: Tensor, target: Tensor, log_var: Tensor, reduction: str = "mean"
) -> Tensor:
    """Return the negative log-density of a normal distribution with predicted variance.

    ``input`` is the predicted mean, ``log_var`` the logarithm of the predicted variance.
    Differs from ``torch.nn.functional.gaussian_nll_loss``: it takes the logarithm of the
    variance, and keeps the constant ``log(2 pi) / 2``.
    """
    squares = _error(input, target) ** 2 * torch.exp(-log_var)
    _error(input, log_var)  # checks the shape
    return _reduce((squares + log_var + math.log(2 * math.pi)) / 2, reduction)


def cross_entropy(
    input: Tensor, target: Tensor, weight: Tensor | None = None, reduction: str = "mean"
) -> Tensor:
    """Return minus the log-probability that softmax of ``input`` gives to the true class.

    ``input`` are logits, not probabilities, of shape ``(B, C)``; ``target`` are classes,
    integers ``(B,)``; ``weight``, ``(C,)``, counts each class, in the mean as well.
    """
    if input.ndim != 2 or target.shape != input.shape[:1]:
        raise ValueError(
            f"cross_entropy: expected logits of shape (B, C) and classes of shape (B,), got "
            f"{tuple(input.shape)} and {tuple(target.shape)}"
        )
    true_logit = input.gather(1, target[:, None]).squeeze(1)
    losses = torch.logsumexp(input, dim=1) - true_logit
    if weight is None:
        return _reduce(losses, reduction)
    weights = weight[target]
    total = _reduce(weights * losses, "sum" if reduction == "mean" else reduction)
    return total / weights.sum() if reduction == "mean" else total


def linear_cross_entropy(input: Tensor, weight: Tensor, target: Tensor, chunk: int) -> Tensor:
    """Return ``cross_entropy(input @ weight.T, target)``, computed ``chunk`` rows at a time.

    ``input`` ``(B, H)`` and ``weight`` ``(C, H)`` are those of the last layer. Only
    ``(chunk, C)`` logits, not ``(B, C)``, are in memory at a time; the backward pass computes
    them again, so that the product with ``weight`` is taken twice.
    """
    if chunk < 1:
        raise ValueError(f"linear_cross_entropy: chunk must be at least 1, got {chunk}")

    def chunk_loss(rows: Tensor, classes: Tensor) -> Tensor:
        return cross_entropy(rows @ weight.T, classes, reduction="sum")

    chunks = zip(input.split(chunk), target.split(chunk), strict=True)
    total = sum(checkpoint(chunk_loss, *part, use_reentrant=False) for part in chunks)
    return total / len(input)


def binary_cross_entropy_with_logits(
    input: Tensor,
    target: Tensor,
    reduction: str = "mean",
    pos_weight: Tensor | float = 1.0,
) -> Tensor:
    """Return minus the log-probability of ``target``, 0 to 1, if sigmoid(input) is that of 1.

    ``pos_weight`` is the weight of a positive example, against 1 for a negative one. With s =
    softplus(-z) the loss of a positive is s, and of a negative s + z: no logarithm of zero.
    """
    _error(input, target)
    softplus = torch.nn.functional.softplus(-input)
    positive = pos_weight * target
    return _reduce((1 - target) * input + (1 - target + positive) * softplus, reduction)


def sigmoid_focal_loss(
    input: Tensor, target: Tensor, gamma: float = 2.0, reduction: str = "mean"
) -> Tensor:
    """Return the binary cross-entropy times ``(1 - p)**gamma`` (Lin et al. 2017, eq. 4).

    Here p is the probability of the true answer; ``gamma`` is 0, which is plain cross-entropy,
    or at least 1: between them the gradient of a confident answer is unbounded.
    """
    if gamma != 0 and gamma < 1:
        raise ValueError(f"sigmoid_focal_loss: gamma must be 0 or at least 1, got {gamma}")
    losses = binary_cross_entropy_with_logits(input, target, reduction="none")
    error_probability = -torch.expm1(-losses)  # 1 - p, exact if p is near 1
    return _reduce(error_probability**gamma * losses, reduction)


def _error(input: Tensor, target: Tensor) -> Tensor:
    if input.shape != target.shape:
        raise ValueError(
            f"expected two tensors of one shape, got {tuple(input.shape)} and "
            f"{tuple(target.shape)}: broadcasting here hides mistakes; reshape one of them"
        )
    return input - target


def _reduce(losses: Tensor, reduction: str) -> Tensor:
    if reduction not in ("mean", "sum", "none"):
        raise ValueError(f'reduction must be "mean", "sum" or "none", got {reduction!r}')
    if reduction == "none":
        return losses
    return losses.mean() if reduction == "mean" else losses.sum()
