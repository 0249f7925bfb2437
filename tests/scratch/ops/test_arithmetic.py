"""Arithmetic: known answers, the borders of the domain, and wrong calls."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from dlbook.scratch import Tensor, exp, log, sqrt
from dlbook.scratch.ops import arithmetic
from tests.scratch.parity import assert_parity

PAIRS = [arithmetic.add, arithmetic.sub, arithmetic.mul, arithmetic.div]


def leaf(*values: float) -> Tensor:
    return Tensor(list(values), requires_grad=True)


def test_known_answers():
    a, b = leaf(6.0), leaf(3.0)
    for result, value in [
        (a + b, 9),
        (a - b, 3),
        (a * b, 18),
        (a / b, 2),
        (a**2, 36),
        (-a, -6),
    ]:
        assert result.item() == value
    (a / b).backward()
    np.testing.assert_allclose(a.grad, [1 / 3], rtol=1e-6)
    np.testing.assert_allclose(b.grad, [-6 / 9], rtol=1e-6)


@pytest.mark.parametrize("op", PAIRS)
def test_shapes_that_do_not_broadcast_are_named(op):
    name = op.__name__
    with pytest.raises(
        ValueError, match=rf"{name}: shapes \(2, 3\) and \(2,\) do not broadcast"
    ):
        op(Tensor(np.ones((2, 3))), Tensor(np.ones(2)))


@pytest.mark.parametrize("op", PAIRS)
def test_empty_and_size_one_axes(op, rng):
    theirs = getattr(torch, op.__name__)
    for shapes in [
        ((0, 3), (0, 3)),
        ((0, 3), (1,)),
        ((1, 3), (0, 1)),
        ((1,), (4, 1)),
        ((), ()),
    ]:
        assert_parity(op, theirs, *shapes, rng=rng)


@pytest.mark.parametrize("number", [3, 0.5, True, np.float64(0.5), np.float32(3), np.int64(3)])
def test_numbers_take_the_dtype_of_the_tensor(number):
    for dtype in (np.float32, np.float64):
        x = Tensor(np.ones(2, dtype), requires_grad=True)
        for result in (x + number, number + x, x - number, number - x, x * number, number * x):
            assert result.dtype == dtype
        assert (x / number).dtype == (number / x).dtype == dtype


@pytest.mark.parametrize("other", [np.arange(1, 4), np.array([True, True, False])])
def test_integers_and_booleans_take_the_dtype_of_the_float_they_meet(other):
    x = Tensor(np.ones(3, np.float32), requires_grad=True)
    assert (x * other).dtype == (other * x).dtype == np.float32
    (x * other).sum().backward()
    np.testing.assert_array_equal(x.grad, other.astype(np.float32))


def test_integers_among_themselves():
    i = Tensor(np.array([1, 2, 3]))
    assert (i + 1).dtype == (i * i).dtype == (-i).dtype == np.int64
    assert (i * 0.5).dtype == (i / 2).dtype == (i / i).dtype == np.float32
    np.testing.assert_array_equal((i / 2).data, [0.5, 1, 1.5])
    assert exp(i).dtype == log(i).dtype == sqrt(i).dtype == np.float32
    assert (i**2).dtype == (i**0).dtype == np.int64
    assert (i**0.5).dtype == (i**-1).dtype == np.float32


def test_float64_beside_float32_is_float64():
    x, y = Tensor(np.ones(2, np.float32)), Tensor(np.ones(2))
    assert (x + y).dtype == np.float64


def test_arrays_and_lists_on_the_left():
    x = leaf(1.0, 2.0)
    array = np.array([3.0, 5.0], np.float32)
    for result, expected in [
        (array * x, [3, 10]),
        (array + x, [4, 7]),
        (array - x, [2, 3]),
        (array / x, [3, 2.5]),
        ([3.0, 5.0] * x, [3, 10]),
        (array @ x, 13),
    ]:
        assert isinstance(result, Tensor)
        assert result.requires_grad
        np.testing.assert_array_equal(result.data, expected)


def test_a_string_is_no_operand():
    with pytest.raises(TypeError, match="expected numbers, got str"):
        leaf(1.0) + "1"


def test_division_by_a_tiny_number_has_its_gradient():
    # 1e-25 squared is zero in float32.
    a, b = leaf(1e-25), leaf(1e-25)
    (a / b).backward()
    np.testing.assert_allclose(b.grad, [-1e25], rtol=1e-6)


@pytest.mark.parametrize("exponent", [0, 0.0, 1, 2, 3, 4, 5, 0.5, -1, 2.5])
def test_pow_at_zero_and_below(exponent, rng):
    points = [0.0, -1.5, 2.0] if exponent in (0, 1, 2, 3, 4, 5, -1) else [0.0, 2.0]
    with np.errstate(divide="ignore"):
        assert_parity(lambda a: a**exponent, lambda a: a**exponent, np.array(points), rng=rng)


def test_pow_with_numpy_exponents_stays_float32():
    x = leaf(2.0)
    for exponent in (np.float64(2.5), np.int64(2), np.float32(3)):
        y = x**exponent
        y.backward()
        assert y.dtype == x.grad.dtype == np.float32


def test_pow_needs_a_number():
    with pytest.raises(
        TypeError, match=r"pow: the exponent must be a number, got Tensor; .*log"
    ):
        leaf(2.0) ** leaf(3.0)


def test_slope_of_abs_at_zero_is_zero():
    x = leaf(-2.0, 0.0, 3.0)
    abs(x).sum().backward()
    np.testing.assert_array_equal(x.grad, [-1, 0, 1])
    assert abs(Tensor(np.array([-1, 2]))).dtype == np.int64


def test_outside_the_domain_numpy_warns():
    with pytest.warns(RuntimeWarning, match="invalid value"):
        assert np.isnan(log(leaf(-1.0)).item())
    with pytest.warns(RuntimeWarning, match="overflow"):
        assert np.isinf(exp(leaf(1000.0)).item())
    x = leaf(0.0)
    with pytest.warns(RuntimeWarning, match="divide by zero"):
        sqrt(x).backward()
    assert np.isinf(x.grad.item())
