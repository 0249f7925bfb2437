"""Activation functions and softmax."""

from __future__ import annotations

import math

import numpy as np

from dlbook.scratch.ops.operands import (
    as_floating,
    max_along,
    number,
    sum_along,
    validate_axis,
    widened,
)
from dlbook.scratch.tensor import Tensor, as_tensor, make_result


def sigmoid(x) -> Tensor:
    """1 / (1 + e^-x), between 0 and 1; its derivative is at most 1/4."""
    x = as_floating(x)
    out = logistic(x.data)
    return make_result("sigmoid", out, (x, lambda grad: grad * out * (1 - out)))


def tanh(x) -> Tensor:
    """Hyperbolic tangent, between -1 and 1; its derivative is at most 1."""
    x = as_floating(x)
    out = np.tanh(x.data)
    return make_result("tanh", out, (x, lambda grad: grad * (1 - out * out)))


def relu(x) -> Tensor:
    """max(x, 0); the derivative at 0 is taken as 0, as in torch."""
    x = as_tensor(x)
    # `~(x <= 0)` lets the gradient pass at NaN too.
    return make_result("relu", np.maximum(x.data, 0), (x, lambda grad: grad * ~(x.data <= 0)))


def leaky_relu(x, negative_slope: float = 0.01) -> Tensor:
    """Return x if x > 0, else ``negative_slope * x`` (Maas, Hannun and Ng 2013)."""
    x = as_floating(x)
    below = number("leaky_relu", "negative_slope", negative_slope)
    slope = np.where(x.data > 0, 1.0, below).astype(x.dtype)
    return make_result("leaky_relu", x.data * slope, (x, lambda grad: grad * slope))


def silu(x) -> Tensor:
    """``x * sigmoid(x)`` (Hendrycks and Gimpel 2016, "SiLU"; later also "swish")."""
    x = as_floating(x)
    gate = logistic(x.data)
    return make_result(
        "silu", x.data * gate, (x, lambda grad: grad * gate * (1 + x.data * (1 - gate)))
    )


def softplus(x) -> Tensor:
    """log(1 + e^x), a smooth ReLU, computed without overflow."""
    x = as_floating(x)
    # log(1 + e^x) = max(x, 0) + log(1 + e^-|x|); several times as fast as logaddexp.
    out = np.maximum(x.data, 0) + np.log1p(np.exp(-np.abs(x.data)))
    return make_result("softplus", out, (x, lambda grad: grad * logistic(x.data)))


def gelu(x) -> Tensor:
    """GELU: x Φ(x) with the normal distribution function Φ, by its tanh approximation.

    x / 2 (1 + tanh(c (x + 0.044715 x³))) with c = √(2 / π) (Hendrycks and Gimpel
    2016, section 2): torch's ``gelu(x, approximate="tanh")``. NumPy has no error
    function, and in SciPy the exact form costs about ten times as much.
    """
    x = as_floating(x)
    c = math.sqrt(2 / math.pi)
    squared = x.data * x.data  # a product: `** 3` in float32 is tens of times slower
    t = np.tanh((c * 0.044715 * squared + c) * x.data)
    out = 0.5 * x.data
    out = out + out * t

    def vjp(grad):
        slope_of_t = (1 - t * t) * (3 * 0.044715 * c * squared + c)
        return 0.5 * grad * (1 + t + x.data * slope_of_t)

    return make_result("gelu", out, (x, vjp))


def logistic(x: np.ndarray) -> np.ndarray:
    """Return the logistic sigmoid of an array."""
    # For large negative x the exponential overflows to infinity, and 1/inf is
    # the right answer, 0. The form with tanh does not overflow, but is 0 from
    # x = -17 on, where the right answer is 4e-8 and has a logarithm.
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-x))


# --- softmax -------------------------------------------------------------------------
#
# The largest entry is subtracted before the exponential: the result is the same,
# and nothing overflows. An entry of -inf gets probability zero. If all entries
# are -inf there are no probabilities: the result is NaN, as in torch.


def softmax(x, axis: int = -1) -> Tensor:
    """e^x over the sum of e^x along ``axis``: positive, and sums to one."""
    x = as_floating(x)
    axis = validate_axis("softmax", axis, x.shape)
    out = _less_largest(widened(x.data), axis)
    np.exp(out, out=out)
    out /= sum_along(out, axis)

    def vjp(grad):
        part = grad * out
        part -= out * sum_along(part, axis)
        return part

    return make_result("softmax", out.astype(x.dtype, copy=False), (x, vjp))


def log_softmax(x, axis: int = -1) -> Tensor:
    """Logarithm of :func:`softmax`, without ever taking the log of a tiny number."""
    x = as_floating(x)
    axis = validate_axis("log_softmax", axis, x.shape)
    out = log_probabilities(widened(x.data), axis)

    def vjp(grad):
        return grad - np.exp(out) * sum_along(widened(grad), axis)

    return make_result("log_softmax", out.astype(x.dtype, copy=False), (x, vjp))


def logsumexp(x, axis: int = -1, keepdims: bool = False) -> Tensor:
    """Logarithm of the sum of e^x along ``axis``, a smooth maximum."""
    x = as_floating(x)
    axis = validate_axis("logsumexp", axis, x.shape)
    values = widened(x.data)
    largest = max_along(values, axis)
    # If all entries are -inf the sum is 0 and its logarithm -inf; inf stays.
    largest = np.where(np.isfinite(largest), largest, 0)
    with np.errstate(divide="ignore", over="ignore"):
        out = largest + np.log(sum_along(np.exp(values - largest), axis))

    def vjp(grad):
        with np.errstate(invalid="ignore"):
            p = np.exp(values - out)
        return p * (grad if keepdims else np.expand_dims(grad, axis))

    result = out if keepdims else out.squeeze(axis)
    return make_result("logsumexp", result.astype(x.dtype, copy=False), (x, vjp))


def log_probabilities(x: np.ndarray, axis: int) -> np.ndarray:
    """Return the logarithm of the softmax of an array along ``axis``."""
    out = _less_largest(x, axis)
    with np.errstate(divide="ignore"):  # of an empty axis the sum is 0
        out -= np.log(sum_along(np.exp(out), axis))
    return out


def _less_largest(x: np.ndarray, axis: int) -> np.ndarray:
    with np.errstate(invalid="ignore"):  # inf - inf is NaN, and meant to be
        return x - max_along(x, axis)
