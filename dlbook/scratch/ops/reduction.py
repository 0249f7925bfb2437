"""From the losses of examples to one number, and checks that losses share."""

from __future__ import annotations

import numpy as np

from dlbook.scratch.ops import reduce
from dlbook.scratch.ops.operands import array_beside, beside
from dlbook.scratch.tensor import Tensor

REDUCTIONS = ("mean", "sum", "none")


def reduced(op: str, losses: Tensor, reduction: str) -> Tensor:
    """Return the mean or sum of ``losses``, or all of them where ``reduction`` is "none"."""
    check_reduction(op, reduction)
    if reduction == "none":
        return losses
    if losses.size == 0 and reduction == "mean":
        raise ValueError(f"{op}: there are no entries, so their mean is not defined")
    return reduce.mean(losses) if reduction == "mean" else reduce.sum(losses)


def check_reduction(op: str, reduction: str, allowed: tuple[str, ...] = REDUCTIONS) -> None:
    """Raise a ValueError where ``reduction`` is none of those that ``op`` knows."""
    if reduction not in allowed:
        raise ValueError(f"{op}: reduction must be one of {allowed}, got {reduction!r}")


def check_same_shape(op: str, input: Tensor, target: Tensor) -> None:
    """Raise a ValueError where the shapes of prediction and target differ."""
    if input.shape != target.shape:
        raise ValueError(
            f"{op}: input has shape {input.shape} and target {target.shape}; they must be "
            f"equal, since broadcasting here hides mistakes"
        )


def constant(op: str, name: str, value, x: Tensor) -> Tensor:
    """Return ``value`` as a tensor, refusing one whose gradient would not be computed.

    What is no tensor yet is brought to where ``x`` is.
    """
    tensor = beside(x, value)
    if tensor.requires_grad:
        raise ValueError(
            f"{op}: no gradient is computed for {name}: pass {name}.detach() to mean that"
        )
    return tensor


def class_numbers(op: str, value, x: Tensor) -> np.ndarray:
    """Return ``value`` as an array of integers, of the kind that ``x`` has."""
    array = array_beside(x, value)
    if array.dtype.kind not in "iu":
        raise ValueError(
            f"{op}: classes must be integers, got {array.dtype}: pass target.astype('int64')"
        )
    return array


def check_classes(op: str, classes: np.ndarray, count: int) -> None:
    """Raise a ValueError where a class number is not one of ``count``."""
    if classes.size and not 0 <= classes.min() <= classes.max() < count:
        raise ValueError(
            f"{op}: classes must lie in 0 .. {count - 1}, "
            f"got {classes.min()} .. {classes.max()}"
        )
