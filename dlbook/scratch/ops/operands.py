"""Shared by all operations: operands, axes, sums, and the transpose of broadcasting.

Operands may be numbers, arrays and tensors, and are brought to one dtype. The
rules are NumPy's, with two exceptions that keep float32 networks float32: a
number takes the dtype of the tensors that it meets, and so do integers and
booleans that meet floating point.

float16 is summed in float32, as torch does: in its own precision a sum of ones
stops at 2048.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from dlbook.scratch.tensor import Tensor, as_tensor

Axis = int | tuple[int, ...] | None
NUMBERS = (bool, int, float, np.generic)


def as_tensor_like(tensor: Tensor | None, value) -> Tensor:
    """Return ``value`` as a tensor, on the device of ``tensor`` if it is not one yet."""
    if isinstance(value, Tensor):
        return value
    value = as_tensor(value)
    return value if tensor is None else Tensor(np.asarray(value.data, like=tensor.data))


def as_array_like(tensor: Tensor, value) -> np.ndarray:
    """Return ``value``, a tensor or a list, as an array on the device of ``tensor``."""
    return value.data if isinstance(value, Tensor) else np.asarray(value, like=tensor.data)


def as_floating(value) -> Tensor:
    """Return ``value`` as a floating-point tensor; integers become float32."""
    tensor = as_tensor(value)
    return tensor if tensor.dtype.kind == "f" else Tensor(tensor.data.astype(np.float32))


def same_dtype(*values) -> tuple[Tensor, ...]:
    """Return numbers, arrays and tensors as tensors of one dtype.

    Floating-point tensors stay as they are, so that gradients flow to them:
    NumPy promotes float32 where it meets float64.
    """
    dtype = getattr(values[0], "dtype", None)
    if all(type(v) is Tensor and v.dtype == dtype for v in values):
        return values  # the common case
    first = next((v for v in values if isinstance(v, Tensor)), None)
    mixed = [v if isinstance(v, NUMBERS) else as_tensor_like(first, v) for v in values]
    dtype = _common_dtype(mixed)
    like = next((v.data for v in mixed if isinstance(v, Tensor)), None)
    return tuple(
        _cast(v, dtype) if isinstance(v, Tensor) else Tensor(np.asarray(v, dtype, like=like))
        for v in mixed
    )


def constant(op: str, name: str, value, x: Tensor) -> Tensor:
    """Return ``value`` as a tensor like ``x``, refusing one that requires a gradient."""
    tensor = as_tensor_like(x, value)
    if tensor.requires_grad:
        raise ValueError(
            f"{op}: no gradient is computed for {name}: pass {name}.detach() to mean that"
        )
    return tensor


def number(op: str, name: str, value) -> float:
    """Return an option as a Python number, refusing a tensor that requires a gradient."""
    if isinstance(value, Tensor) and value.requires_grad:
        raise ValueError(
            f"{op}: no gradient is computed for {name}: pass {name}.item() to mean that"
        )
    return float(value)


def _common_dtype(values: list) -> np.dtype:
    """Return the dtype in which numbers and tensors are combined."""
    dtypes = {v.dtype for v in values if isinstance(v, Tensor)}
    floats = {dtype for dtype in dtypes if dtype.kind == "f"}
    if floats:
        return np.result_type(*floats)
    # Of a NumPy number only its value counts, as of a Python number.
    numbers = [v for v in values if not isinstance(v, Tensor)]
    plain = [v.item() if isinstance(v, np.generic) else v for v in numbers]
    dtype = np.result_type(*dtypes, *plain)
    return np.dtype(np.float32) if dtype.kind == "f" else dtype


def _cast(tensor: Tensor, dtype: np.dtype) -> Tensor:
    if tensor.dtype.kind == "f" or tensor.dtype == dtype:
        return tensor
    return Tensor(tensor.data.astype(dtype))


# --- broadcasting --------------------------------------------------------------------


def validate_broadcast(op: str, *tensors: Tensor) -> None:
    """Raise a ValueError that names the shapes if they do not broadcast."""
    shape = tensors[0].shape
    if all(t.shape == shape for t in tensors):
        return
    try:
        np.broadcast_shapes(*(t.shape for t in tensors))
    except ValueError:
        shapes = " and ".join(str(t.shape) for t in tensors)
        raise ValueError(
            f"{op}: shapes {shapes} do not broadcast: counted from the last axis, "
            f"lengths must be equal or one of them 1"
        ) from None


def unbroadcast(grad: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Sum ``grad`` down to ``shape``: the transpose of broadcasting.

    An entry that was copied along an axis has influenced the result at every copy, so its
    gradient is the sum over the copies.
    """
    if grad.shape == shape:
        return grad
    grad = widened(grad)
    new_axes = tuple(range(grad.ndim - len(shape)))
    grad = grad.sum(axis=new_axes) if new_axes else grad
    stretched = tuple(i for i, n in enumerate(shape) if n == 1 and grad.shape[i] != 1)
    return grad.sum(axis=stretched, keepdims=True) if stretched else grad


