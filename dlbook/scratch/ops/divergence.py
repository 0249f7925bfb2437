"""Divergence of one distribution from another."""

from __future__ import annotations

import numpy as np

from dlbook.scratch.ops.operands import as_floating
from dlbook.scratch.ops.reduction import (
    REDUCTIONS,
    check_reduction,
    check_same_shape,
    constant,
    reduced,
)
from dlbook.scratch.tensor import Tensor, record


def kl_div(input, target, reduction: str = "mean", log_target: bool = False) -> Tensor:
    """Return ``target * (log(target) - input)``, the terms of KL(target || input).

    Kullback and Leibler 1951.

    Parameters
    ----------
    input : Tensor
        Log-probabilities of the approximation, any shape.
    target : array_like
        Probabilities that it should have, of the same shape; where they are 0
        so is the term.
    reduction : str
        "batchmean" is the divergence of a batch's mean example: the sum over
        the length of the first axis. "mean" divides by the number of entries
        instead, as in torch; then "sum" and "none".
    log_target : bool
        Whether ``target`` holds logarithms.

    Raises
    ------
    ValueError
        Where the shapes differ.
    """
    x = as_floating(input)
    y = as_floating(constant("kl_div", "target", target, x))
    check_same_shape("kl_div", x, y)
    check_reduction("kl_div", reduction, (*REDUCTIONS, "batchmean"))
    p, log_p = _both(y.data.astype(x.dtype), log_target)
    with np.errstate(invalid="ignore"):
        terms = np.where(p > 0, p * (log_p - x.data), 0)
    losses = record("kl_div", terms, (x, lambda grad: -grad * p))
    if reduction == "batchmean":
        return reduced("kl_div", losses, "sum") / len(x)
    return reduced("kl_div", losses, reduction)


def _both(y: np.ndarray, is_log: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return probabilities and their logarithms."""
    if is_log:
        return np.exp(y), y
    with np.errstate(divide="ignore"):
        return y, np.log(y)
