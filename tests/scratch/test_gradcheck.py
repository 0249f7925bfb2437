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


def product(factor=1.0):
    """Return a product whose second gradient is wrong by ``factor``."""
    return lambda a, b: make_result(
        "mul", a.data * b.data, (a, lambda g: g * b.data), (b, lambda g: factor * g * a.data)
    )


def identity(vjp):
    return lambda a: make_result("identity", a.data * 1, (a, vjp))


def softmax_without_its_sum(x):
    p = softmax(x.detach()).data
    return make_result("softmax", p, (x, lambda g: p * g))


ONE_WRONG = np.ones((3, 4))
ONE_WRONG[1, 2] = 1.01


def test_right_gradients_pass(rng):
    check(lambda a, b: softmax(a @ b) * relu(b.sum(axis=0)), (3, 4), (4, 5), rng=rng)
    check(product(), (3, 4), (3, 4), rng=rng)
    check(lambda a, b: a * 2, (3,), (4,), rng=rng)  # the second has no influence


@pytest.mark.parametrize(
    ("fn", "inputs", "says"),
    [
        *[
            (product(factor), 2, r"gradient of input 1 \(shape \(3, 4\)\)")
            for factor in (1.001, 0.999, 0.0, -1.0)
        ],
        (softmax_without_its_sum, 1, "gradient of input 0"),
        (identity(lambda g: g * ONE_WRONG), 1, "gradient of input 0"),
        (identity(lambda g: g * np.nan), 1, "the gradient says nan"),
    ],
)
def test_wrong_gradients_are_caught(fn, inputs, says, rng):
    with pytest.raises(AssertionError, match=says):
        check(fn, *[(3, 4)] * inputs, rng=rng)


def test_the_check_is_done_in_float64(rng):
    seen = []
    gradcheck(lambda a: seen.append(a.dtype) or a * a, np.ones(3, np.float32), rng=rng)
    assert set(seen) == {np.dtype(np.float64)}


def test_the_step_and_the_tolerance_can_be_chosen(rng):
    with pytest.raises(AssertionError):
        check(lambda a: a.exp(), (3,), rng=rng, eps=0.3)
    check(lambda a: a.exp(), (3,), rng=rng, eps=0.3, rtol=0.1)


def square(x, factor=1.0, slope=2.0, dtype=None):
    out = (x.data * x.data * factor).astype(dtype or x.dtype)
    return make_result("square", out, (x, lambda grad: slope * grad * x.data))


def test_parity_of_equal_functions_passes(rng):
    assert_parity(square, torch.square, (3, 4), rng=rng)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda x: square(x, factor=1.001), "output"),
        *[
            (lambda x, s=slope: square(x, slope=s), "gradient of input 0")
            for slope in (2.002, 1.998, 0.0)
        ],
        (lambda x: square(x.detach()), "no gradient flows"),
        (lambda x: square(x, dtype=np.float64), "output: float64, torch has float32"),
        (lambda x: square(x)[None], r"output: shape \(1, 4, 4\)"),
        (lambda x: square(x).T, "output"),  # a swapped axis of equal length
    ],
)
def test_parity_catches_what_is_wrong(wrong, says, rng):
    with pytest.raises((AssertionError, RuntimeError), match=says):
        assert_parity(wrong, torch.square, (4, 4), rng=rng)
