"""Long short-term memory, worked by hand."""

import numpy as np

from dlbook.scratch.ops.lstm import lstm


def test_with_weights_of_zero_the_gates_are_halves():
    # i = f = o = 1/2 and g = 0: the cell is halved at each step, and h is tanh(c) / 2.
    zeros = np.zeros((4, 1))
    out = lstm(np.ones((3, 1, 1)), [[9.0]], [[8.0]], zeros, zeros).data[:, :, 0, 0]
    np.testing.assert_allclose(out[1], [4, 2, 1], rtol=1e-12)
    np.testing.assert_allclose(out[0], np.tanh([4, 2, 1]) / 2, rtol=1e-12)


def test_the_order_of_the_gates():
    # A large bias opens one gate at a time: input, forget, candidate, output.
    for gate, cell, hidden in (
        (0, 4.0, None),
        (1, 8.0, None),
        (2, 4.5, None),
        (3, 4.0, np.tanh(4)),
    ):
        bias = np.zeros(4)
        bias[gate] = 100.0
        zeros = np.zeros((4, 1))
        out = lstm(np.ones((1, 1, 1)), [[9.0]], [[8.0]], zeros, zeros, bias, np.zeros(4))
        h, c = out.data[:, 0, 0, 0]
        np.testing.assert_allclose(c, cell, rtol=1e-12)
        np.testing.assert_allclose(
            h, np.tanh(cell) / 2 if hidden is None else hidden, rtol=1e-12
        )
