"""Normalization: shift and scale groups of entries to mean 0 and variance 1.

Batch and layer normalization differ in which entries form a group. Each lays its
groups out as the rows of a matrix, and shares the rest: :func:`_standardize` and
its gradient, in which the terms of mean and variance are combined (Ioffe and
Szegedy 2015, section 3).

Axes: B batch, C channels, then any others (H and W of an image). Every function
scales the result by ``weight`` and shifts it by ``bias`` if they are given; ``eps``
is added to the variance, so that a constant group gives zeros.
"""

from __future__ import annotations

import math

import numpy as np

from dlbook.scratch.ops.operands import as_floating, dot_rows, number, sum_rows, widened
from dlbook.scratch.tensor import Tensor, make_result


def layer_norm(input, normalized_shape, weight=None, bias=None, eps: float = 1e-5) -> Tensor:
    """Standardize each example over its last axes (Ba, Kiros and Hinton 2016).

    ``input`` has shape ``(..., *normalized_shape)``; the last axes form a group. ``weight`` and
    ``bias`` have ``normalized_shape``.
    """
    x = as_floating(input)
    shape = _last_axes("layer_norm", x, normalized_shape)
    rows = x.data.reshape(-1, math.prod(shape))
    normal, inverse, _, _ = _standardize(rows, number("layer_norm", "eps", eps))

    def vjp(grad):
        return _standardize_vjp(grad.reshape(rows.shape), normal, inverse).reshape(x.shape)

    return _scale_and_shift("layer_norm", x, normal.reshape(x.shape), vjp, weight, bias, shape)


def rms_norm(input, normalized_shape, weight=None, eps: float | None = None) -> Tensor:
    """Divide each example by the root of its mean square (Zhang and Sennrich 2019).

    Arguments as for :func:`layer_norm`; nothing is subtracted and there is no
    bias. ``eps`` is the dtype's precision if left out, as in torch.
    """
    x = as_floating(input)
    shape = _last_axes("rms_norm", x, normalized_shape)
    rows = widened(x.data).reshape(-1, math.prod(shape))
    eps = float(np.finfo(x.dtype).eps) if eps is None else number("rms_norm", "eps", eps)
    inverse = 1 / np.sqrt(dot_rows(rows, rows) / rows.shape[1] + eps)
    normal = rows * inverse

    def vjp(grad):
        grad = grad.reshape(rows.shape)
        part = grad - normal * (dot_rows(grad, normal) / rows.shape[1])
        return (part * inverse).reshape(x.shape)

    return _scale_and_shift("rms_norm", x, normal.reshape(x.shape), vjp, weight, None, shape)


