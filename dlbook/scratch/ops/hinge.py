"""Hinge loss: the right class must win by a margin."""

from __future__ import annotations

import numpy as np

from dlbook.scratch.ops.operands import as_floating
from dlbook.scratch.ops.reduction import check_classes, class_numbers, reduced
from dlbook.scratch.tensor import Tensor, record


def multi_margin_loss(
    input, target, p: int = 1, margin: float = 1.0, reduction: str = "mean"
) -> Tensor:
    """Return the mean over classes of ``max(0, margin - x[right] + x[class])**p``.

    The hinge of the support vector machine for several classes (Weston and
    Watkins 1999), as torch's function of this name. The right class itself
    counts in the mean, with 0.

    Parameters
    ----------
    input : Tensor
        Scores, shape ``(B, C)``.
    target : array_like of int
        Right class of each row, shape ``(B,)``.
    p : int
        1 or 2.
    margin : float
        By how much the right class must win to have no loss.
    reduction : str
        "mean" over the batch, "sum" or "none".

    Raises
    ------
    ValueError
        Where the shapes do not fit, or a class is out of range.
    """
    x = as_floating(input)
    right = class_numbers("multi_margin_loss", target, x)
    if x.ndim != 2 or right.shape != x.shape[:1]:
        raise ValueError(
            f"multi_margin_loss: expected scores of shape (B, C) and classes of shape (B,), "
            f"got {x.shape} and {right.shape}"
        )
    check_classes("multi_margin_loss", right, x.shape[1])
    if p not in (1, 2):
        raise ValueError(f"multi_margin_loss: p must be 1 or 2, got {p}")
    place = np.arange(len(right), like=x.data)
    short = float(margin) - x.data[place, right][:, None] + x.data
    short[place, right] = 0
    short = np.maximum(short, 0)
    slope = (short > 0).astype(x.dtype) if p == 1 else 2 * short
    slope[place, right] = -slope.sum(axis=1)
    slope /= x.shape[1]
    losses = (short if p == 1 else short * short).mean(axis=1)
    out = record("multi_margin_loss", losses, (x, lambda grad: grad[:, None] * slope))
    return reduced("multi_margin_loss", out, reduction)
