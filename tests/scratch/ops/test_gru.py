"""The gated recurrent unit, worked by hand."""

import numpy as np

from dlbook.scratch.ops.gru import gru


def test_with_weights_of_zero_the_state_is_halved():
    # z = 1/2 and n = 0.
    zeros = np.zeros((3, 1))
    out = gru(np.ones((3, 1, 1)), [[8.0]], zeros, zeros).data.ravel()
    np.testing.assert_allclose(out, [4, 2, 1], rtol=1e-12)


def test_the_order_of_the_gates():
    zeros = np.zeros((3, 1))
    # z = 1 keeps the state, n = 1 is gone half-way to.
    for gate, expected in ((1, 8.0), (2, 4.5)):
        bias = np.zeros(3)
        bias[gate] = 100.0
        out = gru(np.ones((1, 1, 1)), [[8.0]], zeros, zeros, bias, np.zeros(3))
        np.testing.assert_allclose(out.data.ravel(), [expected], rtol=1e-12)
    # r = 0 hides the past from the candidate: with W_hn h = 8, n would be tanh(8) otherwise.
    weight_hh = np.array([[0.0], [0.0], [1.0]])
    closed = np.array([-2000.0, 0.0, 0.0])
    out = gru(np.ones((1, 1, 1)), [[8.0]], zeros, weight_hh, closed, np.zeros(3))
    np.testing.assert_allclose(out.data.ravel(), [4.0], rtol=1e-12)