def batch_norm(
    input,
    running_mean: Tensor | None,
    running_var: Tensor | None,
    weight=None,
    bias=None,
    training: bool = False,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Tensor:
    """Standardize each channel over the batch (Ioffe and Szegedy 2015, algorithm 1).

    ``input`` has shape ``(B, C, ...)``, all else ``(C,)``. While ``training``, the running
    values are moved toward the batch's mean and (unbiased) variance, of which ``momentum`` is
    the share; otherwise they are used in place of those.
    """
    x = as_floating(input)
    if x.ndim < 2 or x.size == 0:
        raise ValueError(
            f"batch_norm: expected an input (B, C, ...) that is not empty, got {x.shape}"
        )
    channels = x.shape[1]
    _validate_running(channels, training, running_mean=running_mean, running_var=running_var)
    momentum, eps = (
        number("batch_norm", name, value)
        for name, value in (("momentum", momentum), ("eps", eps))
    )
    rows = widened(x.data).swapaxes(0, 1).reshape(channels, -1)
    # Back from rows: the shape with the channels first, then the first two axes exchanged.
    shape = (channels, len(x), *x.shape[2:])
    if training:
        count = _several_entries(rows)
        normal, inverse, mean, variance = _standardize(rows, eps)
        _move(running_mean, mean, momentum)
        _move(running_var, variance * (count / (count - 1)), momentum)
    else:
        inverse = 1 / np.sqrt(widened(running_var.data)[:, None] + eps)
        normal = (rows - running_mean.data[:, None]) * inverse

    def vjp(grad):
        grad = grad.swapaxes(0, 1).reshape(rows.shape)
        part = _standardize_vjp(grad, normal, inverse) if training else grad * inverse
        return part.reshape(shape).swapaxes(0, 1)

    back = normal.reshape(shape).swapaxes(0, 1)
    return _scale_and_shift(
        "batch_norm", x, back, vjp, weight, bias, (channels,), axes_after=x.ndim - 2
    )


def _standardize(rows: np.ndarray, eps: float) -> tuple[np.ndarray, ...]:
    """Return (row - mean) / √(variance + eps); then 1 / √(variance + eps), mean, variance."""
    rows = widened(rows)
    mean = sum_rows(rows) / rows.shape[1]
    normal = rows - mean
    variance = dot_rows(normal, normal) / rows.shape[1]
    inverse = 1 / np.sqrt(variance + eps)
    normal *= inverse
    return normal, inverse, mean, variance


def _standardize_vjp(grad: np.ndarray, normal: np.ndarray, inverse: np.ndarray) -> np.ndarray:
    """Return the gradient of the rows, from that of their standardized values.

    The mean and the variance depend on every entry, which takes away the part
    of the gradient that would change them: its mean, and its part along ``normal``.
    """
    length = normal.shape[1]
    grad = widened(grad)
    part = grad - sum_rows(grad) / length
    part -= normal * (dot_rows(grad, normal) / length)
    part *= inverse
    return part


def _scale_and_shift(op, x, normal, vjp, weight, bias, shape, axes_after: int = 0) -> Tensor:
    """Return ``normal * weight + bias``, what every normalization ends with.

    ``vjp`` leads from the gradient of ``normal`` to that of ``x``. The weights
    have ``shape``, and ``normal`` has ``axes_after`` more axes behind them.
    """
    w, b = (_affine(op, name, t, shape) for name, t in (("weight", weight), ("bias", bias)))
    full = (*shape, *(1,) * axes_after)
    # Before, along and behind the axes of weight and bias.
    sides = (-1, math.prod(shape), math.prod(normal.shape[normal.ndim - axes_after :]))
    dtype = np.result_type(*(t.dtype for t in (x, w, b) if t is not None))
    out, vjps = normal, [(x, vjp)]
    if w is not None:

        def vjp_w(grad):
            products = grad.reshape(sides), normal.reshape(sides)
            return np.einsum("nkl,nkl->k", *products).reshape(shape)

        out = out * w.data.reshape(full)
        vjps = [(x, lambda grad: vjp(grad * w.data.reshape(full))), (w, vjp_w)]
    if b is not None:
        # In place, unless that would change the normalized input.
        out = np.add(out, b.data.reshape(full), out=None if out is normal else out)
        vjps.append(
            (b, lambda grad: np.einsum("nkl->k", widened(grad.reshape(sides))).reshape(shape))
        )
    return make_result(op, out.astype(dtype, copy=False), *vjps)


def _affine(op: str, name: str, value, shape) -> Tensor | None:
    if value is None:
        return None
    tensor = as_floating(value)
    if tensor.shape != tuple(shape):
        raise ValueError(f"{op}: expected a {name} of shape {tuple(shape)}, got {tensor.shape}")
    return tensor


def _last_axes(op: str, x: Tensor, normalized_shape) -> tuple[int, ...]:
    """Return ``normalized_shape`` as a tuple, having compared it with the input."""
    single = isinstance(normalized_shape, int | np.integer)
    shape = (int(normalized_shape),) if single else tuple(normalized_shape)
    if not shape or x.shape[-len(shape) :] != shape or 0 in shape:
        raise ValueError(
            f"{op}: the last axes of the input, {x.shape}, must be normalized_shape, {shape}"
        )
    return shape


def _validate_running(channels: int, training: bool, **running) -> None:
    for name, value in running.items():
        if value is None and not training:
            raise ValueError(f"batch_norm: {name} is needed if training is False")
        if value is not None and not isinstance(value, Tensor):
            raise TypeError(
                f"batch_norm: {name} must be a Tensor, because training changes it, "
                f"got {type(value).__name__}"
            )
        if value is not None and value.requires_grad:
            raise ValueError(
                f"batch_norm: no gradient is computed for {name}: pass {name}.detach()"
            )
        if value is not None and value.shape != (channels,):
            raise ValueError(
                f"batch_norm: expected a {name} of shape {(channels,)}, got {value.shape}"
            )


def _several_entries(rows: np.ndarray) -> int:
    if rows.shape[1] == 1:
        raise ValueError(
            "batch_norm: each channel has one entry, which has no variance: train on batches "
            "of two or more, or pass training=False"
        )
    return rows.shape[1]


def _move(running: Tensor | None, new: np.ndarray, momentum: float) -> None:
    """Move a running value toward a new one."""
    if running is not None:
        moved = (1 - momentum) * running.data + momentum * new[:, 0]
        running.data = moved.astype(running.dtype)
