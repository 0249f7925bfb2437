"""Rows of a table, and sums of gradients by row."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlbook.scratch import Tensor, embedding
from dlbook.scratch.ops.embedding import add_rows


def test_known_answer():
    table = Tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], requires_grad=True)
    out = embedding(np.array([[2, 0], [2, 2]]), table)
    np.testing.assert_array_equal(out.data, [[[5, 6], [1, 2]], [[5, 6], [5, 6]]])
    out.backward([[[1, 1], [2, 2]], [[10, 10], [100, 100]]])
    np.testing.assert_array_equal(table.grad, [[2, 2], [0, 0], [111, 111]])


@given(st.lists(st.integers(0, 4), max_size=20))
def test_adding_rows_equals_adding_one_after_another(rows):
    rows = np.array(rows, int)
    grad = np.random.default_rng(0).standard_normal((len(rows), 3))
    expected = np.zeros((5, 3))
    np.add.at(expected, rows, grad)
    np.testing.assert_allclose(add_rows(rows, grad, (5, 3)), expected, rtol=1e-12, atol=1e-12)


def test_row_zero_first_and_unsigned_numbers():
    np.testing.assert_array_equal(
        add_rows(np.array([0, 0], np.uint8), np.ones((2, 1)), (2, 1)), [[2], [0]]
    )


def test_no_rows_and_a_single_number():
    table = Tensor(np.ones((3, 2)), requires_grad=True)
    assert embedding(np.array([], int), table).shape == (0, 2)
    embedding(Tensor(np.array(1)), table).backward([5, 6])
    np.testing.assert_array_equal(table.grad, [[0, 0], [5, 6], [0, 0]])


@pytest.mark.parametrize(
    ("rows", "shape", "error", "message"),
    [
        ([0.5], (3, 2), TypeError, "row numbers, integers, got float64"),
        ([0], (3,), ValueError, r"a weight of shape \(V, D\), got \(3,\)"),
        ([3], (3, 2), IndexError, r"rows 0 \.\. 2, and input asks for 3 \.\. 3"),
        ([-1, 1], (3, 2), IndexError, r"asks for -1 \.\. 1"),
    ],
)
def test_wrong_calls_are_named(rows, shape, error, message):
    with pytest.raises(error, match=f"embedding: .*{message}"):
        embedding(np.array(rows), Tensor(np.ones(shape)))
