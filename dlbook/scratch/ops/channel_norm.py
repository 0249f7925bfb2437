"""Normalization by channel: of a batch, or of groups within an example.

Axes: B batch, C channels, then any others (H and W of an image).
"""

from __future__ import annotations

import numpy as np

from dlbook.scratch.ops.norm import standardized, standardized_grad, with_affine
from dlbook.scratch.ops.operands import as_floating
from dlbook.scratch.tensor import Tensor


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

    Parameters
    ----------
    input : Tensor
        Shape ``(B, C, ...)``.
    running_mean, running_var : Tensor or None
        Shape ``(C,)``. While training they are moved toward the batch's mean
        and (unbiased) variance; otherwise they are used in place of those.
    weight, bias : Tensor, optional
        Shape ``(C,)``: scale and shift of each channel afterward.
    training : bool
        Whether to use the batch's own mean and variance.
    momentum : float
        Share of the new value in a running one.
    eps : float
        Added to the variance, so that a constant channel gives zeros.

    Returns
    -------
    Tensor
        Of the shape of ``input``.

    Raises
    ------
    ValueError
        Where shapes do not fit, a channel has a single entry while training,
        or there are no running values otherwise.
    """
    x = as_floating(input)
    channels = _channels("batch_norm", x)
    for name, t in (("running_mean", running_mean), ("running_var", running_var)):
        if t is None and not training:
            raise ValueError(f"batch_norm: {name} is needed where training is False")
        if t is not None and t.shape != (channels,):
            raise ValueError(
                f"batch_norm: expected a {name} of shape {(channels,)}, got {t.shape}"
            )
    rows = x.data.swapaxes(0, 1).reshape(channels, -1)
    # Back from rows: the shape with the channels first, then the first two axes exchanged.
    shape = (channels, len(x), *x.shape[2:])
    if training:
        out, inverse, mean, variance = standardized(_several(rows), eps)
        _move(running_mean, mean, momentum)
        _move(running_var, variance * (rows.shape[1] / (rows.shape[1] - 1)), momentum)
    else:
        inverse = 1 / np.sqrt(running_var.data[:, None] + float(eps))
        out = (rows - running_mean.data[:, None]) * inverse

    def back(grad):
        grad = grad.swapaxes(0, 1).reshape(rows.shape)
        part = standardized_grad(grad, out, inverse) if training else grad * inverse
        return part.reshape(shape).swapaxes(0, 1)

    normal = out.reshape(shape).swapaxes(0, 1)
    ones = (1,) * (x.ndim - 2)
    return with_affine("batch_norm", x, normal, back, weight, bias, (channels,), ones)


def group_norm(input, num_groups: int, weight=None, bias=None, eps: float = 1e-5) -> Tensor:
    """Standardize groups of channels of each example (Wu and He 2018).

    Parameters
    ----------
    input : Tensor
        Shape ``(B, C, ...)``.
    num_groups : int
        Groups into which the C channels are split. One group is a layer norm
        over the whole example; C groups are instance norm.
    weight, bias : Tensor, optional
        Shape ``(C,)``: scale and shift of each channel afterward.
    eps : float
        Added to the variance, so that a constant group gives zeros.

    Returns
    -------
    Tensor
        Of the shape of ``input``.

    Raises
    ------
    ValueError
        Where the channels do not divide into the groups, or a shape does not
        fit.
    """
    x = as_floating(input)
    channels = _channels("group_norm", x)
    if num_groups < 1 or channels % num_groups:
        raise ValueError(
            f"group_norm: {channels} channels do not divide into {num_groups} groups"
        )
    rows = x.data.reshape(len(x) * num_groups, -1)
    out, inverse, _, _ = standardized(rows, eps)

    def back(grad):
        return standardized_grad(grad.reshape(rows.shape), out, inverse).reshape(x.shape)

    ones = (1,) * (x.ndim - 2)
    normal = out.reshape(x.shape)
    return with_affine("group_norm", x, normal, back, weight, bias, (channels,), ones)


def _channels(op: str, x: Tensor) -> int:
    if x.ndim < 2 or x.size == 0:
        raise ValueError(
            f"{op}: expected an input (B, C, ...) that is not empty, got {x.shape}"
        )
    return x.shape[1]


def _several(rows: np.ndarray) -> np.ndarray:
    if rows.shape[1] == 1:
        raise ValueError(
            "batch_norm: each channel has one entry, which has no variance: train on batches "
            "of two or more, or pass training=False"
        )
    return rows


def _move(running: Tensor | None, new: np.ndarray, momentum: float) -> None:
    """Move a running value toward a new one."""
    if running is not None:
        moved = (1 - momentum) * running.data + momentum * new[:, 0]
        running.data = moved.astype(running.dtype)
