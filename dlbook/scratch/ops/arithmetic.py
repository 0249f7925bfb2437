"""Arithmetic, entry by entry, with broadcasting.

Where a value overflows or does not exist (``log(-1)``), the result holds
infinities or NaN, and NumPy warns.
"""

from __future__ import annotations

import numpy as np

from dlbook.scratch.ops.broadcast import unbroadcast
from dlbook.scratch.ops.operands import as_floating, check_broadcast, same_dtype
from dlbook.scratch.tensor import Tensor, as_tensor, record


def _pair(op: str, a, b) -> tuple[Tensor, Tensor]:
    a, b = same_dtype(a, b)
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
    """Return ``a / b``, entry by entry; of integers too it is floating point."""
    a, b = _pair("div", a, b)
    a, b = as_floating(a), as_floating(b)
    out = a.data / b.data
    return record(
        "div",
        out,
        (a, lambda grad: unbroadcast(grad / b.data, a.shape)),
        # Not a / b**2: the square of a small number is zero.
        (b, lambda grad: unbroadcast(-grad * out / b.data, b.shape)),
    )


def neg(a) -> Tensor:
    """Return ``-a``."""
    a = as_tensor(a)
    return record("neg", -a.data, (a, lambda grad: -grad))


def abs(a) -> Tensor:
    """Return ``a`` without its sign; the slope at 0 is taken as 0, as torch does."""
    a = as_tensor(a)
    return record("abs", np.abs(a.data), (a, lambda grad: grad * np.sign(a.data)))


def pow(a, exponent: float) -> Tensor:
    """Return ``a ** exponent`` for a fixed number ``exponent``."""
    a = as_tensor(a)
    if not isinstance(exponent, int | float | np.integer | np.floating):
        raise TypeError(
            f"pow: the exponent must be a number, got {type(exponent).__name__}; "
            f"for a tensor exponent write exp(log(a) * exponent)"
        )
    # A Python number lets float32 stay float32, a NumPy float64 does not.
    exponent = exponent.item() if isinstance(exponent, np.generic) else exponent
    a = as_floating(a) if isinstance(exponent, float) or exponent < 0 else a

    def rule(grad):
        if exponent == 0:  # and not 0 * 0**-1
            return np.zeros_like(grad)
        return grad * (exponent * _power(a.data, exponent - 1))

    return record("pow", _power(a.data, exponent), (a, rule))


def _power(x: np.ndarray, exponent: float) -> np.ndarray:
    # `x ** 3` in float32 takes fifty times as long as `x * x * x`.
    if exponent in (3, 4):
        return x * x * x if exponent == 3 else (x * x) * (x * x)
    return x**exponent


def exp(a) -> Tensor:
    """Return e to the power ``a``; its derivative is itself."""
    a = as_floating(a)
    out = np.exp(a.data)
    return record("exp", out, (a, lambda grad: grad * out))


def log(a) -> Tensor:
    """Natural logarithm of ``a``."""
    a = as_floating(a)
    return record("log", np.log(a.data), (a, lambda grad: grad / a.data))


def sqrt(a) -> Tensor:
    """Square root of ``a``; its slope at 0 is infinite."""
    a = as_floating(a)
    out = np.sqrt(a.data)
    return record("sqrt", out, (a, lambda grad: grad / (2 * out)))
