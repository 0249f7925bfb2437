"""Whether probabilities mean what they say: of what is called 70%, 70% should come."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from dlbook.nn.losses import cross_entropy


class Reliability(NamedTuple):
    """What was said and what came, in bins of the probability that was said.

    Attributes
    ----------
    said : Tensor
        Mean probability in each bin, shape ``(K,)``; NaN in an empty one.
    came : Tensor
        Share in which it came, shape ``(K,)``; NaN in an empty one.
    count : Tensor
        Forecasts in each bin, shape ``(K,)``.
    """

    said: Tensor
    came: Tensor
    count: Tensor


def reliability(p: Tensor, came: Tensor, bins: int = 10) -> Reliability:
    """Sort forecasts into equal bins of [0, 1], and compare what was said with what came.

    Parameters
    ----------
    p : Tensor
        Probabilities, shape ``(N,)``.
    came : Tensor
        Whether it came, 0 or 1 (or bool), shape ``(N,)``.
    bins : int
        Number of bins. A probability on an edge belongs to the bin above it, and 1 to the last.

    Raises
    ------
    ValueError
        Where the shapes differ, or something is no probability.
    """
    if p.ndim != 1 or p.shape != came.shape:
        raise ValueError(
            f"reliability: expected two tensors of one shape (N,), got {tuple(p.shape)} and "
            f"{tuple(came.shape)}"
        )
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("reliability: expected probabilities from 0 to 1; pass no logits")
    place = (p * bins).long().clamp(max=bins - 1)
    count = torch.bincount(place, minlength=bins)
    said, share = (
        torch.zeros(bins, dtype=p.dtype).index_add(0, place, x.to(p.dtype)) / count
        for x in (p, came)
    )
    return Reliability(said, share, count)


def expected_calibration_error(p: Tensor, came: Tensor, bins: int = 10) -> Tensor:
    """Return the mean distance of what was said from what came (Guo et al. 2017, eq. 3).

    Parameters as :func:`reliability`. Each bin counts by its number of forecasts.

    Notes
    -----
    It depends on the number of bins, and chance alone makes it positive.
    """
    said, share, count = reliability(p, came, bins)
    return torch.nansum(count * (said - share).abs()) / count.sum()


def fit_temperature(logits: Tensor, target: Tensor) -> float:
    """Return the T for which ``logits / T`` has the least cross-entropy (Guo et al. 2017).

    Parameters
    ----------
    logits : Tensor
        Shape ``(N, C)``, of examples that were used neither for training nor for the test.
    target : Tensor
        Right classes, shape ``(N,)``.

    Notes
    -----
    The loss is convex in 1/T, so Newton's method would do; halving the interval between
    T = 1/100 and 100 needs no second derivative.
    """
    low, high = 0.01, 100.0  # of 1/T
    for _ in range(60):
        inverse = torch.tensor((low * high) ** 0.5, dtype=torch.float64, requires_grad=True)
        (slope,) = torch.autograd.grad(
            cross_entropy(logits.detach().double() * inverse, target), inverse
        )
        low, high = (low, inverse.item()) if slope > 0 else (inverse.item(), high)
    return 1 / (low * high) ** 0.5
