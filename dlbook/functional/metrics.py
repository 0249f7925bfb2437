"""Metrics: ranking, calibration of predicted probabilities, Fréchet distance of features."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from dlbook.functional.losses import cross_entropy


def roc_auc(score: Tensor, target: Tensor) -> Tensor:
    """Return the probability that a random yes scores above a random no; a tie counts half.

    ``score`` are numbers, higher for a likelier yes, and ``target`` 0 or 1 (or bool), both
    ``(N,)``, with at least one of each. This is the area under the ROC curve (Hanley and
    McNeil 1982). The result is float64, and nothing is differentiated.
    """
    yes = _check_ranking("roc_auc", score, target)
    no = score[~yes].sort().values
    below = torch.searchsorted(no, score[yes])
    not_above = torch.searchsorted(no, score[yes], right=True)
    return (below + not_above).double().mean() / (2 * len(no))


def average_precision(score: Tensor, target: Tensor) -> Tensor:
    """Return the mean, over all yes, of the precision among what scores at least as high.

    Arguments are those of :func:`roc_auc`; examples with equal scores come in together. Unlike
    the ROC's area, the value depends on how frequent a yes is: chance gives about its
    frequency. The result is float64, and nothing is differentiated.
    """
    yes = _check_ranking("average_precision", score, target)
    ranked, hits = (-score).sort().values, (-score[yes]).sort().values
    at_least = torch.searchsorted(ranked, hits, right=True)
    found = torch.searchsorted(hits, hits, right=True)
    return (found.double() / at_least).mean()


def _check_ranking(name: str, score: Tensor, target: Tensor) -> Tensor:
    """Return which examples are a yes, or raise a ValueError."""
    if score.ndim != 1 or score.shape != target.shape:
        raise ValueError(
            f"{name}: expected two tensors of one shape (N,), got {tuple(score.shape)} and "
            f"{tuple(target.shape)}"
        )
    if bool(score.isnan().any()):
        raise ValueError(f"{name}: a score is NaN, which has no rank")
    yes = target == 1
    if not bool((yes | (target == 0)).all()) or bool(yes.all()) or not bool(yes.any()):
        raise ValueError(f"{name}: expected targets 0 and 1, at least one of each")
    return yes


class Reliability(NamedTuple):
    """A reliability diagram: mean prediction, fraction that came true, and number of them.

    Each has shape ``(K,)``, a number for each bin; the first two are NaN if the bin is empty.
    """

    confidence: Tensor
    accuracy: Tensor
    count: Tensor


def reliability(p: Tensor, outcome: Tensor, bins: int = 10) -> Reliability:
    """Group predictions into equal bins of [0, 1], and compare them with the outcomes.

    ``p`` are predicted probabilities and ``outcome`` 0 or 1 (or bool), both ``(N,)``. A
    probability on an edge belongs to the bin above it, and 1 to the last.
    """
    if p.ndim != 1 or p.shape != outcome.shape:
        raise ValueError(
            f"reliability: expected two tensors of one shape (N,), got {tuple(p.shape)} and "
            f"{tuple(outcome.shape)}"
        )
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("reliability: expected probabilities from 0 to 1; pass no logits")
    index = (p * bins).long().clamp(max=bins - 1)
    count = torch.bincount(index, minlength=bins)
    confidence, accuracy = (
        torch.zeros(bins, dtype=p.dtype).index_add(0, index, x.to(p.dtype)) / count
        for x in (p, outcome)
    )
    return Reliability(confidence, accuracy, count)


def expected_calibration_error(p: Tensor, outcome: Tensor, bins: int = 10) -> Tensor:
    """Return the mean gap between confidence and accuracy (Guo et al. 2017, eq. 3).

    Arguments are those of :func:`reliability`; each bin is weighted by its number of
    predictions. The value depends on the number of bins, and chance alone makes it positive.
    """
    confidence, accuracy, count = reliability(p, outcome, bins)
    return torch.nansum(count * (confidence - accuracy).abs()) / count.sum()


def fit_temperature(logits: Tensor, target: Tensor) -> float:
    """Return the T that minimizes the cross-entropy of ``logits / T`` (Guo et al. 2017).

    ``logits`` ``(N, C)`` and classes ``target`` ``(N,)`` are of examples that are used neither
    for training nor for the test.
    """
    # The loss is convex in 1/T: bisect for a zero of its derivative.
    low, high = 0.01, 100.0
    for _ in range(60):
        inverse = torch.tensor((low * high) ** 0.5, dtype=torch.float64, requires_grad=True)
        loss = cross_entropy(logits.detach().double() * inverse, target)
        (derivative,) = torch.autograd.grad(loss, inverse)
        low, high = (low, inverse.item()) if derivative > 0 else (inverse.item(), high)
    return 1 / (low * high) ** 0.5


def frechet_feature_distance(x: Tensor, y: Tensor) -> Tensor:
    """Return the squared Fréchet distance of two sets of features (Heusel et al. 2017, eq. 6).

    ``x`` ``(N, D)`` and ``y`` ``(M, D)`` hold an example per row; the result is float64. It
    depends on the features, and is biased upwards for few examples: compare only distances of
    the same features and numbers of examples.
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

    Means have shape ``(D,)``, covariances ``(D, D)``.
    """
    root = sqrtm_psd(cov1)
    # The trace of (C1 C2)^(1/2) is that of (R C2 R)^(1/2) with R = C1^(1/2): the two products
    # have the same eigenvalues, and the second is symmetric.
    both = torch.linalg.eigvalsh(root @ cov2 @ root).clamp(min=0).sqrt().sum()
    return ((mean1 - mean2) ** 2).sum() + cov1.trace() + cov2.trace() - 2 * both


def sqrtm_psd(matrix: Tensor) -> Tensor:
    """Return the symmetric square root of a positive semidefinite matrix ``(D, D)``.

    Eigenvalues that rounding has made negative count as zero.
    """
    values, vectors = torch.linalg.eigh(matrix)
    return (vectors * values.clamp(min=0).sqrt()) @ vectors.T
