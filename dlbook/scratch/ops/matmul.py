"""Matrix product."""

from __future__ import annotations

import numpy as np

from dlbook.scratch.ops.broadcast import unbroadcast
from dlbook.scratch.tensor import Tensor, as_tensor, record


def matmul(a, b) -> Tensor:
    """Matrix product ``a @ b`` over the last two axes, batched over the others.

    Parameters
    ----------
    a : Tensor
        Shape ``(..., n, k)``, or ``(k,)`` for a vector.
    b : Tensor
        Shape ``(..., k, m)``, or ``(k,)`` for a vector.

    Returns
    -------
    Tensor
        Shape ``(..., n, m)``; a vector's axis is left out, as NumPy does.

    Raises
    ------
    ValueError
        Where the inner axes differ, naming both shapes.
    """
    a, b = as_tensor(a), as_tensor(b)
    _check(a, b)
    # A vector becomes a matrix with one row (left) or one column (right), so
    # that one pair of rules serves every case.
    rows = a.data[None, :] if a.ndim == 1 else a.data
    columns = b.data[:, None] if b.ndim == 1 else b.data
    shape = np.broadcast_shapes(rows.shape[:-2], columns.shape[:-2])
    full = (*shape, rows.shape[-2], columns.shape[-1])

    def grad_a(grad):
        product = grad.reshape(full) @ columns.swapaxes(-1, -2)
        return unbroadcast(product, rows.shape).reshape(a.shape)

    def grad_b(grad):
        product = rows.swapaxes(-1, -2) @ grad.reshape(full)
        return unbroadcast(product, columns.shape).reshape(b.shape)

    return record("matmul", a.data @ b.data, (a, grad_a), (b, grad_b))


def _check(a: Tensor, b: Tensor) -> None:
    if a.ndim == 0 or b.ndim == 0:
        raise ValueError(
            f"matmul: shapes {a.shape} and {b.shape}: a number is no matrix, use *"
        )
    inner_a, inner_b = a.shape[-1], b.shape[-2 if b.ndim > 1 else 0]
    if inner_a != inner_b:
        raise ValueError(
            f"matmul: shapes {a.shape} and {b.shape} do not fit: the last axis of the first "
            f"({inner_a}) must equal the {'second-to-last' if b.ndim > 1 else 'only'} axis of "
            f"the second ({inner_b})"
        )
