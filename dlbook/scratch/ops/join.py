"""Joining tensors, and padding one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dlbook.scratch.ops.axes import checked_axes
from dlbook.scratch.ops.operands import same_dtype
from dlbook.scratch.tensor import Tensor, as_tensor, record


def concat(tensors: Sequence, axis: int = 0) -> Tensor:
    """Join tensors along an axis that they have; all other lengths must agree."""
    tensors = _several("concat", tensors)
    (axis,) = checked_axes("concat", axis, tensors[0].shape)
    rest = {(*t.shape[:axis], *t.shape[axis + 1 :]) for t in tensors}
    if len(rest) > 1:
        raise ValueError(
            f"concat: shapes {_shapes(tensors)} differ elsewhere than along axis {axis}"
        )
    ends = np.cumsum([t.shape[axis] for t in tensors]).tolist()
    before = (slice(None),) * axis

    def rule(start: int, end: int):
        return lambda grad: grad[(*before, slice(start, end))]

    rules = [rule(start, end) for start, end in zip([0, *ends], ends, strict=False)]
    out = np.concatenate([t.data for t in tensors], axis=axis)
    return record("concat", out, *zip(tensors, rules, strict=True))


def stack(tensors: Sequence, axis: int = 0) -> Tensor:
    """Join tensors of one shape along a new axis."""
    tensors = _several("stack", tensors)
    if len({t.shape for t in tensors}) > 1:
        raise ValueError(f"stack: shapes {_shapes(tensors)} must be equal")
    (axis,) = checked_axes("stack", axis, (*tensors[0].shape, len(tensors)))
    before = (slice(None),) * axis

    def rule(i: int):
        return lambda grad: grad[(*before, i)]

    out = np.stack([t.data for t in tensors], axis=axis)
    return record("stack", out, *((t, rule(i)) for i, t in enumerate(tensors)))


def pad(input, pad: Sequence[int], value: float = 0.0) -> Tensor:
    """Put ``value`` around the entries.

    Parameters
    ----------
    input : Tensor
        Any shape.
    pad : sequence of int
        How many entries before and after, for the last axis first:
        ``(left, right, top, bottom)`` for an image. The order is torch's.
    value : float
        What to put there.
    """
    x = as_tensor(input)
    if len(pad) % 2 or len(pad) > 2 * x.ndim or any(n < 0 for n in pad):
        raise ValueError(
            f"pad: expected pairs of counts for the last axes of shape {x.shape}, got {pad}"
        )
    pairs = list(zip(pad[::2], pad[1::2], strict=True))[::-1]
    widths = [(0, 0)] * (x.ndim - len(pairs)) + pairs
    inside = tuple(slice(a, a + n) for (a, _), n in zip(widths, x.shape, strict=True))
    out = np.full_like(
        x.data, value, shape=[n + a + b for (a, b), n in zip(widths, x.shape, strict=True)]
    )
    out[inside] = x.data
    return record("pad", out, (x, lambda grad: grad[inside]))


def _several(op: str, tensors: Sequence) -> tuple[Tensor, ...]:
    if isinstance(tensors, Tensor) or len(tensors) == 0:
        raise ValueError(f"{op}: expected a list of tensors, at least one of them")
    return same_dtype(*tensors)


def _shapes(tensors: Sequence[Tensor]) -> str:
    return ", ".join(str(t.shape) for t in tensors)
