"""The gradient check passes right gradients and fails wrong ones."""

from __future__ import annotations

import numpy as np
import pytest

from dlbook.scratch import Tensor, gradcheck, relu, softmax
from dlbook.scratch.tensor import record


def check(fn, *shapes, rng, **options):
    gradcheck(fn, *(rng.standard_normal(shape) for shape in shapes), rng=rng, **options)


def scaled(factor):
    """Return a product whose gradient is wrong by ``factor``."""
    return lambda a, b: record(
        "mul", a.data * b.data, (a, lambda g: g * b.data), (b, lambda g: factor * g * a.data)
    )


def test_right_gradients_pass(rng):
    check(lambda a, b: softmax(a @ b) * relu(b.sum(axis=0)), (3, 4), (4, 5), rng=rng)
    check(scaled(1.0), (3, 4), (3, 4), rng=rng)


@pytest.mark.parametrize("factor", [1.001, 0.999, 0.0, -1.0])
def test_a_wrong_factor_is_caught(rng, factor):
    with pytest.raises(AssertionError, match=r"gradient of input 1 \(shape \(3, 4\)\)"):
        check(scaled(factor), (3, 4), (3, 4), rng=rng)


def test_a_swapped_axis_of_equal_length_is_caught(rng):
    def swapped(a):
        return record("square", a.data**2, (a, lambda g: (2 * g * a.data).T))

    with pytest.raises(AssertionError, match="gradient of input 0"):
        check(swapped, (4, 4), rng=rng)


def test_a_missing_term_is_caught(rng):
    def without_its_sum(x):
        p = softmax(x.detach()).data
        return record("softmax", p, (x, lambda g: p * g))

    with pytest.raises(AssertionError, match="gradient of input 0"):
        check(without_its_sum, (3, 4), rng=rng)


def test_one_wrong_entry_is_caught(rng):
    def rule(grad):
        grad = grad.copy()
        grad[1, 2] *= 1.01
        return grad

    with pytest.raises(AssertionError, match="gradient of input 0"):
        check(lambda a: record("id", a.data * 1, (a, rule)), (3, 4), rng=rng)


def test_a_gradient_that_does_not_arrive_is_caught(rng):
    with pytest.raises(AssertionError, match="gradient of input 1"):
        check(lambda a, b: a * b.detach(), (3, 4), (3, 4), rng=rng)


def test_not_a_number_is_caught(rng):
    with pytest.raises(AssertionError, match="the gradient says nan"):
        check(lambda a: record("id", a.data * 1, (a, lambda g: g * np.nan)), (3,), rng=rng)


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


def test_as_many_directions_are_tried_as_asked(rng):
    calls = []

    def fn(a):
        calls.append(1)
        return a * 1

    gradcheck(fn, np.ones(3), rng=rng, directions=7)
    assert len(calls) == 2 + 2 * 7
    calls.clear()
    gradcheck(fn, np.ones(3), rng=rng)
    assert len(calls) == 2 + 2 * 4


def test_a_message_names_both_slopes():
    with pytest.raises(
        AssertionError, match=r"rises by [\d.-]+, and the gradient says [\d.-]+"
    ):
        gradcheck(scaled(2.0), np.ones(2), np.ones(2), rng=np.random.default_rng(0))


def test_tensors_are_leaves_of_the_check_only(rng):
    outside = Tensor([2.0], requires_grad=True)
    check(lambda a: a * outside, (3,), rng=rng)
    assert outside.grad is not None
