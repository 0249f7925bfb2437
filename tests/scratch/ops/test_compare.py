"""Comparisons are NumPy's, with tensors and numbers on either side."""

from __future__ import annotations

import operator

import numpy as np
import pytest

from dlbook.scratch import Tensor

OPERATORS = [operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne]


@pytest.mark.parametrize("op", OPERATORS)
def test_equal_to_numpy(op, rng):
    x, y = rng.integers(0, 3, (4, 5)) / 2, rng.integers(0, 3, 5) / 2
    for left, right in [(Tensor(x), Tensor(y)), (Tensor(x), y), (x, Tensor(y))]:
        result = op(left, right)
        assert result.dtype == np.bool_
        np.testing.assert_array_equal(result.data, op(x, y))
    np.testing.assert_array_equal(op(Tensor(x), 0.5).data, op(x, 0.5))
    np.testing.assert_array_equal(op(0.5, Tensor(x)).data, op(0.5, x))


@pytest.mark.parametrize("op", OPERATORS)
def test_no_gradient_flows(op):
    assert not op(Tensor([1.0], requires_grad=True), 0).requires_grad


def test_a_number_is_compared_in_the_dtype_of_the_tensor():
    assert (Tensor([0.1]) == 0.1).item() is True


@pytest.mark.parametrize("op", OPERATORS)
def test_shapes_must_broadcast(op):
    names = {"lt": "less", "le": "less_equal", "gt": "greater", "ge": "greater_equal"}
    names |= {"eq": "equal", "ne": "not_equal"}
    with pytest.raises(ValueError, match=rf"{names[op.__name__]}: shapes \(2,\) and \(3,\)"):
        op(Tensor(np.ones(2)), Tensor(np.ones(3)))
