"""Operations that move entries and change none: reshape, transpose, concat, stack, pad."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dlbook.scratch.ops.operands import number, same_dtype, validate_axes, validate_axis
from dlbook.scratch.tensor import Tensor, as_tensor, make_result


def reshape(a, *shape: int) -> Tensor:
    """Return the same entries, in the same order, in a new shape; one length may be -1."""
    a = as_tensor(a)
    if len(shape) == 1 and isinstance(shape[0], tuple | list):
        shape = tuple(shape[0])
    try:
        out = a.data.reshape(shape)
    except ValueError:
        raise ValueError(
            f"reshape: shape {a.shape} has {a.size} entries, which do not fill {shape}"
        ) from None
    return make_result("reshape", out, (a, lambda grad: grad.reshape(a.shape)))


def transpose(a, *axes: int) -> Tensor:
    """Return the axes in the order ``axes`` (reversed if left out), as NumPy does.

    Torch calls this ``permute``; its own ``transpose`` is :func:`swapaxes`.
    """
    a = as_tensor(a)
    order = validate_axes("transpose", axes or tuple(reversed(range(a.ndim))), a.shape)
    if len(order) != a.ndim:
        raise ValueError(
            f"transpose: {axes} does not name every axis of shape {a.shape}; "
            f"to exchange two axes use swapaxes"
        )
    back = tuple(np.argsort(order))
    return make_result(
        "transpose", a.data.transpose(order), (a, lambda grad: grad.transpose(back))
    )


def swapaxes(a, axis1: int, axis2: int) -> Tensor:
    """Exchange two axes."""
    a = as_tensor(a)
    axis1 = validate_axis("swapaxes", axis1, a.shape)
    axis2 = validate_axis("swapaxes", axis2, a.shape)
    return make_result(
        "swapaxes",
        a.data.swapaxes(axis1, axis2),
        (a, lambda grad: grad.swapaxes(axis1, axis2)),
    )


def concat(tensors: Sequence, axis: int = 0) -> Tensor:
    """Join tensors along an axis that they have; all other lengths must agree."""
    tensors = _validate_tensors("concat", tensors)
    axis = validate_axis("concat", axis, tensors[0].shape)
    rest = {(*t.shape[:axis], *t.shape[axis + 1 :]) for t in tensors}
    if len(rest) > 1:
        raise ValueError(
            f"concat: shapes {_shapes(tensors)} differ elsewhere than along axis {axis}"
        )
    ends = np.cumsum([t.shape[axis] for t in tensors]).tolist()
    before = (slice(None),) * axis

    def vjp(start: int, end: int):
        return lambda grad: grad[(*before, slice(start, end))]

    vjps = [vjp(start, end) for start, end in zip([0, *ends], ends, strict=False)]
    out = np.concatenate([t.data for t in tensors], axis=axis)
    return make_result("concat", out, *zip(tensors, vjps, strict=True))


def stack(tensors: Sequence, axis: int = 0) -> Tensor:
    """Join tensors of one shape along a new axis."""
    tensors = _validate_tensors("stack", tensors)
    if len({t.shape for t in tensors}) > 1:
        raise ValueError(f"stack: shapes {_shapes(tensors)} must be equal")
    axis = validate_axis("stack", axis, (*tensors[0].shape, len(tensors)))
    before = (slice(None),) * axis

    def vjp(i: int):
        return lambda grad: grad[(*before, i)]

    out = np.stack([t.data for t in tensors], axis=axis)
    return make_result("stack", out, *((t, vjp(i)) for i, t in enumerate(tensors)))


def pad(input, pad: Sequence[int], value: float = 0.0) -> Tensor:
    """Put ``value`` around the entries.

    ``pad`` counts entries before and after, for the last axis first, in torch's
    order: ``(left, right, top, bottom)`` for an image.
    """
    x = as_tensor(input)
    if len(pad) % 2 or len(pad) > 2 * x.ndim or any(n < 0 for n in pad):
        raise ValueError(
            f"pad: expected pairs of counts for the last axes of shape {x.shape}, got {pad}"
        )
    pairs = list(zip(pad[::2], pad[1::2], strict=True))[::-1]
    widths = [(0, 0)] * (x.ndim - len(pairs)) + pairs
    inside = tuple(slice(a, a + n) for (a, _), n in zip(widths, x.shape, strict=True))
    shape = [n + a + b for (a, b), n in zip(widths, x.shape, strict=True)]
    out = np.full_like(x.data, number("pad", "value", value), shape=shape)
    out[inside] = x.data
    return make_result("pad", out, (x, lambda grad: grad[inside]))


def _validate_tensors(op: str, tensors: Sequence) -> tuple[Tensor, ...]:
    if isinstance(tensors, Tensor) or len(tensors) == 0:
        raise ValueError(f"{op}: expected a list of tensors, at least one of them")
    return same_dtype(*tensors)


def _shapes(tensors: Sequence[Tensor]) -> str:
    return ", ".join(str(t.shape) for t in tensors)
