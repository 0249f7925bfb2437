"""Arithmetic, entry by entry, with broadcasting."""

from __future__ import annotations

import numpy as np

from dlbook.scratch.ops.broadcast import check_broadcast, unbroadcast
from dlbook.scratch.tensor import Tensor, as_tensor, record


def _pair(op: str, a, b) -> tuple[Tensor, Tensor]:
    """Return both operands as tensors; a Python number takes the other's dtype."""
    if isinstance(a, int | float):
        a = np.asarray(a, as_tensor(b).dtype if as_tensor(b).dtype.kind == "f" else None)
    if isinstance(b, int | float):
        b = np.asarray(b, as_tensor(a).dtype if as_tensor(a).dtype.kind == "f" else None)
    a, b = as_tensor(a), as_tensor(b)
    check_broadcast(op, a, b)
    return a, b


def add(a, b) -> Tensor:
    """Return ``a + b``."""
    a, b = _pair("add", a, b)
    return record(
        "add",
        a.data + b.data,
        (a, lambda grad: unbroadcast(grad, a.shape)),
        (b, lambda grad: unbroadcast(grad, b.shape)),
    )


def sub(a, b) -> Tensor:
    """Return ``a - b``."""
    a, b = _pair("sub", a, b)
    return record(
        "sub",
        a.data - b.data,
        (a, lambda grad: unbroadcast(grad, a.shape)),
        (b, lambda grad: unbroadcast(-grad, b.shape)),
    )


def mul(a, b) -> Tensor:
    """Return ``a * b``, entry by entry."""
    a, b = _pair("mul", a, b)
    return record(
        "mul",
        a.data * b.data,
        (a, lambda grad: unbroadcast(grad * b.data, a.shape)),
        (b, lambda grad: unbroadcast(grad * a.data, b.shape)),
    )


def div(a, b) -> Tensor:
    """Return ``a / b``, entry by entry."""
    a, b = _pair("div", a, b)
    return record(
        "div",
        a.data / b.data,
        (a, lambda grad: unbroadcast(grad / b.data, a.shape)),
        (b, lambda grad: unbroadcast(-grad * a.data / (b.data * b.data), b.shape)),
    )


def neg(a) -> Tensor:
    """Return ``-a``."""
    a = as_tensor(a)
    return record("neg", -a.data, (a, lambda grad: -grad))


def pow(a, exponent: float) -> Tensor:
    """Return ``a ** exponent`` for a fixed number ``exponent``."""
    a = as_tensor(a)
    if not isinstance(exponent, int | float):
        raise TypeError(
            f"pow: the exponent must be a number, got {type(exponent).__name__}; "
            f"for a tensor exponent write exp(log(a) * exponent)"
        )
    return record(
        "pow",
        a.data**exponent,
        (a, lambda grad: grad * exponent * a.data ** (exponent - 1)),
    )


def exp(a) -> Tensor:
    """Return e to the power ``a``; its derivative is itself."""
    a = as_tensor(a)
    out = np.exp(a.data)
    return record("exp", out, (a, lambda grad: grad * out))


def log(a) -> Tensor:
    """Natural logarithm of ``a``."""
    a = as_tensor(a)
    return record("log", np.log(a.data), (a, lambda grad: grad / a.data))


def sqrt(a) -> Tensor:
    """Square root of ``a``."""
    a = as_tensor(a)
    out = np.sqrt(a.data)
    return record("sqrt", out, (a, lambda grad: grad / (2 * out)))
