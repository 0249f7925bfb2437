"""Normalization: shift and scale groups of entries to mean 0 and variance 1.

Batch, layer and group normalization differ in which entries form a group. Each
lays its groups out as the rows of a matrix, and shares the rest:
:func:`standardized` and its gradient, in which the terms of mean and variance
are combined (Ioffe and Szegedy 2015, section 3).
"""

from __future__ import annotations

import math

import numpy as np

from dlbook.scratch.ops.axes import dot_rows, sum_rows
from dlbook.scratch.ops.operands import as_floating
from dlbook.scratch.tensor import Tensor, record


def standardized(rows: np.ndarray, eps: float) -> tuple[np.ndarray, ...]:
    """Return each row less its mean over its deviation; 1 / deviation, mean and variance."""
    mean = sum_rows(rows) / rows.shape[1]
    out = rows - mean
    variance = dot_rows(out, out) / rows.shape[1]
    inverse = 1 / np.sqrt(variance + float(eps))
    out *= inverse
    return out, inverse, mean, variance


def standardized_grad(grad: np.ndarray, out: np.ndarray, inverse: np.ndarray) -> np.ndarray:
    """Return the gradient of the rows, from that of their standardized values.

    The mean and the variance depend on every entry, which takes away the part
    of the gradient that would change them: its mean, and its part along ``out``.
    """
    length = out.shape[1]
    part = grad - sum_rows(grad) / length
    part -= out * (dot_rows(grad, out) / length)
    part *= inverse
    return part


def layer_norm(input, normalized_shape, weight=None, bias=None, eps: float = 1e-5) -> Tensor:
    """Standardize each example over its last axes (Ba, Kiros and Hinton 2016).

    Parameters
    ----------
    input : Tensor
        Shape ``(..., *normalized_shape)``.
    normalized_shape : int or tuple of int
        The lengths of the last axes, which form a group.
    weight, bias : Tensor, optional
        Shape ``normalized_shape``: scale and shift of each entry afterward.
    eps : float
        Added to the variance, so that a constant group gives zeros.

    Returns
    -------
    Tensor
        Of the shape of ``input``.

    Raises
    ------
    ValueError
        Where the shapes do not fit.
    """
    x = as_floating(input)
    shape = _last_axes("layer_norm", x, normalized_shape)
    rows = x.data.reshape(-1, math.prod(shape))
    out, inverse, _, _ = standardized(rows, eps)

    def back(grad):
        return standardized_grad(grad.reshape(rows.shape), out, inverse).reshape(x.shape)

    return with_affine("layer_norm", x, out.reshape(x.shape), back, weight, bias, shape)


def rms_norm(input, normalized_shape, weight=None, eps: float | None = None) -> Tensor:
    """Divide each example by the root of its mean square (Zhang and Sennrich 2019).

    Parameters and errors are those of :func:`layer_norm`; nothing is subtracted
    and there is no bias. ``eps`` is the dtype's precision where left out, as in
    torch.
    """
    x = as_floating(input)
    shape = _last_axes("rms_norm", x, normalized_shape)
    rows = x.data.reshape(-1, math.prod(shape))
    eps = float(np.finfo(x.dtype).eps if eps is None else eps)
    inverse = 1 / np.sqrt(dot_rows(rows, rows) / rows.shape[1] + eps)
    out = rows * inverse

    def back(grad):
        grad = grad.reshape(rows.shape)
        part = grad - out * (dot_rows(grad, out) / rows.shape[1])
        return (part * inverse).reshape(x.shape)

    return with_affine("rms_norm", x, out.reshape(x.shape), back, weight, None, shape)


def _last_axes(op: str, x: Tensor, normalized_shape) -> tuple[int, ...]:
    """Return ``normalized_shape`` as a tuple, having compared it with the input."""
    single = isinstance(normalized_shape, int | np.integer)
    shape = (int(normalized_shape),) if single else tuple(normalized_shape)
    if not shape or x.shape[-len(shape) :] != shape or 0 in shape:
        raise ValueError(
            f"{op}: the last axes of the input, {x.shape}, must be normalized_shape, {shape}"
        )
    return shape


def with_affine(op: str, x: Tensor, normal, back, weight, bias, shape, extra=()) -> Tensor:
    """Record ``normal * weight + bias``, what every normalization ends with.

    Parameters
    ----------
    op : str
        Name of the operation.
    x : Tensor
        Its input.
    normal : numpy.ndarray
        The normalized input.
    back : callable
        From the gradient of ``normal`` to that of ``x``.
    weight, bias : Tensor or None
        Scale and shift, of ``shape``.
    shape : tuple of int
        What the shape of weight and bias must be.
    extra : tuple of int
        Ones that follow ``shape`` so that it broadcasts with ``normal``.
    """
    w, b = (_checked(op, name, t, shape) for name, t in (("weight", weight), ("bias", bias)))
    full = (*shape, *extra)
    # Before, along and behind the axes of weight and bias.
    sides = (-1, math.prod(shape), math.prod(normal.shape[normal.ndim - len(extra) :]))
    out, rules = normal, [(x, back)]
    if w is not None:
        out = out * w.data.reshape(full)
        rules = [
            (x, lambda grad: back(grad * w.data.reshape(full))),
            (w, lambda grad: _dots(grad.reshape(sides), normal.reshape(sides)).reshape(shape)),
        ]
    if b is not None:
        # In place, unless that would change the normalized input.
        out = np.add(out, b.data.reshape(full), out=None if out is normal else out)
        rules.append((b, lambda grad: _sums(grad.reshape(sides)).reshape(shape)))
    return record(op, out, *rules)


def _dots(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.einsum("nkl,nkl->k", x, y)


def _sums(x: np.ndarray) -> np.ndarray:
    return np.einsum("nkl->k", x)


def _checked(op: str, name: str, value, shape) -> Tensor | None:
    if value is None:
        return None
    tensor = as_floating(value)
    if tensor.shape != tuple(shape):
        raise ValueError(f"{op}: expected a {name} of shape {tuple(shape)}, got {tensor.shape}")
    return tensor
