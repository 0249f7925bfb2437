"""The transpose of broadcasting: summing over what was broadcast."""

from __future__ import annotations

import numpy as np


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
