"""What operations accept: numbers, arrays and tensors, brought to one dtype.

The rules are NumPy's, with two exceptions that keep float32 networks float32:
a number takes the dtype of the tensors that it meets, and integers or booleans
that meet floating point become that floating point.
"""

from __future__ import annotations

import numpy as np

from dlbook.scratch.tensor import Tensor, as_tensor

NUMBERS = (bool, int, float, np.generic)


def array_beside(tensor: Tensor, value) -> np.ndarray:
    """Return ``value``, a tensor or a list, as an array of the kind that ``tensor`` has."""
    return value.data if isinstance(value, Tensor) else np.asarray(value, like=tensor.data)


def beside(tensor: Tensor | None, value) -> Tensor:
    """Return ``value`` as a tensor; what is none is brought to where ``tensor`` is."""
    if isinstance(value, Tensor):
        return value
    value = as_tensor(value)
    return value if tensor is None else Tensor(np.asarray(value.data, like=tensor.data))


def as_floating(value) -> Tensor:
    """Return ``value`` as a floating-point tensor; integers become float32."""
    tensor = as_tensor(value)
    return tensor if tensor.dtype.kind == "f" else Tensor(tensor.data.astype(np.float32))


def same_dtype(*values) -> tuple[Tensor, ...]:
    """Return numbers, arrays and tensors as tensors of one dtype.

    Floating-point tensors stay as they are, so that gradients flow to them:
    NumPy promotes float32 beside float64.
    """
    first = next((v for v in values if isinstance(v, Tensor)), None)
    mixed = [v if isinstance(v, NUMBERS) else beside(first, v) for v in values]
    dtype = _common(mixed)
    like = next((v.data for v in mixed if isinstance(v, Tensor)), None)
    return tuple(
        _cast(v, dtype) if isinstance(v, Tensor) else Tensor(np.asarray(v, dtype, like=like))
        for v in mixed
    )


def check_broadcast(op: str, *tensors: Tensor) -> None:
    """Raise a ValueError that names the shapes where they do not broadcast."""
    if len({t.shape for t in tensors}) == 1:
        return
    try:
        np.broadcast_shapes(*(t.shape for t in tensors))
    except ValueError:
        shapes = " and ".join(str(t.shape) for t in tensors)
        raise ValueError(
            f"{op}: shapes {shapes} do not broadcast: counted from the last axis, "
            f"lengths must be equal or one of them 1"
        ) from None


def _common(values: list) -> np.dtype:
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