# --- axes and sums -------------------------------------------------------------------


def validate_axes(op: str, axis: Axis, shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return ``axis`` as a tuple of numbers from 0 on; None stands for all axes."""
    if axis is None:
        return tuple(range(len(shape)))
    axes = axis if isinstance(axis, tuple | list) else (axis,)
    if not all(-len(shape) <= i < len(shape) for i in axes):
        raise ValueError(f"{op}: shape {shape} has {len(shape)} axes, but no axis {axis}")
    positive = tuple(i % len(shape) for i in axes)
    if len(set(positive)) != len(positive):
        raise ValueError(f"{op}: axis {axis} names an axis of shape {shape} twice")
    return positive


def validate_axis(op: str, axis: int, shape: tuple[int, ...]) -> int:
    """Return the one axis that ``axis`` names, counted from 0."""
    axes = validate_axes(op, axis, shape)
    if not isinstance(axis, int | np.integer):
        raise ValueError(f"{op}: works along one axis, given as a number, got axis={axis}")
    return axes[0]


def count_entries(op: str, shape: tuple[int, ...], axes: tuple[int, ...]) -> int:
    """Return how many entries are reduced to one, or raise a ValueError if there are none."""
    count = math.prod(shape[i] for i in axes)
    if count == 0 and math.prod(n for i, n in enumerate(shape) if i not in axes) > 0:
        raise ValueError(f"{op}: there are no entries along axis {axes} of shape {shape}")
    return count


def widened(x: np.ndarray) -> np.ndarray:
    """Return float16 as float32, to add it up in; anything else as it is."""
    return x.astype(np.float32) if x.dtype == np.float16 else x


# From here on NumPy's own sum, which adds in pairs, is more exact: by products a
# thousand equal numbers have lost one digit of float32, a hundred thousand two.
LONG_ROW = 1024


def sum_rows(x: np.ndarray) -> np.ndarray:
    """Sum over the last axis, kept with length 1.

    A product with ones is about five times as fast as ``x.sum(axis=-1)``, whose
    loop starts anew for each row.
    """
    length = x.shape[-1]
    if length > LONG_ROW:
        return x.sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore"):  # some BLAS kernels flag sums that hold infinity
        return (x @ np.ones_like(x, shape=length))[..., None]


def dot_rows(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Sum ``x * y`` over the last of two axes, kept with length 1."""
    if x.shape[-1] > LONG_ROW:
        return (x * y).sum(axis=-1, keepdims=True)
    return np.einsum("ij,ij->i", x, y)[:, None]  # without an array for the product


def sum_along(x: np.ndarray, axis: int) -> np.ndarray:
    """Sum over one axis, kept with length 1."""
    return sum_rows(x) if axis == x.ndim - 1 else x.sum(axis=axis, keepdims=True)


def max_along(x: np.ndarray, axis: int) -> np.ndarray:
    """Return the largest entry along one axis, kept with length 1; of nothing it is -inf."""
    if x.shape[axis] == 0:
        return np.full_like(x.sum(axis=axis, keepdims=True), -np.inf)
    return x.max(axis=axis, keepdims=True)


def memoize_last(work: Callable[[np.ndarray], object]) -> Callable[[np.ndarray], object]:
    """Return ``work``, done once if several vjps of one operation call it with one gradient.

    The last result is kept until another gradient comes, or the graph is gone.
    """
    last_grad, last_result = None, None

    def once(grad: np.ndarray):
        nonlocal last_grad, last_result
        if grad is not last_grad:
            last_grad, last_result = grad, work(grad)
        return last_result

    return once
