"""Whether probabilities mean what they say: of what is called 70%, 70% should come."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from dlbook.functional.losses import cross_entropy


class Reliability(NamedTuple):
    """What was said and what came, in bins of the probability that was said.

    Attributes
    ----------
    confidence : Tensor
        Mean probability in each bin, shape ``(K,)``; NaN in an empty one.
    accuracy : Tensor
        Fraction in which the event occurred, shape ``(K,)``; NaN in an empty one.
    count : Tensor
        Forecasts in each bin, shape ``(K,)``.
    """

    confidence: Tensor
    accuracy: Tensor
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


def frechet_feature_distance(x: Tensor, y: Tensor) -> Tensor:
    """Return the squared Fréchet distance of two sets of features (Heusel et al. 2017, eq. 6).

    Parameters
    ----------
    x, y : Tensor
        Features, one example a row, shapes ``(N, D)`` and ``(M, D)``.

    Returns
    -------
    Tensor of float64
        Shape ``()``, 0 where both have the same mean and covariance.

    Raises
    ------
    ValueError
        Where there are no two matrices of one width, or fewer than two rows.

    Notes
    -----
    It depends on the features, and few examples make it too large: compare only distances of
    the same features and numbers.
    """
    if x.ndim != 2 or y.ndim != 2 or x.shape[1] != y.shape[1] or min(len(x), len(y)) < 2:
        raise ValueError(
            "frechet_feature_distance: expected features (N, D) and (M, D), N and M at "
            f"least 2, got {tuple(x.shape)} and {tuple(y.shape)}"
        )
    x, y = x.double(), y.double()
    covs = [torch.cov(a.T).reshape(x.shape[1], x.shape[1]) for a in (x, y)]
    return frechet_distance(x.mean(dim=0), covs[0], y.mean(dim=0), covs[1])


def frechet_distance(mean1: Tensor, cov1: Tensor, mean2: Tensor, cov2: Tensor) -> Tensor:
    """Return the squared Fréchet distance of two normal distributions (Dowson and Landau 1982).

    Parameters
    ----------
    mean1, mean2 : Tensor
        Shape ``(D,)``.
    cov1, cov2 : Tensor
        Symmetric, with no negative eigenvalue, shape ``(D, D)``.
    """
    root = sqrtm_psd(cov1)
    # The trace of (C1 C2)^(1/2) is that of (R C2 R)^(1/2) with R = C1^(1/2): the two products
    # have the same eigenvalues, and the second is symmetric.
    both = torch.linalg.eigvalsh(root @ cov2 @ root).clamp(min=0).sqrt().sum()
    return ((mean1 - mean2) ** 2).sum() + cov1.trace() + cov2.trace() - 2 * both


def sqrtm_psd(matrix: Tensor) -> Tensor:
    """Return the symmetric R with ``R @ R`` equal to a symmetric matrix ``(D, D)``.

    Eigenvalues that rounding has made negative count as zero.
    """
    values, vectors = torch.linalg.eigh(matrix)
    return (vectors * values.clamp(min=0).sqrt()) @ vectors.T
