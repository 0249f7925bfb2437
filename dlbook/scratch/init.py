"""Initial weights: each function fills a tensor in place, from the ``rng`` it is given.

Names and formulas are those of ``torch.nn.init``. A weight has shape
``(outputs, inputs, *kernel)``, as torch stores it.
"""

from __future__ import annotations

import math

import numpy as np

from dlbook.scratch.tensor import Tensor

__all__ = [
    "calculate_gain",
    "fan_in_and_fan_out",
    "kaiming_normal_",
    "normal_",
    "orthogonal_",
    "uniform_",
    "xavier_normal_",
    "xavier_uniform_",
]


def uniform_(
    tensor: Tensor, a: float = 0.0, b: float = 1.0, *, rng: np.random.Generator
) -> Tensor:
    """Fill ``tensor`` with uniform random numbers from ``[a, b)``, and return it."""
    return _fill(tensor, rng.uniform(a, b, tensor.shape))


def normal_(
    tensor: Tensor, mean: float = 0.0, std: float = 1.0, *, rng: np.random.Generator
) -> Tensor:
    """Fill ``tensor`` with normal random numbers, and return it."""
    return _fill(tensor, rng.normal(mean, std, tensor.shape))


def xavier_normal_(tensor: Tensor, gain: float = 1.0, *, rng: np.random.Generator) -> Tensor:
    """Fill ``tensor`` with normal numbers of variance ``gain**2 * 2 / (fan_in + fan_out)``.

    Source: Glorot and Bengio 2010, equation 12. Keeping the variance of the
    activations asks for ``1 / fan_in``, keeping that of the gradients for
    ``1 / fan_out``; this is the compromise. The paper itself draws from the
    uniform distribution of :func:`xavier_uniform_`, which has the same variance.
    """
    return normal_(tensor, 0.0, _xavier_std(tensor, gain), rng=rng)


def xavier_uniform_(tensor: Tensor, gain: float = 1.0, *, rng: np.random.Generator) -> Tensor:
    """Fill ``tensor`` uniformly over ±``gain * sqrt(6 / (fan_in + fan_out))``.

    Source: Glorot and Bengio 2010, equation 16.
    """
    # Uniform numbers over ±a have variance a² / 3.
    bound = math.sqrt(3) * _xavier_std(tensor, gain)
    return uniform_(tensor, -bound, bound, rng=rng)


def kaiming_normal_(
    tensor: Tensor,
    a: float = 0.0,
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
    *,
    rng: np.random.Generator,
) -> Tensor:
    """Fill ``tensor`` with normal numbers of variance ``gain**2 / fan``.

    Source: He et al. 2015, equations 10 (``fan_in``, which keeps the variance of the
    activations) and 14 (``fan_out``, that of the gradients). ``a`` is the negative slope of the
    activation that follows; 0 is ReLU, of gain √2. ``nonlinearity`` is one of
    :func:`calculate_gain`.
    """
    return normal_(tensor, 0.0, _kaiming_std(tensor, a, mode, nonlinearity), rng=rng)


def orthogonal_(tensor: Tensor, gain: float = 1.0, *, rng: np.random.Generator) -> Tensor:
    """Fill ``tensor`` with ``gain`` times a random matrix of orthonormal rows or columns.

    Source: Saxe, McClelland and Ganguli 2014. All axes after the first are
    joined into one; the shorter side is orthonormal.

    The Q of a QR decomposition is uniform over all orthogonal matrices only once
    the signs of R's diagonal are made positive (Mezzadri 2007).
    """
    if tensor.ndim < 2:
        raise ValueError(f"orthogonal_ needs at least two axes, got shape {tensor.shape}")
    rows, columns = tensor.shape[0], math.prod(tensor.shape[1:])
    tall = rng.standard_normal((max(rows, columns), min(rows, columns)))
    q, r = np.linalg.qr(tall)
    q *= np.sign(np.diagonal(r))
    q = q if rows >= columns else q.T
    return _fill(tensor, (gain * q).reshape(tensor.shape))


def fan_in_and_fan_out(tensor: Tensor) -> tuple[int, int]:
    """Return how many inputs each output of a weight has, and how many outputs each input.

    Every place of a kernel is one more connection.
    """
    if tensor.ndim < 2 or tensor.size == 0:
        raise ValueError(
            f"a weight to initialize by its fan needs at least the axes (outputs, inputs), "
            f"none of length 0, got shape {tensor.shape}; set a bias to zeros instead"
        )
    kernel = math.prod(tensor.shape[2:])
    return tensor.shape[1] * kernel, tensor.shape[0] * kernel


def calculate_gain(nonlinearity: str, param: float | None = None) -> float:
    """Return the factor by which weights are raised to make up for an activation.

    ``nonlinearity`` is ``"linear"``, ``"sigmoid"``, ``"tanh"``, ``"relu"`` or
    ``"leaky_relu"`` (``param`` is its negative slope).

    For (leaky) ReLU the factor follows from theory (He et al. 2015, equations
    10 and 15: half of the variance is lost); 5/3 for tanh
    is torch's value, found by experience.
    """
    slope = 0.01 if param is None else param
    gains = {
        "linear": 1.0,
        "sigmoid": 1.0,
        "tanh": 5 / 3,
        "relu": math.sqrt(2),
        "leaky_relu": math.sqrt(2 / (1 + slope**2)),
    }
    if nonlinearity not in gains:
        raise ValueError(f"calculate_gain: expected one of {list(gains)}, got {nonlinearity!r}")
    return gains[nonlinearity]


def _fill(tensor: Tensor, values: np.ndarray) -> Tensor:
    tensor.data = values.astype(tensor.dtype)
    return tensor


def _xavier_std(tensor: Tensor, gain: float) -> float:
    return gain * math.sqrt(2 / sum(fan_in_and_fan_out(tensor)))


def _kaiming_std(tensor: Tensor, a: float, mode: str, nonlinearity: str) -> float:
    if mode not in ("fan_in", "fan_out"):
        raise ValueError(f"mode: expected 'fan_in' or 'fan_out', got {mode!r}")
    fan_in, fan_out = fan_in_and_fan_out(tensor)
    return calculate_gain(nonlinearity, a) / math.sqrt(fan_in if mode == "fan_in" else fan_out)
