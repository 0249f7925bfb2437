"""The gradient check, and the comparison with torch, fail on wrong answers."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from dlbook.scratch import gradcheck, relu, softmax
from dlbook.scratch.tensor import make_result
from tests.scratch.parity import assert_parity


def check(fn, *shapes, rng, **options):
    gradcheck(fn, *(rng.standard_normal(shape) for shape in shapes), rng=rng, **options)


def scaled(factor):
    """Return a product whose gradient is wrong by ``factor``."""
    return lambda a, b: make_result(
        "mul", a.data * b.data, (a, lambda g: g * b.data), (b, lambda g: factor * g * a.data)
    )


def test_right_gradients_pass(rng):
    check(lambda a, b: softmax(a @ b) * relu(b.sum(axis=0)), (3, 4), (4, 5), rng=rng)
    check(scaled(1.0), (3, 4), (3, 4), rng=rng)


@pytest.mark.parametrize("factor", [1.001, 0.999, 0.0, -1.0])
def test_a_wrong_factor_is_caught(rng, factor):
    with pytest.raises(AssertionError, match=r"gradient of input 1 \(shape \(3, 4\)\)"):
        check(scaled(factor), (3, 4), (3, 4), rng=rng)


def test_a_missing_term_is_caught(rng):
    def without_its_sum(x):
        p = softmax(x.detach()).data
        return make_result("softmax", p, (x, lambda g: p * g))

    with pytest.raises(AssertionError, match="gradient of input 0"):
        check(without_its_sum, (3, 4), rng=rng)


def test_one_wrong_entry_is_caught(rng):
    def rule(grad):
        grad = grad.copy()
        grad[1, 2] *= 1.01
        return grad

    with pytest.raises(AssertionError, match="gradient of input 0"):
        check(lambda a: make_result("id", a.data * 1, (a, rule)), (3, 4), rng=rng)


def test_not_a_number_is_caught(rng):
    with pytest.raises(AssertionError, match="the gradient says nan"):
        check(lambda a: make_result("id", a.data * 1, (a, lambda g: g * np.nan)), (3,), rng=rng)


def test_an_input_that_has_no_influence_passes(rng):
    check(lambda a, b: a * 2, (3,), (4,), rng=rng)


def test_the_check_is_done_in_float64(rng):
    seen = []

    def fn(a):
        seen.append(a.dtype)
        return a * a

    gradcheck(fn, np.ones(3, np.float32), rng=rng)
    assert set(seen) == {np.dtype(np.float64)}


def test_the_step_and_the_tolerance_can_be_chosen(rng):
    with pytest.raises(AssertionError):
        check(lambda a: a.exp(), (3,), rng=rng, eps=0.3)
    check(lambda a: a.exp(), (3,), rng=rng, eps=0.3, rtol=0.1)


# --- the comparison with torch ------------------------------------------------------


def square(x, factor=1.0, slope=2.0, dtype=None):
    out = (x.data * x.data * factor).astype(dtype or x.dtype)
    return make_result("square", out, (x, lambda grad: slope * grad * x.data))


def test_parity_of_equal_functions_passes(rng):
    assert_parity(square, torch.square, (3, 4), rng=rng)


def test_parity_catches_a_wrong_forward(rng):
    with pytest.raises(AssertionError, match="output"):
        assert_parity(lambda x: square(x, factor=1.001), torch.square, (3, 4), rng=rng)


@pytest.mark.parametrize("slope", [2.002, 1.998, 0.0])
def test_parity_catches_a_wrong_gradient(rng, slope):
    with pytest.raises(AssertionError, match="gradient of input 0"):
        assert_parity(lambda x: square(x, slope=slope), torch.square, (3, 4), rng=rng)


def test_parity_catches_a_missing_gradient(rng):
    with pytest.raises(AssertionError, match="gradient of input 1: torch has one"):
        assert_parity(lambda x, y: x * y.detach(), lambda x, y: x * y, (3, 4), (3, 4), rng=rng)


def test_parity_catches_a_wrong_dtype(rng):
    with pytest.raises(AssertionError, match="output: float64, torch has float32"):
        assert_parity(lambda x: square(x, dtype=np.float64), torch.square, (3, 4), rng=rng)


def test_parity_catches_a_wrong_shape(rng):
    with pytest.raises(AssertionError, match=r"output: shape \(1, 3, 4\)"):
        assert_parity(lambda x: square(x)[None], torch.square, (3, 4), rng=rng)


def test_parity_catches_a_swapped_axis_of_equal_length(rng):
    with pytest.raises(AssertionError, match="output"):
        assert_parity(lambda x: square(x).T, torch.square, (4, 4), rng=rng)
