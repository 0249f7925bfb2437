"""Activation functions, entry by entry."""

from __future__ import annotations

import math

import numpy as np

from dlbook.scratch.ops.operands import as_floating
from dlbook.scratch.tensor import Tensor, as_tensor, record


def sigmoid(x) -> Tensor:
    """1 / (1 + e^-x), between 0 and 1; its slope is at most 1/4."""
    x = as_floating(x)
    out = sigmoid_of(x.data)
    return record("sigmoid", out, (x, lambda grad: grad * out * (1 - out)))


def tanh(x) -> Tensor:
    """Hyperbolic tangent, between -1 and 1; its slope is at most 1."""
    x = as_floating(x)
    out = np.tanh(x.data)
    return record("tanh", out, (x, lambda grad: grad * (1 - out * out)))


def relu(x) -> Tensor:
    """max(x, 0); the slope at 0 is taken as 0, as torch does."""
    x = as_tensor(x)
    return record("relu", np.maximum(x.data, 0), (x, lambda grad: grad * (x.data > 0)))


def leaky_relu(x, negative_slope: float = 0.01) -> Tensor:
    """Return x where x > 0, else ``negative_slope * x`` (Maas, Hannun and Ng 2013)."""
    x = as_floating(x)
    slope = np.where(x.data > 0, 1.0, negative_slope).astype(x.dtype)
    return record("leaky_relu", x.data * slope, (x, lambda grad: grad * slope))


def elu(x, alpha: float = 1.0) -> Tensor:
    """Return x where x > 0, else ``alpha * (e^x - 1)`` (Clevert et al. 2016)."""
    x = as_floating(x)
    return _elu("elu", x, 1.0, float(alpha))


# Fixed so that a mean of 0 and a variance of 1 pass through a layer unchanged
# (Klambauer et al. 2017, equation 14).
SELU_SCALE, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772


def selu(x) -> Tensor:
    """Return a scaled :func:`elu` that keeps mean 0 and variance 1 (Klambauer et al. 2017)."""
    x = as_floating(x)
    return _elu("selu", x, SELU_SCALE, SELU_SCALE * SELU_ALPHA)


def _elu(op: str, x: Tensor, scale: float, alpha: float) -> Tensor:
    """Return ``scale * x`` where x > 0, else ``alpha * (e^x - 1)``."""
    negative = alpha * np.expm1(np.minimum(x.data, 0))
    positive = x.data > 0

    def rule(grad):
        return grad * np.where(positive, scale, negative + alpha)

    return record(op, np.where(positive, scale * x.data, negative), (x, rule))


def silu(x) -> Tensor:
    """``x * sigmoid(x)`` (Hendrycks and Gimpel 2016, "SiLU"; later also "swish")."""
    x = as_floating(x)
    gate = sigmoid_of(x.data)
    return record(
        "silu", x.data * gate, (x, lambda grad: grad * gate * (1 + x.data * (1 - gate)))
    )


def softplus(x) -> Tensor:
    """log(1 + e^x), a smooth ReLU, computed without overflow."""
    x = as_floating(x)
    # log(1 + e^x) = max(x, 0) + log(1 + e^-|x|); seven times as fast as logaddexp.
    out = np.maximum(x.data, 0) + np.log1p(np.exp(-np.abs(x.data)))
    return record("softplus", out, (x, lambda grad: grad * sigmoid_of(x.data)))


def gelu(x) -> Tensor:
    """``x`` times the normal distribution function, by its tanh approximation.

    Source: Hendrycks and Gimpel 2016, section 2. Equal to
    ``torch.nn.functional.gelu(x, approximate="tanh")``.

    Notes
    -----
    Differs from the paper: nothing. NumPy has no error function, and in SciPy
    the exact form costs about ten times as much.
    """
    x = as_floating(x)
    c = math.sqrt(2 / math.pi)
    squared = x.data * x.data  # a product: `** 3` in float32 is tens of times slower
    t = np.tanh(c * x.data * (1 + 0.044715 * squared))

    def rule(grad):
        inner_slope = c * (1 + 3 * 0.044715 * squared)
        return grad * (0.5 * (1 + t) + 0.5 * x.data * (1 - t * t) * inner_slope)

    return record("gelu", 0.5 * x.data * (1 + t), (x, rule))


def sigmoid_of(x: np.ndarray) -> np.ndarray:
    """Return the logistic sigmoid of an array."""
    # For large negative x the exponential overflows to infinity, and 1/inf is
    # the right answer, 0. The form with tanh does not overflow, but is 0 from
    # x = -17 on, where the right answer is 4e-8 and has a logarithm.
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-x))
