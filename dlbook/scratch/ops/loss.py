"""Losses. ``reduction`` is "mean", "sum", or "none" for the loss of each entry."""

from __future__ import annotations

import math

import numpy as np

from dlbook.scratch.ops import elementwise, reduce
from dlbook.scratch.ops.activations import log_probabilities, logistic
from dlbook.scratch.ops.operands import (
    as_array_like,
    as_floating,
    constant,
    number,
    same_dtype,
    validate_broadcast,
    widened,
)
from dlbook.scratch.tensor import Tensor, make_result

REDUCTIONS = ("mean", "sum", "none")


# --- for numbers ---------------------------------------------------------------------


def mse_loss(input, target, reduction: str = "mean") -> Tensor:
    """Return the squared error, ``(input - target)**2``, of two tensors of one shape."""
    error = _error("mse_loss", input, target)
    return _reduce("mse_loss", error * error, reduction)


def l1_loss(input, target, reduction: str = "mean") -> Tensor:
    """Return the absolute error, ``|input - target|``; arguments as for :func:`mse_loss`."""
    return _reduce("l1_loss", elementwise.abs(_error("l1_loss", input, target)), reduction)


def huber_loss(input, target, reduction: str = "mean", delta: float = 1.0) -> Tensor:
    """Return ``error**2 / 2`` up to ``delta``, and linear beyond (Huber 1964).

    Arguments as for :func:`mse_loss`; the two parts meet with equal slope.
    """
    delta = number("huber_loss", "delta", delta)
    if delta <= 0:
        raise ValueError(f"huber_loss: delta must be positive, got {delta}")
    error = _error("huber_loss", input, target)
    slope = np.clip(error.data, -delta, delta)  # the derivative
    losses = slope * (error.data - 0.5 * slope)
    result = make_result("huber_loss", losses, (error, lambda grad: grad * slope))
    return _reduce("huber_loss", result, reduction)


def _error(op: str, input, target) -> Tensor:
    input, target = same_dtype(input, target)
    _validate_same_shape(op, input, target)
    return as_floating(input) - as_floating(target)


# --- for classes ---------------------------------------------------------------------


