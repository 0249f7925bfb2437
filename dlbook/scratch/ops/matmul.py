"""Matrix product."""

from __future__ import annotations

import math

import numpy as np

from dlbook.scratch.ops.broadcast import unbroadcast
from dlbook.scratch.ops.operands import same_dtype
from dlbook.scratch.tensor import Tensor, record


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
        Where the inner axes differ, or the others do not broadcast, naming
        both shapes.
    """
    a, b = same_dtype(a, b)
    _check(a, b)
    # A vector becomes a matrix with one row (left) or one column (right), so
    # that one pair of rules serves every case.
    rows = a.data[None, :] if a.ndim == 1 else a.data
    columns = b.data[:, None] if b.ndim == 1 else b.data
    batch = np.broadcast_shapes(rows.shape[:-2], columns.shape[:-2])
    full = (*batch, rows.shape[-2], columns.shape[-1])

    def grad_a(grad):
        product = _product(grad.reshape(full), columns.swapaxes(-1, -2))
        return unbroadcast(product, rows.shape).reshape(a.shape)

    def grad_b(grad):
        if columns.ndim == 2:  # shared by the whole batch: one product sums over it
            return (_flat(rows).T @ _flat(grad.reshape(full))).reshape(b.shape)
        product = rows.swapaxes(-1, -2) @ grad.reshape(full)
        return unbroadcast(product, columns.shape).reshape(b.shape)

    shape = (*batch, *a.shape[-2:-1], *(b.shape[-1:] if b.ndim > 1 else ()))
    return record("matmul", _product(rows, columns).reshape(shape), (a, grad_a), (b, grad_b))


def _product(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return ``a @ b``, as one large product where ``b`` is one matrix.

    NumPy multiplies a batch matrix by matrix, on one core.
    """
    if b.ndim > 2 or a.ndim <= 2:
        return a @ b
    return (_flat(a) @ b).reshape(*a.shape[:-1], b.shape[-1])


def _flat(x: np.ndarray) -> np.ndarray:
    """Return all axes but the last joined into one."""
    return x.reshape(math.prod(x.shape[:-1]), x.shape[-1])


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
    try:
        np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    except ValueError:
        raise ValueError(
            f"matmul: shapes {a.shape} and {b.shape} do not fit: the axes before the last two "
            f"must be equal or one of them 1"
        ) from None
