"""Operations that move entries and change none."""

from __future__ import annotations

import numpy as np

from dlbook.scratch.tensor import Tensor, as_tensor, record


def reshape(a, *shape: int) -> Tensor:
    """Return the same entries in a new shape; one length may be -1."""
    a = as_tensor(a)
    if len(shape) == 1 and isinstance(shape[0], tuple | list):
        shape = tuple(shape[0])
    try:
        out = a.data.reshape(shape)
    except ValueError:
        raise ValueError(f"reshape: {a.shape} has {a.size} entries, {shape} does not") from None
    return record("reshape", out, (a, lambda grad: grad.reshape(a.shape)))


def transpose(a, *axes: int) -> Tensor:
    """Return the axes in the order ``axes`` (reversed where left out)."""
    a = as_tensor(a)
    order = axes or tuple(reversed(range(a.ndim)))
    if sorted(order) != list(range(a.ndim)):
        raise ValueError(f"transpose: {axes} is no order of the axes of shape {a.shape}")
    back = np.argsort(order)
    return record("transpose", a.data.transpose(order), (a, lambda grad: grad.transpose(back)))


def getitem(a, index) -> Tensor:
    """``a[index]``; the gradient goes back to where the entries came from."""
    a = as_tensor(a)
    index = index.data if isinstance(index, Tensor) else index

    def rule(grad):
        out = np.zeros(a.shape, grad.dtype)
        np.add.at(out, index, grad)  # an entry picked twice gets both gradients
        return out

    return record("getitem", a.data[index], (a, rule))
