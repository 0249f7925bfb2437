"""Picking entries, and where their gradients go."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, basic_indices

from dlbook.scratch import Tensor


def test_an_entry_picked_twice_gets_both_gradients():
    x = Tensor([1.0, 2.0, 3.0], requires_grad=True)
    x[[0, 2, 0]].backward([1, 10, 100])
    np.testing.assert_array_equal(x.grad, [101, 0, 10])


def test_tensors_index_tensors():
    x = Tensor(np.arange(12.0).reshape(3, 4), requires_grad=True)
    rows, columns = Tensor(np.array([0, 2])), Tensor(np.array([1, 1]))
    np.testing.assert_array_equal(x[rows].data, x.data[[0, 2]])
    np.testing.assert_array_equal(x[rows, columns].data, [1, 9])
    x[x > 5].sum().backward()
    np.testing.assert_array_equal(x.grad, x.data > 5)


@pytest.mark.parametrize("index", [3, -4, (0, 5)])
def test_an_index_out_of_range_says_so(index):
    with pytest.raises(IndexError, match=r"getitem of shape \(3, 4\): .*out of bounds"):
        Tensor(np.ones((3, 4)))[index]


@pytest.mark.parametrize("index", ["a", 1.5, Tensor([1.0])])
def test_what_is_no_index_is_refused(index):
    with pytest.raises(IndexError, match=r"getitem of shape \(3, 4\)"):
        Tensor(np.ones((3, 4)))[index]


@given(st.data(), array_shapes(max_dims=3, min_side=0, max_side=4))
def test_gradients_of_slices_go_back_where_they_came_from(data, shape):
    index = data.draw(basic_indices(shape, allow_newaxis=True))
    x = Tensor(np.arange(float(np.prod(shape))).reshape(shape), requires_grad=True)
    picked = x[index]
    picked.backward(np.ones(picked.shape))
    expected = np.isin(x.data, picked.data).astype(float)
    np.testing.assert_array_equal(x.grad, expected)
