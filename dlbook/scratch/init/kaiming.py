"""Kaiming (He) initialization: equal variance through rectifiers."""

from __future__ import annotations

import math

import numpy as np

from dlbook.scratch.init.fans import calculate_gain, fan_in_and_fan_out
from dlbook.scratch.init.plain import normal_, uniform_
from dlbook.scratch.tensor import Tensor


def kaiming_normal_(
    tensor: Tensor,
    a: float = 0.0,
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
    *,
    rng: np.random.Generator,
) -> Tensor:
    """Fill ``tensor`` with normal numbers of variance ``gain**2 / fan``.

    Source: He et al. 2015, equations 10 (``fan_in``) and 14 (``fan_out``), with
    gain √2 for ReLU.

    Parameters
    ----------
    tensor : Tensor
        Weight of shape ``(outputs, inputs, *kernel)``.
    a : float
        Negative slope of the activation that follows; 0 is ReLU.
    mode : str
        ``"fan_in"`` keeps the variance of the activations, ``"fan_out"`` that of
        the gradients.
    nonlinearity : str
        See :func:`~dlbook.scratch.init.calculate_gain`.
    rng : numpy.random.Generator
        Source of the numbers.

    Notes
    -----
    Differs from the paper: nothing.
    """
    return normal_(tensor, 0.0, _std(tensor, a, mode, nonlinearity), rng=rng)


def kaiming_uniform_(
    tensor: Tensor,
    a: float = 0.0,
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
    *,
    rng: np.random.Generator,
) -> Tensor:
    """Fill ``tensor`` evenly over ±``gain * sqrt(3 / fan)``.

    The variance, and the parameters, are those of :func:`kaiming_normal_`.
    """
    bound = math.sqrt(3) * _std(tensor, a, mode, nonlinearity)
    return uniform_(tensor, -bound, bound, rng=rng)


def _std(tensor: Tensor, a: float, mode: str, nonlinearity: str) -> float:
    if mode not in ("fan_in", "fan_out"):
        raise ValueError(f"mode: expected 'fan_in' or 'fan_out', got {mode!r}")
    fan_in, fan_out = fan_in_and_fan_out(tensor)
    return calculate_gain(nonlinearity, a) / math.sqrt(fan_in if mode == "fan_in" else fan_out)
