"""Comparisons: boolean tensors, through which no gradient flows."""

from __future__ import annotations

from dlbook.scratch.ops.operands import check_broadcast, same_dtype
from dlbook.scratch.tensor import Tensor, record


def _pair(op: str, a, b):
    a, b = same_dtype(a, b)
    check_broadcast(op, a, b)
    return a.data, b.data


def less(a, b) -> Tensor:
    """Return where ``a < b``."""
    x, y = _pair("less", a, b)
    return record("less", x < y)


def less_equal(a, b) -> Tensor:
    """Return where ``a <= b``."""
    x, y = _pair("less_equal", a, b)
    return record("less_equal", x <= y)


def greater(a, b) -> Tensor:
    """Return where ``a > b``."""
    x, y = _pair("greater", a, b)
    return record("greater", x > y)


def greater_equal(a, b) -> Tensor:
    """Return where ``a >= b``."""
    x, y = _pair("greater_equal", a, b)
    return record("greater_equal", x >= y)


def equal(a, b) -> Tensor:
    """Return where ``a`` and ``b`` have the same value."""
    x, y = _pair("equal", a, b)
    return record("equal", x == y)


def not_equal(a, b) -> Tensor:
    """Return where ``a`` and ``b`` differ."""
    x, y = _pair("not_equal", a, b)
    return record("not_equal", x != y)
