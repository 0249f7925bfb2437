"""Truncated normal initialization: no rare large weight."""

from __future__ import annotations

import math

import numpy as np

from dlbook.scratch.tensor import Tensor

_LEAST_SHARE = 1e-3


def trunc_normal_(
    tensor: Tensor,
    mean: float = 0.0,
    std: float = 1.0,
    a: float = -2.0,
    b: float = 2.0,
    *,
    rng: np.random.Generator,
) -> Tensor:
    """Fill ``tensor`` with normal numbers, drawing those outside ``[a, b]`` again.

    Parameters
    ----------
    tensor : Tensor
        Any shape.
    mean, std : float
        Of the normal distribution before it is cut; the cut makes the spread
        smaller (0.88 for ±2 standard deviations).
    a, b : float
        Smallest and largest value allowed, as numbers, not as multiples of
        ``std``: torch's convention.
    rng : numpy.random.Generator
        Source of the numbers.

    Raises
    ------
    ValueError
        Where ``[a, b]`` is empty, or so far from ``mean`` that nearly every number
        would be drawn again.
    """
    share = _cdf((b - mean) / std) - _cdf((a - mean) / std)
    if not share > _LEAST_SHARE:
        raise ValueError(
            f"trunc_normal_: a share of {share:.2g} of the numbers drawn with mean {mean} and "
            f"std {std} lies in [{a}, {b}], too few to draw from: widen or move the interval"
        )
    values = rng.normal(mean, std, tensor.shape)
    while (outside := (values < a) | (values > b)).any():
        values[outside] = rng.normal(mean, std, int(outside.sum()))
    tensor.data = values.astype(tensor.dtype)
    return tensor


def _cdf(z: float) -> float:
    """Probability that a standard normal number is below ``z``."""
    return (1 + math.erf(z / math.sqrt(2))) / 2
