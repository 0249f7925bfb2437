"""Arithmetic, comparisons and choices, entry by entry, with broadcasting.

If a value overflows or does not exist (``log(-1)``), the result holds
infinities or NaN, and NumPy warns.
"""

from __future__ import annotations

import numpy as np

from dlbook.scratch.ops.operands import (
    as_floating,
    as_tensor_like,
    number,
    same_dtype,
    unbroadcast,
    validate_broadcast,
)
from dlbook.scratch.tensor import Tensor, as_tensor, make_result


def _operands(op: str, a, b) -> tuple[Tensor, Tensor]:
    a, b = same_dtype(a, b)
    validate_broadcast(op, a, b)
    return a, b


def add(a, b) -> Tensor:
    """Return ``a + b``."""
    a, b = _operands("add", a, b)
    return make_result(
        "add",
        a.data + b.data,
        (a, lambda grad: unbroadcast(grad, a.shape)),
        (b, lambda grad: unbroadcast(grad, b.shape)),
    )


def sub(a, b) -> Tensor:
    """Return ``a - b``."""
    a, b = _operands("sub", a, b)
    return make_result(
        "sub",
        a.data - b.data,
        (a, lambda grad: unbroadcast(grad, a.shape)),
        (b, lambda grad: unbroadcast(-grad, b.shape)),
    )


def mul(a, b) -> Tensor:
    """Return ``a * b``, entry by entry."""
    a, b = _operands("mul", a, b)
    return make_result(
        "mul",
        a.data * b.data,
        (a, lambda grad: unbroadcast(grad * b.data, a.shape)),
        (b, lambda grad: unbroadcast(grad * a.data, b.shape)),
    )


def div(a, b) -> Tensor:
    """Return ``a / b``, entry by entry; of integers too it is floating point."""
    a, b = map(as_floating, _operands("div", a, b))
    out = a.data / b.data
    return make_result(
        "div",
        out,
        (a, lambda grad: unbroadcast(grad / b.data, a.shape)),
        # Not a / b**2: the square of a small number is zero.
        (b, lambda grad: unbroadcast(-grad * out / b.data, b.shape)),
    )


def neg(a) -> Tensor:
    """Return ``-a``."""
    a = as_tensor(a)
    if a.dtype == bool:
        raise TypeError("neg: a boolean has no negative: write x == False for the opposite")
    return make_result("neg", -a.data, (a, lambda grad: -grad))


def abs(a) -> Tensor:
    """Return ``a`` without its sign; the gradient at 0 is taken as 0, as in torch."""
    a = as_tensor(a)

    def vjp(grad):
        return grad * ((a.data > 0).astype(grad.dtype) - (a.data < 0))

    return make_result("abs", np.abs(a.data), (a, vjp))


def pow(a, exponent: float) -> Tensor:
    """Return ``a ** exponent`` for a fixed number ``exponent``."""
    if not isinstance(exponent, int | float | np.integer | np.floating):
        raise TypeError(
            f"pow: the exponent must be a number, got {type(exponent).__name__}; "
            f"for a tensor exponent write exp(log(a) * exponent)"
        )
    a = as_tensor(a)
    # A Python number lets float32 stay float32, a NumPy float64 does not.
    exponent = exponent.item() if isinstance(exponent, np.generic) else exponent
    a = as_floating(a) if isinstance(exponent, float) or exponent < 0 else a

    def vjp(grad):
        if exponent == 0:  # and not 0 * 0**-1
            return np.zeros_like(grad)
        return grad * (exponent * _power(a.data, exponent - 1))

    return make_result("pow", _power(a.data, exponent), (a, vjp))


def _power(x: np.ndarray, exponent: float) -> np.ndarray:
    # `x ** 3` in float32 takes fifty times as long as `x * x * x`.
    if exponent in (3, 4):
        return x * x * x if exponent == 3 else (x * x) * (x * x)
    return x**exponent


def exp(a) -> Tensor:
    """Return e to the power of ``a``."""
    a = as_floating(a)
    out = np.exp(a.data)
    return make_result("exp", out, (a, lambda grad: grad * out))


