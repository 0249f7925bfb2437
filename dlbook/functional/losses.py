"""Losses in plain torch: each is minus a log-likelihood, up to a constant or a factor.

Most are those of :mod:`dlbook.scratch`, with torch's own gradients. ``reduction`` is "mean"
over all entries, "sum", or "none".
"""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.utils.checkpoint import checkpoint


def mse_loss(input: Tensor, target: Tensor, reduction: str = "mean") -> Tensor:
    """Return ``(input - target)**2``: normal noise of one spread for all.

    Parameters
    ----------
    input, target : Tensor
        Predictions and what was wanted, of one shape.
    reduction : str
        "mean", "sum" or "none".

    Raises
    ------
    ValueError
        Where the shapes differ: broadcasting would hide a mistake.
    """
    return _reduced(_error(input, target) ** 2, reduction)


def l1_loss(input: Tensor, target: Tensor, reduction: str = "mean") -> Tensor:
    """Return ``|input - target|``: Laplace noise. Parameters as :func:`mse_loss`."""
    return _reduced(_error(input, target).abs(), reduction)


def huber_loss(
    input: Tensor, target: Tensor, reduction: str = "mean", delta: float = 1.0
) -> Tensor:
    """Return ``error**2 / 2`` up to ``delta``, and linear beyond (Huber 1964).

    Parameters as :func:`mse_loss`; the two parts meet with equal slope.
    """
    if delta <= 0:
        raise ValueError(f"huber_loss: delta must be positive, got {delta}")
    size = _error(input, target).abs()
    near = size.clamp(max=delta)
    return _reduced(near * (size - near / 2), reduction)


def quantile_loss(
    input: Tensor, target: Tensor, quantile: float, reduction: str = "mean"
) -> Tensor:
    """Return the pinball loss, least at the target's ``quantile`` (Koenker and Bassett 1978).

    Parameters as :func:`mse_loss`. A forecast too low costs ``quantile`` a unit, one too high
    ``1 - quantile``; with a half it is half of :func:`l1_loss`.
    """
    if not 0 < quantile < 1:
        raise ValueError(f"quantile_loss: quantile must be between 0 and 1, got {quantile}")
    too_low = -_error(input, target)
    return _reduced(torch.maximum(quantile * too_low, (quantile - 1) * too_low), reduction)


def gaussian_nll_loss(
    input: Tensor, target: Tensor, log_var: Tensor, reduction: str = "mean"
) -> Tensor:
    """Return minus the logarithm of a normal density whose variance is predicted, too.

    Parameters
    ----------
    input, target : Tensor
        Means that were predicted, and what came, of one shape.
    log_var : Tensor
        Logarithm of the predicted variance, of that shape: any number will do.
    reduction : str
        "mean", "sum" or "none".

    Notes
    -----
    Differs from ``torch.nn.functional.gaussian_nll_loss``: it takes the logarithm of the
    variance, and keeps the constant ``log(2 pi) / 2``.
    """
    squares = _error(input, target) ** 2 * torch.exp(-log_var)
    _error(input, log_var)  # of one shape
    return _reduced((squares + log_var + math.log(2 * math.pi)) / 2, reduction)


def cross_entropy(
    input: Tensor, target: Tensor, weight: Tensor | None = None, reduction: str = "mean"
) -> Tensor:
    """Return minus the log-probability that softmax of ``input`` gives to the right class.

    Parameters
    ----------
    input : Tensor
        Logits, shape ``(B, C)``. Not probabilities.
    target : Tensor
        Right classes, integers of shape ``(B,)``.
    weight : Tensor, optional
        Shape ``(C,)``: how much an example of each class counts.
    reduction : str
        "mean", for which weights are divided by their sum; "sum"; or "none".

    Raises
    ------
    ValueError
        Where the shapes do not fit.
    """
    if input.ndim != 2 or target.shape != input.shape[:1]:
        raise ValueError(
            f"cross_entropy: expected logits of shape (B, C) and classes of shape (B,), got "
            f"{tuple(input.shape)} and {tuple(target.shape)}"
        )
    right = input.gather(1, target[:, None]).squeeze(1)
    losses = torch.logsumexp(input, dim=1) - right
    if weight is None:
        return _reduced(losses, reduction)
    counts = weight[target]
    total = _reduced(counts * losses, "sum" if reduction == "mean" else reduction)
    return total / counts.sum() if reduction == "mean" else total


