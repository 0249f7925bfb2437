"""How far apart two clouds of features are, each taken for a normal distribution."""

from __future__ import annotations

import torch
from torch import Tensor


def frechet_distance(x: Tensor, y: Tensor) -> Tensor:
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
            "frechet_distance: expected features of shapes (N, D) and (M, D) with N and M at "
            f"least 2, got {tuple(x.shape)} and {tuple(y.shape)}"
        )
    x, y = x.double(), y.double()
    covs = [torch.cov(a.T).reshape(x.shape[1], x.shape[1]) for a in (x, y)]
    return frechet_of_normals(x.mean(dim=0), covs[0], y.mean(dim=0), covs[1])


def frechet_of_normals(mean1: Tensor, cov1: Tensor, mean2: Tensor, cov2: Tensor) -> Tensor:
    """Return the squared Fréchet distance of two normal distributions (Dowson and Landau 1982).

    Parameters
    ----------
    mean1, mean2 : Tensor
        Shape ``(D,)``.
    cov1, cov2 : Tensor
        Symmetric, with no negative eigenvalue, shape ``(D, D)``.
    """
    root = matrix_root(cov1)
    # The trace of (C1 C2)^(1/2) is that of (R C2 R)^(1/2) with R = C1^(1/2): the two products
    # have the same eigenvalues, and the second is symmetric.
    both = torch.linalg.eigvalsh(root @ cov2 @ root).clamp(min=0).sqrt().sum()
    return ((mean1 - mean2) ** 2).sum() + cov1.trace() + cov2.trace() - 2 * both


def matrix_root(matrix: Tensor) -> Tensor:
    """Return the symmetric R with ``R @ R`` equal to a symmetric matrix ``(D, D)``.

    Eigenvalues that rounding has made negative count as zero.
    """
    values, vectors = torch.linalg.eigh(matrix)
    return (vectors * values.clamp(min=0).sqrt()) @ vectors.T
