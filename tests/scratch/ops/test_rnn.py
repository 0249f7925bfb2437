"""The plain recurrent network, worked by hand."""

import numpy as np
import pytest

from dlbook.scratch.ops.rnn import rnn


def test_worked_by_hand():
    # h = relu(x + 2 h + 1), from 0: 1 + 1 = 2, -9 + 4 + 1 < 0, 3 + 0 + 1 = 4
    x = np.array([1.0, -9.0, 3.0]).reshape(3, 1, 1)
    out = rnn(x, [[0.0]], [[1.0]], [[2.0]], [0.5], [0.5], nonlinearity="relu")
    assert out.data.ravel().tolist() == [2.0, 0.0, 4.0]


def test_an_unknown_nonlinearity_is_refused():
    with pytest.raises(ValueError, match=r"rnn: .* one of \['tanh', 'relu'\], got 'silu'"):
        rnn(np.ones((1, 1, 1)), [[0.0]], [[1.0]], [[1.0]], nonlinearity="silu")