def log(a) -> Tensor:
    """Return the natural logarithm of ``a``."""
    a = as_floating(a)
    return make_result("log", np.log(a.data), (a, lambda grad: grad / a.data))


def sqrt(a) -> Tensor:
    """Return the square root of ``a``; its gradient at 0 is infinite."""
    a = as_floating(a)
    out = np.sqrt(a.data)
    return make_result("sqrt", out, (a, lambda grad: grad / (2 * out)))


# --- comparisons: boolean tensors, through which no gradient flows -------------------


def _compare(op: str, compare: np.ufunc, a, b) -> Tensor:
    a, b = _operands(op, a, b)
    return make_result(op, compare(a.data, b.data))


def less(a, b) -> Tensor:
    """Return whether ``a < b``."""
    return _compare("less", np.less, a, b)


def less_equal(a, b) -> Tensor:
    """Return whether ``a <= b``."""
    return _compare("less_equal", np.less_equal, a, b)


def greater(a, b) -> Tensor:
    """Return whether ``a > b``."""
    return _compare("greater", np.greater, a, b)


def greater_equal(a, b) -> Tensor:
    """Return whether ``a >= b``."""
    return _compare("greater_equal", np.greater_equal, a, b)


def equal(a, b) -> Tensor:
    """Return whether ``a`` and ``b`` have the same value."""
    return _compare("equal", np.equal, a, b)


def not_equal(a, b) -> Tensor:
    """Return whether ``a`` and ``b`` differ."""
    return _compare("not_equal", np.not_equal, a, b)


# --- choices: at NaN the gradient goes where torch sends it --------------------------


def where(condition, input, other) -> Tensor:
    """Return ``input`` where ``condition`` holds, else ``other``; all three broadcast.

    The gradient goes to the value that was chosen, and a NaN in the other one
    does not touch it.
    """
    a, b = same_dtype(input, other)
    condition = as_tensor_like(a, condition)
    if condition.dtype.kind != "b":
        raise TypeError(
            f"where: the condition must be boolean, got {condition.dtype}: write x != 0"
        )
    validate_broadcast("where", condition, a, b)
    chosen = condition.data
    return make_result(
        "where",
        np.where(chosen, a.data, b.data),
        (a, lambda grad: unbroadcast(np.where(chosen, grad, 0), a.shape)),
        (b, lambda grad: unbroadcast(np.where(chosen, 0, grad), b.shape)),
    )


def clip(input, min: float | None = None, max: float | None = None) -> Tensor:
    """Move entries below ``min`` or above ``max`` to that bound, where no gradient flows."""
    if min is None and max is None:
        raise ValueError("clip: give min, max or both")
    x = as_tensor(input)
    low = None if min is None else number("clip", "min", min)
    high = None if max is None else number("clip", "max", max)

    def vjp(grad):
        inside = x.data >= (-np.inf if low is None else low)
        inside &= x.data <= (np.inf if high is None else high)
        return np.where(inside, grad, 0)

    return make_result("clip", np.clip(x.data, low, high).astype(x.dtype), (x, vjp))


def maximum(input, other) -> Tensor:
    """Return the larger of two entries; if they tie, each gets half the gradient."""
    return _extremum("maximum", np.maximum, np.less, input, other)


def minimum(input, other) -> Tensor:
    """Return the smaller of two entries; if they tie, each gets half the gradient."""
    return _extremum("minimum", np.minimum, np.greater, input, other)


def _extremum(op: str, extremum: np.ufunc, loses: np.ufunc, a, b) -> Tensor:
    a, b = _operands(op, a, b)

    def vjp(x, y):
        def vjp_x(grad):
            part = np.where(x.data == y.data, grad / 2, grad)
            return unbroadcast(np.where(loses(x.data, y.data), 0, part), x.shape)

        return vjp_x

    return make_result(op, extremum(a.data, b.data), (a, vjp(a, b)), (b, vjp(b, a)))
