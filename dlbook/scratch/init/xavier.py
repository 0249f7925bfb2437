"""Xavier (Glorot) initialization: equal variance forward and backward."""

from __future__ import annotations

import math

import numpy as np

from dlbook.scratch.init.fans import fan_in_and_fan_out
from dlbook.scratch.init.plain import normal_, uniform_
from dlbook.scratch.tensor import Tensor


def xavier_normal_(tensor: Tensor, gain: float = 1.0, *, rng: np.random.Generator) -> Tensor:
    """Fill ``tensor`` with normal numbers of variance ``gain**2 * 2 / (fan_in + fan_out)``.

    Source: Glorot and Bengio 2010, equation 12. Keeping the variance of the
    activations asks for ``1 / fan_in``, keeping that of the gradients for
    ``1 / fan_out``; this is the compromise.

    Parameters
    ----------
    tensor : Tensor
        Weight of shape ``(outputs, inputs, *kernel)``.
    gain : float
        See :func:`~dlbook.scratch.init.calculate_gain`.
    rng : numpy.random.Generator
        Source of the numbers.

    Notes
    -----
    Differs from the paper: it draws from the uniform distribution of
    :func:`xavier_uniform_`, which has the same variance.
    """
    return normal_(tensor, 0.0, _std(tensor, gain), rng=rng)


def xavier_uniform_(tensor: Tensor, gain: float = 1.0, *, rng: np.random.Generator) -> Tensor:
    """Fill ``tensor`` evenly over ±``gain * sqrt(6 / (fan_in + fan_out))``.

    Source: Glorot and Bengio 2010, equation 16. Parameters as in
    :func:`xavier_normal_`.

    Notes
    -----
    Differs from the paper: nothing, at gain 1.
    """
    # Numbers spread evenly over ±a have variance a² / 3.
    bound = math.sqrt(3) * _std(tensor, gain)
    return uniform_(tensor, -bound, bound, rng=rng)


def _std(tensor: Tensor, gain: float) -> float:
    return gain * math.sqrt(2 / sum(fan_in_and_fan_out(tensor)))
