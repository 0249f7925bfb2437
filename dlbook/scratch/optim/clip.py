"""Gradient clipping: a bound on the length of a step."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from dlbook.scratch.optim.optimizer import check_range
from dlbook.scratch.tensor import Tensor


def clip_grad_norm_(parameters: Iterable[Tensor], max_norm: float) -> float:
    """Shrink all gradients by one factor, so that together they are at most ``max_norm`` long.

    Source: Pascanu, Mikolov and Bengio 2013, algorithm 1.

    Parameters
    ----------
    parameters : iterable of Tensor
        Those without a gradient are passed over.
    max_norm : float
        Largest Euclidean length of all gradients taken as one vector.

    Returns
    -------
    float
        The length before clipping.

    Raises
    ------
    FloatingPointError
        Where the length is not finite: no factor mends that.
    """
    check_range("max_norm", max_norm, low=0)
    gradients = _gradients(parameters)
    # float64: the squares of large float32 gradients overflow
    norm = math.sqrt(sum(float(np.square(g, dtype=np.float64).sum()) for g in gradients))
    if not math.isfinite(norm):
        raise FloatingPointError(
            f"clip_grad_norm_: the gradients' norm is {norm}: the loss has overflowed, or "
            f"an operation has left its domain"
        )
    factor = max_norm / (norm + 1e-6)
    if factor < 1:
        for grad in gradients:
            grad *= factor
    return norm


def clip_grad_value_(parameters: Iterable[Tensor], clip_value: float) -> None:
    """Cut every entry of every gradient to ``[-clip_value, clip_value]``."""
    check_range("clip_value", clip_value, low=0)
    for grad in _gradients(parameters):
        np.clip(grad, -clip_value, clip_value, out=grad)


def _gradients(parameters: Iterable[Tensor]) -> list[np.ndarray]:
    return [param.grad for param in parameters if param.grad is not None]