def binary_cross_entropy_with_logits(
    input: Tensor,
    target: Tensor,
    reduction: str = "mean",
    pos_weight: Tensor | float = 1.0,
) -> Tensor:
    """Return minus the log-probability of ``target``, where sigmoid(input) is that of a yes.

    Parameters
    ----------
    input, target : Tensor
        Logits, and numbers from 0 (no) to 1 (yes), of one shape.
    reduction : str
        "mean", "sum" or "none".
    pos_weight : Tensor or float
        How much a yes counts, against 1 for a no.

    Notes
    -----
    With s = softplus(-z) the loss of a yes is s, and of a no s + z: no logarithm of zero.
    """
    _error(input, target)
    of_yes = pos_weight * target
    softplus = torch.nn.functional.softplus(-input)
    return _reduced((1 - target) * input + (1 - target + of_yes) * softplus, reduction)


def sigmoid_focal_loss(
    input: Tensor, target: Tensor, gamma: float = 2.0, reduction: str = "mean"
) -> Tensor:
    """Return the binary cross-entropy times ``(1 - p)**gamma`` (Lin et al. 2017, eq. 4).

    Here p is the probability given to what came. Parameters as
    :func:`binary_cross_entropy_with_logits`; ``gamma = 0`` is that loss.

    Raises
    ------
    ValueError
        Where ``gamma`` is neither 0 nor at least 1: the slope of a sure answer has no limit.
    """
    if gamma != 0 and gamma < 1:
        raise ValueError(f"sigmoid_focal_loss: gamma must be 0 or at least 1, got {gamma}")
    losses = binary_cross_entropy_with_logits(input, target, reduction="none")
    missing = -torch.expm1(-losses)  # 1 - p, exact where p is near 1
    return _reduced(missing**gamma * losses, reduction)


def _error(input: Tensor, target: Tensor) -> Tensor:
    if input.shape != target.shape:
        raise ValueError(
            f"expected two tensors of one shape, got {tuple(input.shape)} and "
            f"{tuple(target.shape)}: broadcasting here hides mistakes; reshape one of them"
        )
    return input - target


def _reduced(losses: Tensor, reduction: str) -> Tensor:
    if reduction not in ("mean", "sum", "none"):
        raise ValueError(f'reduction must be "mean", "sum" or "none", got {reduction!r}')
    if reduction == "none":
        return losses
    return losses.mean() if reduction == "mean" else losses.sum()


def linear_cross_entropy(input: Tensor, weight: Tensor, target: Tensor, chunk: int) -> Tensor:
    """Return ``cross_entropy(input @ weight.T, target)``, computed ``chunk`` rows at a time.

    Parameters
    ----------
    input : Tensor
        What the last layer gets, shape ``(B, H)``.
    weight : Tensor
        Weights of the last layer, shape ``(C, H)``.
    target : Tensor
        Right classes, shape ``(B,)``.
    chunk : int
        Rows whose logits are held at a time: memory for ``(chunk, C)`` numbers, not ``(B, C)``.

    Notes
    -----
    The backward pass computes the logits of each part anew, so that the product with ``weight``
    is done twice.
    """
    if chunk < 1:
        raise ValueError(f"linear_cross_entropy: chunk must be at least 1, got {chunk}")

    def loss_of(rows: Tensor, classes: Tensor) -> Tensor:
        return cross_entropy(rows @ weight.T, classes, reduction="sum")

    parts = zip(input.split(chunk), target.split(chunk), strict=True)
    total = sum(checkpoint(loss_of, *part, use_reentrant=False) for part in parts)
    return total / len(input)
