"""Python's operators and the methods of tensors reach their operations."""

from __future__ import annotations

import operator

import numpy as np
import pytest

from dlbook.scratch import Tensor

X = np.array([[1.0, 2.0], [3.0, 4.0]])
Y = np.array([[2.0, 5.0], [1.0, 4.0]])
OPERATORS = [
    operator.add,
    operator.sub,
    operator.mul,
    operator.truediv,
    operator.matmul,
    operator.lt,
    operator.le,
    operator.gt,
    operator.ge,
    operator.eq,
    operator.ne,
]
METHODS = {
    "exp": np.exp(X),
    "log": np.log(X),
    "sqrt": np.sqrt(X),
    "abs": X,
    "sum": X.sum(),
    "mean": X.mean(),
    "max": X.max(),
    "var": X.var(ddof=1),
    "std": X.std(ddof=1),
    "argmax": X.argmax(),
    "transpose": X.T,
}


@pytest.mark.parametrize("op", OPERATORS)
def test_operators_with_a_tensor_on_either_side(op):
    for left, right in [(Tensor(X), Tensor(Y)), (Tensor(X), Y), (X, Tensor(Y))]:
        result = op(left, right)
        assert isinstance(result, Tensor)
        np.testing.assert_allclose(result.data, op(X, Y), rtol=1e-12)


def test_operators_of_one_tensor():
    np.testing.assert_array_equal((-Tensor(X)).data, -X)
    np.testing.assert_array_equal(abs(Tensor(-X)).data, X)
    np.testing.assert_array_equal((Tensor(X) ** 2).data, X**2)
    np.testing.assert_array_equal(Tensor(X)[1].data, X[1])
    np.testing.assert_array_equal(Tensor(X).T.data, X.T)


@pytest.mark.parametrize("name", METHODS)
def test_methods(name):
    result = getattr(Tensor(X), name)()
    assert isinstance(result, Tensor)
    np.testing.assert_allclose(result.data, METHODS[name], rtol=1e-12)


def test_methods_with_arguments():
    np.testing.assert_array_equal(Tensor(X).clip(2, 3).data, np.clip(X, 2, 3))
    np.testing.assert_array_equal(Tensor(X).reshape(4).data, X.reshape(4))
    np.testing.assert_array_equal(Tensor(X).swapaxes(0, 1).data, X.T)
