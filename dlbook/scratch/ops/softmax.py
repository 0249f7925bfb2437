"""Softmax and its logarithm."""

from __future__ import annotations

import numpy as np

from dlbook.scratch.tensor import Tensor, as_tensor, record


def softmax(x, axis: int = -1) -> Tensor:
    """e^x over the sum of e^x along ``axis``: positive, and sums to one.

    The largest entry is subtracted first; the result is the same and nothing
    overflows.
    """
    x = as_tensor(x)
    out = np.exp(x.data - x.data.max(axis=axis, keepdims=True))
    out /= out.sum(axis=axis, keepdims=True)

    def rule(grad):
        return out * (grad - (grad * out).sum(axis=axis, keepdims=True))

    return record("softmax", out, (x, rule))


def log_softmax(x, axis: int = -1) -> Tensor:
    """Logarithm of :func:`softmax`, without ever taking the log of a tiny number."""
    x = as_tensor(x)
    shifted = x.data - x.data.max(axis=axis, keepdims=True)
    out = shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))

    def rule(grad):
        return grad - np.exp(out) * grad.sum(axis=axis, keepdims=True)

    return record("log_softmax", out, (x, rule))
