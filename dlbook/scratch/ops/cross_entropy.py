"""Cross-entropy: minus the log-probability given to the right class."""

from __future__ import annotations

import math

import numpy as np

from dlbook.scratch.ops.axes import sum_rows
from dlbook.scratch.ops.operands import as_floating
from dlbook.scratch.ops.reduction import check_classes, check_reduction, class_numbers, constant
from dlbook.scratch.ops.softmax import log_probabilities
from dlbook.scratch.tensor import Tensor, record


def cross_entropy(
    input,
    target,
    weight=None,
    ignore_index: int = -100,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> Tensor:
    """Return minus the log-probability that ``input`` gives to the right class.

    Parameters
    ----------
    input : Tensor
        Logits (scores before softmax), shape ``(B, C)`` or ``(B, C, ...)``.
    target : array_like of int
        Right class at each place, shape ``(B,)`` or ``(B, ...)``, each in
        ``0 .. C-1``, or ``ignore_index``.
    weight : array_like, optional
        Shape ``(C,)``: how much each class counts.
    ignore_index : int
        Places with this target have no loss and no gradient.
    reduction : str
        "mean" over what is not ignored, each place counted with the weight of
        its class; "sum"; or "none" for the loss at each place.
    label_smoothing : float
        Share of the target that is spread evenly over all classes, from 0 to 1
        (Szegedy et al. 2016, section 7).

    Raises
    ------
    ValueError
        Where the shapes do not fit, a class is out of range, or there is
        nothing to take the mean of.

    Notes
    -----
    Softmax and logarithm are one operation, because its gradient is then
    ``softmax - target``: exact, and without a division by a probability that
    may be zero.
    """
    x = as_floating(input)
    classes = class_numbers("cross_entropy", target, x)
    ignored = classes.reshape(-1) == ignore_index
    right = np.where(ignored, 0, classes.reshape(-1))
    _check(x, classes, right, reduction, label_smoothing)
    weight = _class_weights(x, weight)
    log_p = log_probabilities(_rows(x.data), 1)
    t = _targets(log_p, right, float(label_smoothing))  # a row for each place
    if weight is not None:
        t *= weight
    t[ignored] = 0
    # Where a class has no share in the target, its logarithm may be -inf.
    losses = -sum_rows(t * np.where(t > 0, log_p, 0)).reshape(classes.shape)
    total = _total(right, ignored, weight) if reduction == "mean" else 1

    def rule(grad):
        out = np.exp(log_p)
        out *= sum_rows(t)
        out -= t
        out *= (grad / total).reshape(-1, 1)
        back = (len(x), math.prod(x.shape[2:]), x.shape[1])
        return out.reshape(back).swapaxes(1, 2).reshape(x.shape)

    out = losses if reduction == "none" else losses.sum() / total
    return record("cross_entropy", out, (x, rule))


def _rows(x: np.ndarray) -> np.ndarray:
    """Return the logits of each place as a row: (B, C, ...) to (places, C)."""
    batch, classes, *rest = x.shape
    places = math.prod(rest)
    rows = x.reshape(batch, classes, places).swapaxes(1, 2)
    return rows.reshape(batch * places, classes)


def _targets(log_p: np.ndarray, right: np.ndarray, smoothing: float) -> np.ndarray:
    """Return the distribution wanted for each row: one at the right class, then smoothed."""
    out = np.full_like(log_p, smoothing / log_p.shape[1])
    out[np.arange(len(right), like=log_p), right] += 1 - smoothing
    return out


def _check(x: Tensor, classes, right, reduction: str, label_smoothing: float) -> None:
    if x.ndim < 2 or classes.shape != (len(x), *x.shape[2:]):
        raise ValueError(
            f"cross_entropy: expected logits of shape (B, C) and classes of shape (B,), or "
            f"(B, C, ...) and (B, ...), got {x.shape} and {classes.shape}"
        )
    check_reduction("cross_entropy", reduction)
    check_classes("cross_entropy", right, x.shape[1])
    if not 0 <= label_smoothing <= 1:
        raise ValueError(
            f"cross_entropy: label_smoothing must lie between 0 and 1, got {label_smoothing}"
        )


def _class_weights(x: Tensor, weight) -> np.ndarray | None:
    if weight is None:
        return None
    weight = constant("cross_entropy", "weight", weight, x).data
    if weight.shape != x.shape[1:2]:
        raise ValueError(
            f"cross_entropy: expected a weight of shape {x.shape[1:2]}, one for each class, "
            f"got {weight.shape}"
        )
    return weight.astype(x.dtype)


def _total(right: np.ndarray, ignored: np.ndarray, weight: np.ndarray | None) -> float:
    """Return by what the sum of losses is divided for their mean."""
    counted = right[~ignored]
    total = len(counted) if weight is None else float(weight[counted].sum())
    if not total > 0:
        raise ValueError(
            "cross_entropy: there is nothing to take the mean of: the batch is empty, every "
            "target is ignore_index, or the weights of its classes are zero"
        )
    return total
