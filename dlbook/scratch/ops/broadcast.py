"""Broadcasting, and its transpose: summing over what was broadcast."""

from __future__ import annotations

import numpy as np

from dlbook.scratch.tensor import Tensor


def unbroadcast(grad: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Sum ``grad`` down to ``shape``, undoing what broadcasting did.

    An entry that was copied along an axis has influenced the result at every
    copy, so its gradient is the sum over the copies.

    Parameters
    ----------
    grad : numpy.ndarray
        Gradient of a broadcast result.
    shape : tuple of int
        Shape of the input before broadcasting.
    """
    if grad.shape == shape:
        return grad
    new_axes = tuple(range(grad.ndim - len(shape)))
    grad = grad.sum(axis=new_axes) if new_axes else grad
    stretched = tuple(i for i, n in enumerate(shape) if n == 1 and grad.shape[i] != 1)
    return grad.sum(axis=stretched, keepdims=True) if stretched else grad


def check_broadcast(op: str, a: Tensor, b: Tensor) -> None:
    """Raise a ValueError that names both shapes where they do not broadcast."""
    if a.shape == b.shape:
        return
    for m, n in zip(reversed(a.shape), reversed(b.shape), strict=False):
        if m != n and 1 not in (m, n):
            raise ValueError(
                f"{op}: shapes {a.shape} and {b.shape} do not broadcast: from the last axis "
                f"backward, lengths must be equal or one of them 1, and here {m} meets {n}"
            )
