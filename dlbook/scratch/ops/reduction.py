"""From the losses of examples to one number, and checks that losses share."""

from __future__ import annotations

import numpy as np

from dlbook.scratch.ops import reduce
from dlbook.scratch.tensor import Tensor, as_tensor

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


def constant(op: str, name: str, value) -> Tensor:
    """Return ``value`` as a tensor, refusing one whose gradient would not be computed."""
    tensor = as_tensor(value)
    if tensor.requires_grad:
        raise ValueError(
            f"{op}: no gradient is computed for {name}: pass {name}.detach() to mean that"
        )
    return tensor


def class_numbers(op: str, value) -> np.ndarray:
    """Return ``value`` as an array of integers."""
    array = value.data if isinstance(value, Tensor) else np.asarray(value)
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
