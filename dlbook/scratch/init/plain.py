"""Random numbers of a given spread, whatever the tensor is for."""

from __future__ import annotations

import numpy as np

from dlbook.scratch.tensor import Tensor


def uniform_(
    tensor: Tensor, a: float = 0.0, b: float = 1.0, *, rng: np.random.Generator
) -> Tensor:
    """Fill ``tensor`` with numbers spread evenly over ``[a, b)``, and return it."""
    return _fill(tensor, rng.uniform(a, b, tensor.shape))


def normal_(
    tensor: Tensor, mean: float = 0.0, std: float = 1.0, *, rng: np.random.Generator
) -> Tensor:
    """Fill ``tensor`` with normal numbers, and return it."""
    return _fill(tensor, rng.normal(mean, std, tensor.shape))


def _fill(tensor: Tensor, values: np.ndarray) -> Tensor:
    tensor.data = values.astype(tensor.dtype)
    return tensor
