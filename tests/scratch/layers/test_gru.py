"""The gated recurrent layer: what it is for."""

import numpy as np

from dlbook.scratch import Tensor
from dlbook.scratch.layers import GRU


def test_an_open_update_gate_keeps_the_state(rng):
    layer = GRU(3, 5, rng=rng)
    layer.bias_ih_l0.data[5:10] = 40.0  # z is 1 to the last digit
    first = rng.standard_normal((1, 4, 5)).astype(np.float32)
    _, last = layer(Tensor(rng.standard_normal((50, 4, 3)).astype(np.float32)), Tensor(first))
    np.testing.assert_allclose(last.data, first, rtol=1e-5)
