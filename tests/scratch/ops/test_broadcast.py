"""Summing over copies is the transpose of making them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra.numpy import mutually_broadcastable_shapes

from dlbook.scratch.ops.broadcast import unbroadcast


@pytest.mark.parametrize(
    ("shape", "result"),
    [
        ((2, 3), [[1, 1, 1], [1, 1, 1]]),
        ((3,), [2, 2, 2]),
        ((1, 3), [[2, 2, 2]]),
        ((2, 1), [[3], [3]]),
        ((1,), [6]),
        ((), 6),
    ],
)
def test_hand_worked(shape, result):
    np.testing.assert_array_equal(unbroadcast(np.ones((2, 3)), shape), result)
    assert unbroadcast(np.ones((2, 3)), shape).shape == shape


def test_nothing_to_do_returns_the_same_array():
    grad = np.ones((2, 1))
    assert unbroadcast(grad, (2, 1)) is grad


def test_a_length_of_one_that_stays_one_is_not_summed():
    assert unbroadcast(np.ones((4, 1, 3)), (1, 3)).shape == (1, 3)


def test_stretched_to_nothing():
    np.testing.assert_array_equal(unbroadcast(np.ones((0, 3)), (1, 3)), np.zeros((1, 3)))


@given(mutually_broadcastable_shapes(num_shapes=2, max_dims=4, min_side=0, max_side=4))
def test_it_is_the_adjoint_of_broadcasting(shapes):
    shape, full = shapes.input_shapes[0], shapes.result_shape
    rng = np.random.default_rng(0)
    x, grad = rng.standard_normal(shape), rng.standard_normal(full)
    left = (grad * np.broadcast_to(x, full)).sum()
    right = (unbroadcast(grad, shape) * x).sum()
    np.testing.assert_allclose(left, right, rtol=1e-12, atol=1e-12)
