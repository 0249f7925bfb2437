"""Softmax and its kin.

Each subtracts the largest entry before the exponential: the result is the same,
and nothing overflows. An entry of -inf gets probability zero. Where all entries
are -inf there are no probabilities: the result is NaN, as in torch.
"""

from __future__ import annotations

import numpy as np

from dlbook.scratch.ops.axes import checked_axes, largest_along, sum_along
from dlbook.scratch.ops.operands import as_floating
from dlbook.scratch.tensor import Tensor, record


def softmax(x, axis: int = -1) -> Tensor:
    """e^x over the sum of e^x along ``axis``: positive, and sums to one."""
    x = as_floating(x)
    (axis,) = checked_axes("softmax", axis, x.shape)
    out = shifted(x.data, axis)
    np.exp(out, out=out)
    out /= sum_along(out, axis)

    def rule(grad):
        part = grad * out
        part -= out * sum_along(part, axis)
        return part

    return record("softmax", out, (x, rule))


def log_softmax(x, axis: int = -1) -> Tensor:
    """Logarithm of :func:`softmax`, without ever taking the log of a tiny number."""
    x = as_floating(x)
    (axis,) = checked_axes("log_softmax", axis, x.shape)
    out = log_probabilities(x.data, axis)

    def rule(grad):
        return grad - np.exp(out) * sum_along(grad, axis)

    return record("log_softmax", out, (x, rule))


def logsumexp(x, axis: int = -1, keepdims: bool = False) -> Tensor:
    """Logarithm of the sum of e^x along ``axis``, a smooth maximum."""
    x = as_floating(x)
    (axis,) = checked_axes("logsumexp", axis, x.shape)
    largest = largest_along(x.data, axis)
    # Where all entries are -inf the sum is 0 and its logarithm -inf; inf stays.
    largest = np.where(np.isfinite(largest), largest, 0)
    with np.errstate(divide="ignore", over="ignore"):
        out = largest + np.log(sum_along(np.exp(x.data - largest), axis))

    def rule(grad):
        with np.errstate(invalid="ignore"):
            p = np.exp(x.data - out)
        return p * (grad if keepdims else np.expand_dims(grad, axis))

    return record("logsumexp", out if keepdims else out.squeeze(axis), (x, rule))


def log_probabilities(x: np.ndarray, axis: int) -> np.ndarray:
    """Return the logarithm of the softmax of an array along ``axis``."""
    out = shifted(x, axis)
    with np.errstate(divide="ignore"):  # of an empty axis the sum is 0
        out -= np.log(sum_along(np.exp(out), axis))
    return out


def shifted(x: np.ndarray, axis: int) -> np.ndarray:
    """Return ``x`` less its largest entry along ``axis``."""
    with np.errstate(invalid="ignore"):  # inf - inf is NaN, and meant to be
        return x - largest_along(x, axis)
