"""Orthogonal initialization: weights that neither stretch nor shrink."""

from __future__ import annotations

import numpy as np

from dlbook.scratch.tensor import Tensor


def orthogonal_(tensor: Tensor, gain: float = 1.0, *, rng: np.random.Generator) -> Tensor:
    """Fill ``tensor`` with a random matrix whose rows (or columns) are orthonormal.

    Source: Saxe, McClelland and Ganguli 2014.

    Parameters
    ----------
    tensor : Tensor
        At least two axes; those after the first are flattened into one. The
        shorter side is orthonormal.
    gain : float
        Factor on the whole matrix.
    rng : numpy.random.Generator
        Source of the numbers.

    Raises
    ------
    ValueError
        Where the tensor has fewer than two axes.

    Notes
    -----
    Differs from the paper: nothing. The Q of a QR decomposition is uniform over
    all orthogonal matrices only once the signs of R's diagonal are made
    positive (Mezzadri 2007).
    """
    if tensor.ndim < 2:
        raise ValueError(f"orthogonal_ needs at least two axes, got shape {tensor.shape}")
    rows, columns = tensor.shape[0], int(np.prod(tensor.shape[1:]))
    tall = rng.standard_normal((max(rows, columns), min(rows, columns)))
    q, r = np.linalg.qr(tall)
    q *= np.sign(np.diagonal(r))
    q = q if rows >= columns else q.T
    tensor.data = (gain * q).reshape(tensor.shape).astype(tensor.dtype)
    return tensor
