"""Operations that change the shape, and no entry."""

from __future__ import annotations

import numpy as np

from dlbook.scratch.ops.axes import checked_axes
from dlbook.scratch.tensor import Tensor, as_tensor, record


def reshape(a, *shape: int) -> Tensor:
    """Return the same entries, in the same order, in a new shape; one length may be -1."""
    a = as_tensor(a)
    if len(shape) == 1 and isinstance(shape[0], tuple | list):
        shape = tuple(shape[0])
    try:
        out = a.data.reshape(shape)
    except ValueError:
        raise ValueError(
            f"reshape: shape {a.shape} has {a.size} entries, which do not fill {shape}"
        ) from None
    return record("reshape", out, (a, lambda grad: grad.reshape(a.shape)))


def transpose(a, *axes: int) -> Tensor:
    """Return the axes in the order ``axes`` (reversed where left out), as NumPy does.

    Torch calls this ``permute``; its own ``transpose`` is :func:`swapaxes`.
    """
    a = as_tensor(a)
    order = checked_axes("transpose", axes or tuple(reversed(range(a.ndim))), a.shape)
    if len(order) != a.ndim:
        raise ValueError(
            f"transpose: {axes} does not name every axis of shape {a.shape}; "
            f"to exchange two axes use swapaxes"
        )
    back = tuple(np.argsort(order))
    return record("transpose", a.data.transpose(order), (a, lambda grad: grad.transpose(back)))


def swapaxes(a, axis1: int, axis2: int) -> Tensor:
    """Exchange two axes."""
    a = as_tensor(a)
    checked_axes("swapaxes", (axis1,), a.shape)
    checked_axes("swapaxes", (axis2,), a.shape)
    return record(
        "swapaxes",
        a.data.swapaxes(axis1, axis2),
        (a, lambda grad: grad.swapaxes(axis1, axis2)),
    )
