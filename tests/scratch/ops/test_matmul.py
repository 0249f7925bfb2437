"""Matrix products: known answers, every pair of ranks, wrong calls."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from dlbook.scratch import Tensor
from tests.scratch.parity import assert_parity

LEFT = [(4,), (3, 4), (2, 3, 4), (6, 1, 3, 4)]
RIGHT = [(4,), (4, 5), (2, 4, 5), (6, 2, 4, 5)]


def test_known_answer():
    a = Tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
    b = Tensor([[5.0], [6.0]], requires_grad=True)
    product = a @ b
    np.testing.assert_array_equal(product.data, [[17], [39]])
    product.backward([[1], [10]])
    np.testing.assert_array_equal(a.grad, [[5, 6], [50, 60]])
    np.testing.assert_array_equal(b.grad, [[31], [42]])


@pytest.mark.parametrize("shapes", list(itertools.product(LEFT, RIGHT)), ids=str)
def test_every_pair_of_ranks_equals_torch(shapes, rng):
    assert_parity(lambda a, b: a @ b, lambda a, b: a @ b, *shapes, rng=rng)


@pytest.mark.parametrize(
    "shapes",
    [
        ((0, 3), (3, 4)),
        ((2, 0), (0, 4)),
        ((2, 3), (3, 0)),
        ((0, 2, 3), (3, 4)),
        ((5, 2, 0), (0, 4)),
        ((0,), (0,)),
        ((1, 1), (1, 1)),
    ],
    ids=str,
)
def test_empty_and_size_one_axes(shapes, rng):
    assert_parity(lambda a, b: a @ b, lambda a, b: a @ b, *shapes, rng=rng)


@pytest.mark.parametrize(
    ("shapes", "message"),
    [
        (((3, 4), (5, 6)), r"the last axis of the first \(4\) must equal the second-to-last"),
        (((3, 4), (5,)), r"the last axis of the first \(4\) must equal the only axis"),
        (((4,), (5,)), r"\(4,\) and \(5,\) do not fit"),
        (
            ((2, 3, 4), (3, 4, 5)),
            r"the axes before the last two must be equal or one of them 1",
        ),
        (((), (3,)), r"\(\) and \(3,\): a number is no matrix, use \*"),
        (((3,), ()), "a number is no matrix"),
    ],
    ids=str,
)
def test_shapes_that_do_not_fit_are_named(shapes, message):
    a, b = (Tensor(np.ones(shape)) for shape in shapes)
    with pytest.raises(ValueError, match=rf"matmul: shapes.*{message}"):
        a @ b


def test_integers_take_the_dtype_of_the_float_they_meet():
    a = Tensor(np.ones((2, 3), np.float32), requires_grad=True)
    product = a @ np.ones((3, 4), np.int64)
    assert product.dtype == np.float32
    product.sum().backward()
    np.testing.assert_array_equal(a.grad, np.full((2, 3), 4))
