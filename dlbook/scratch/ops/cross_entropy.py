"""Cross-entropy: minus the log-probability given to the right class."""

from __future__ import annotations

import numpy as np

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
    valid = classes.reshape(-1) != ignore_index
    right = np.where(valid, classes.reshape(-1), 0)
    _check(x, classes, right, reduction, label_smoothing)
    counts = _class_weights(x, weight)
    log_p = log_probabilities(np.moveaxis(x.data, 1, -1).reshape(-1, x.shape[1]), 1)
    place = np.arange(len(right), like=x.data)

    # The target gives `own` to the right class of each row, `spread` to every class.
    row_weight = valid * counts[right]
    label_smoothing = float(label_smoothing)  # a NumPy number would widen float32
    own = (1 - label_smoothing) * row_weight
    spread = counts * (label_smoothing / len(counts))
    # Where the right class does not count, its logarithm may be -inf.
    losses = own * np.where(own > 0, -log_p[place, right], 0)
    if label_smoothing:
        losses = losses - np.where(valid, log_p @ spread, 0)
    total = _total(row_weight) if reduction == "mean" else 1

    def rule(grad):
        scale = (grad / total).reshape(-1)
        out = np.exp(log_p)
        out *= (scale * (own + valid * spread.sum()))[:, None]
        if label_smoothing:
            out -= (scale * valid)[:, None] * spread
        out[place, right] -= scale * own
        return np.moveaxis(out.reshape(*classes.shape, -1), -1, 1)

    out = losses.reshape(classes.shape) if reduction == "none" else losses.sum() / total
    return record("cross_entropy", out, (x, rule))


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


def _class_weights(x: Tensor, weight) -> np.ndarray:
    """Return how much each class counts: ones where ``weight`` is None."""
    classes = x.shape[1]
    if weight is None:
        return np.ones_like(x.data, shape=classes)
    weight = constant("cross_entropy", "weight", weight, x).data
    if weight.shape != (classes,):
        raise ValueError(
            f"cross_entropy: expected a weight of shape {(classes,)}, one for each class, "
            f"got {weight.shape}"
        )
    return weight.astype(x.dtype)


def _total(row_weight: np.ndarray) -> np.ndarray:
    total = row_weight.sum()
    if not total > 0:
        raise ValueError(
            "cross_entropy: there is nothing to take the mean of: the batch is empty, every "
            "target is ignore_index, or the weights of its classes are zero"
        )
    return total
