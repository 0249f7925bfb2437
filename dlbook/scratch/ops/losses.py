"""Losses for numbers: how far predictions are from what was wanted.

``reduction`` is "mean" over all entries, "sum", or "none" for the loss of each.
"""

from __future__ import annotations

import numpy as np

from dlbook.scratch.ops import arithmetic
from dlbook.scratch.ops.operands import as_floating, same_dtype
from dlbook.scratch.ops.reduction import check_same_shape, reduced
from dlbook.scratch.tensor import Tensor, record


def mse_loss(input, target, reduction: str = "mean") -> Tensor:
    """Return the squared error, ``(input - target)**2``.

    Parameters
    ----------
    input : Tensor
        Predictions, any shape.
    target : Tensor or array_like
        What was wanted, of the same shape.
    reduction : str
        "mean", "sum" or "none".

    Raises
    ------
    ValueError
        Where the shapes differ.
    """
    error = _error("mse_loss", input, target)
    return reduced("mse_loss", error * error, reduction)


def l1_loss(input, target, reduction: str = "mean") -> Tensor:
    """Return the absolute error, ``|input - target|``; parameters as :func:`mse_loss`."""
    return reduced("l1_loss", arithmetic.abs(_error("l1_loss", input, target)), reduction)


def huber_loss(input, target, reduction: str = "mean", delta: float = 1.0) -> Tensor:
    """Return ``error**2 / 2`` up to ``delta``, and linear beyond (Huber 1964).

    Parameters as :func:`mse_loss`; the two parts meet with equal slope.
    """
    _check_positive("huber_loss", "delta", delta)
    error = _error("huber_loss", input, target)
    return reduced("huber_loss", _huber("huber_loss", error, delta, 1.0), reduction)


def smooth_l1_loss(input, target, reduction: str = "mean", beta: float = 1.0) -> Tensor:
    """Return :func:`huber_loss` over ``beta``: slope 1 beyond it (Girshick 2015, eq. 3)."""
    _check_positive("smooth_l1_loss", "beta", beta)
    error = _error("smooth_l1_loss", input, target)
    losses = _huber("smooth_l1_loss", error, beta, 1 / float(beta))
    return reduced("smooth_l1_loss", losses, reduction)


def _huber(op: str, error: Tensor, delta: float, scale: float) -> Tensor:
    e = error.data
    clipped = np.clip(e, -float(delta), float(delta))  # the slope
    out = scale * clipped * (e - 0.5 * clipped)
    return record(op, out, (error, lambda grad: grad * (scale * clipped)))


def _error(op: str, input, target) -> Tensor:
    input, target = same_dtype(input, target)
    check_same_shape(op, input, target)
    return as_floating(input) - as_floating(target)


def _check_positive(op: str, name: str, value: float) -> None:
    if value <= 0:
        raise ValueError(f"{op}: {name} must be positive, got {value}")