def cross_entropy(
    input,
    target,
    weight=None,
    ignore_index: int = -100,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> Tensor:
    """Return minus the log-probability that ``input`` gives to the right class.

    ``input`` are logits ``(B, C)``, or ``(B, C, ...)`` for a class at each place; ``target``
    are classes ``(B,)`` or ``(B, ...)``, integers. Places whose target is ``ignore_index`` have
    no loss and no gradient. ``weight``, ``(C,)``, says how much each class counts.
    ``reduction`` is "mean" over what is not ignored, each place counted with the weight of its
    class; "sum"; or "none" for the loss at each place. ``label_smoothing`` is the share of the
    target that is spread evenly over all classes, from 0 to 1 (Szegedy et al. 2016, section 7).

    Softmax and logarithm are one operation, because its gradient is then ``softmax - target``:
    exact, and without a division by a probability that may be zero.
    """
    op = "cross_entropy"
    x = as_floating(input)
    classes = class_numbers(op, target, x)
    smoothing = number(op, "label_smoothing", label_smoothing)
    counts = (classes != ignore_index).reshape(-1)
    right = np.where(counts, classes.reshape(-1), 0)
    _validate_cross_entropy(x, classes, right, reduction, smoothing)
    weight = _class_weights(x, weight)
    log_p = log_probabilities(widened(_places(x.data)), 1)
    place = np.arange(len(right), like=log_p)
    # For each place, how much the right class counts: 0 if the place is ignored.
    share = counts * (1 - smoothing) * weight[right]
    losses = -_product(share, log_p[place, right])
    if smoothing:
        spread = weight * (smoothing / len(weight))  # how much every class counts
        losses -= counts * _product(spread, log_p).sum(axis=1)
    total = _total_weight(weight[right] * counts, counts) if reduction == "mean" else 1

    def vjp(grad):
        scale = grad.reshape(-1) / total  # of each place, or of all
        out = np.exp(log_p)
        if smoothing:
            out *= (share + counts * spread.sum())[:, None]
            out[place, right] -= share
            out -= counts[:, None] * spread
            out *= scale[:, None]
        else:
            out[place, right] -= 1
            out *= (share * scale)[:, None]
        if x.ndim == 2:
            return out
        return out.reshape(len(x), -1, x.shape[1]).swapaxes(1, 2).reshape(x.shape)

    out = losses.reshape(classes.shape) if reduction == "none" else losses.sum() / total
    return make_result(op, out.astype(x.dtype), (x, vjp))


def _places(x: np.ndarray) -> np.ndarray:
    """Return the logits of each place as a row: (B, C, ...) to (places, C)."""
    if x.ndim == 2:
        return x
    batch, classes, *rest = x.shape
    rows = x.reshape(batch, classes, math.prod(rest)).swapaxes(1, 2)
    return rows.reshape(batch * math.prod(rest), classes)


def _product(share: np.ndarray, log_p: np.ndarray) -> np.ndarray:
    """Return the product, 0 where the share is: log_p may be -inf there."""
    with np.errstate(invalid="ignore"):
        return np.where(share == 0, 0, share * log_p)


def _class_weights(x: Tensor, weight) -> np.ndarray:
    if weight is None:
        return np.ones_like(widened(x.data), shape=x.shape[1])
    weight = constant("cross_entropy", "weight", weight, x).data
    if weight.shape != x.shape[1:2]:
        raise ValueError(
            f"cross_entropy: expected a weight of shape {x.shape[1:2]}, one for each class, "
            f"got {weight.shape}"
        )
    return widened(weight.astype(x.dtype))


def _total_weight(weights: np.ndarray, counts: np.ndarray) -> float:
    """Return by what the sum of losses is divided for their mean."""
    total = float(weights.sum())
    if total == 0 or not counts.any():
        raise ValueError(
            "cross_entropy: there is nothing to take the mean of: the batch is empty, every "
            "target is ignore_index, or the weights of its classes add up to zero"
        )
    return total


def _validate_cross_entropy(x: Tensor, classes, right, reduction: str, smoothing: float):
    if x.ndim < 2 or classes.shape != (len(x), *x.shape[2:]):
        raise ValueError(
            f"cross_entropy: expected logits of shape (B, C) and classes of shape (B,), or "
            f"(B, C, ...) and (B, ...), got {x.shape} and {classes.shape}"
        )
    validate_reduction("cross_entropy", reduction)
    validate_classes("cross_entropy", right, x.shape[1])
    if not 0 <= smoothing <= 1:
        raise ValueError(
            f"cross_entropy: label_smoothing must lie between 0 and 1, got {smoothing}"
        )


# --- for probabilities ---------------------------------------------------------------


def binary_cross_entropy_with_logits(
    input, target, weight=None, reduction: str = "mean", pos_weight=None
) -> Tensor:
    """Return minus the log-probability of ``target``, where sigmoid(input) is that of 1.

    ``input`` are logits and ``target`` numbers from 0 to 1, of one shape. ``weight`` says how
    much each entry counts, ``pos_weight`` how much a target of 1 counts against 1 for a target
    of 0; both broadcast to ``input``. ``reduction`` is "mean" (over all entries, whatever their
    weight), "sum" or "none". Computed from the logits without the logarithm of a sigmoid, which
    is -inf if the sigmoid is 0.
    """
    op = "binary_cross_entropy_with_logits"
    x = as_floating(input)
    y = constant(op, "target", target, x)
    _validate_same_shape(op, x, y)
    y = y.data.astype(x.dtype)
    y_weighted = y if pos_weight is None else y * _factor(op, "pos_weight", pos_weight, x)
    # -log sigmoid(x) = softplus(-x), and -log(1 - sigmoid(x)) = softplus(-x) + x.
    softplus = np.log1p(np.exp(-np.abs(x.data))) + np.maximum(-x.data, 0)
    losses = (1 - y) * x.data + (1 - y + y_weighted) * softplus
    slope = (1 - y) - (1 - y + y_weighted) * logistic(-x.data)
    if weight is not None:
        factor = _factor(op, "weight", weight, x)
        losses, slope = losses * factor, slope * factor
    return _reduce(op, make_result(op, losses, (x, lambda grad: grad * slope)), reduction)


def _factor(op: str, name: str, value, x: Tensor) -> np.ndarray:
    factor = constant(op, name, same_dtype(x, value)[1], x)
    validate_broadcast(f"{op}, {name}", x, factor)
    if np.broadcast_shapes(x.shape, factor.shape) != x.shape:
        raise ValueError(
            f"{op}: {name} of shape {factor.shape} does not broadcast to {x.shape}"
        )
    return factor.data.astype(x.dtype)


def kl_div(input, target, reduction: str = "mean", log_target: bool = False) -> Tensor:
    """Return ``target * (log(target) - input)``, the terms of KL(target || input).

    Source: Kullback and Leibler 1951. ``input`` are log-probabilities of the approximation,
    ``target`` the probabilities that it should have, or their logarithms if ``log_target``; if
    one is 0, so is its term. ``reduction`` is "batchmean", the divergence of a batch's mean
    example (the sum over the length of the first axis), "mean", which divides by the number of
    entries instead, as in torch, "sum" or "none".
    """
    x = as_floating(input)
    y = as_floating(constant("kl_div", "target", target, x))
    _validate_same_shape("kl_div", x, y)
    validate_reduction("kl_div", reduction, (*REDUCTIONS, "batchmean"))
    y = y.data.astype(x.dtype)
    with np.errstate(divide="ignore", invalid="ignore"):
        p, log_p = (np.exp(y), y) if log_target else (y, np.log(y))
        terms = np.where(p == 0, 0, p * (log_p - x.data))
    losses = make_result("kl_div", terms, (x, lambda grad: -grad * p))
    if reduction != "batchmean":
        return _reduce("kl_div", losses, reduction)
    if x.ndim == 0:
        raise ValueError("kl_div: 'batchmean' needs a batch axis, and the input is one number")
    return _reduce("kl_div", losses, "sum") / len(x)


# --- shared --------------------------------------------------------------------------


def _reduce(op: str, losses: Tensor, reduction: str) -> Tensor:
    """Return the mean or sum of ``losses``, or all of them if ``reduction`` is "none"."""
    validate_reduction(op, reduction)
    if reduction == "none":
        return losses
    if losses.size == 0 and reduction == "mean":
        raise ValueError(f"{op}: there are no entries, so their mean is not defined")
    return reduce.mean(losses) if reduction == "mean" else reduce.sum(losses)


def validate_reduction(op: str, reduction: str, allowed: tuple[str, ...] = REDUCTIONS) -> None:
    """Raise a ValueError if ``op`` does not know ``reduction``."""
    if reduction not in allowed:
        raise ValueError(f"{op}: reduction must be one of {allowed}, got {reduction!r}")


def _validate_same_shape(op: str, input: Tensor, target: Tensor) -> None:
    if input.shape != target.shape:
        raise ValueError(
            f"{op}: input has shape {input.shape} and target {target.shape}; they must be "
            f"equal, since broadcasting here hides mistakes"
        )


def class_numbers(op: str, value, x: Tensor) -> np.ndarray:
    """Return ``value`` as an array of integers on the device of ``x``."""
    array = as_array_like(x, value)
    if array.dtype.kind not in "iu":
        raise ValueError(
            f"{op}: classes must be integers, got {array.dtype}: pass target.astype('int64')"
        )
    return array.astype(np.int64, copy=False)  # room for `2 * n`, and for -100


def validate_classes(op: str, classes: np.ndarray, count: int) -> None:
    """Raise a ValueError if a class number is not one of ``count``."""
    if classes.size and not 0 <= classes.min() <= classes.max() < count:
        raise ValueError(
            f"{op}: classes must lie in 0 .. {count - 1}, "
            f"got {classes.min()} .. {classes.max()}"
        )
