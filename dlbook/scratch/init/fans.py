"""How many inputs and outputs a weight connects, and how much an activation shrinks."""

from __future__ import annotations

import math

from dlbook.scratch.tensor import Tensor


def fan_in_and_fan_out(tensor: Tensor) -> tuple[int, int]:
    """Return how many inputs each output has, and how many outputs each input.

    Parameters
    ----------
    tensor : Tensor
        Weight of shape ``(outputs, inputs, *kernel)``, as torch stores it. Every
        place of a kernel is one more connection.

    Raises
    ------
    ValueError
        Where the tensor has fewer than two axes (a bias connects nothing), or no
        entries.
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

    Parameters
    ----------
    nonlinearity : str
        ``"linear"``, ``"sigmoid"``, ``"tanh"``, ``"relu"``, ``"leaky_relu"`` or
        ``"selu"``.
    param : float, optional
        Negative slope of a leaky ReLU (0.01 where left out).

    Notes
    -----
    For (leaky) ReLU the factor follows from theory (He et al. 2015, equations
    10 and 15: half of the variance is lost); 5/3 for tanh and 3/4 for SELU are
    torch's values, found by experience.
    """
    slope = 0.01 if param is None else param
    gains = {
        "linear": 1.0,
        "sigmoid": 1.0,
        "tanh": 5 / 3,
        "relu": math.sqrt(2),
        "leaky_relu": math.sqrt(2 / (1 + slope**2)),
        "selu": 3 / 4,
    }
    if nonlinearity not in gains:
        raise ValueError(f"calculate_gain: expected one of {list(gains)}, got {nonlinearity!r}")
    return gains[nonlinearity]
