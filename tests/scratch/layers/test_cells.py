"""Recurrent cells."""

import numpy as np
import pytest
import torch

from dlbook.scratch import Tensor
from dlbook.scratch.layers import GRU, LSTM, RNN, GRUCell, LSTMCell, RNNCell
from tests.scratch.layers.parity import (
    StatesApart,
    assert_layer_matches,
    assert_loads_into_torch,
)

TRIPLES = [
    (RNNCell, RNN, torch.nn.RNNCell),
    (GRUCell, GRU, torch.nn.GRUCell),
    (LSTMCell, LSTM, torch.nn.LSTMCell),
]
every_cell = pytest.mark.parametrize(
    ("mine", "layer", "theirs"), TRIPLES, ids=lambda cls: cls.__name__
)
B, D, H = 4, 3, 5


@pytest.mark.parametrize("bias", [True, False])
@every_cell
def test_same_as_torch(mine, layer, theirs, bias, rng):
    cell, reference = mine(D, H, bias, rng=rng), theirs(D, H, bias)
    x = rng.standard_normal((B, D))
    states = [rng.standard_normal((B, H)) for _ in range(1 + (layer is LSTM))]
    assert_layer_matches(StatesApart(cell), StatesApart(reference), x, *states, rng=rng)
    assert_loads_into_torch(cell, reference)


@every_cell
def test_a_loop_over_the_cell_is_the_layer(mine, layer, theirs, rng):
    cell, whole = mine(D, H, rng=rng), layer(D, H, rng=rng)
    whole.load_state_dict({f"{name}_l0": value for name, value in cell.state_dict().items()})
    x = Tensor(rng.standard_normal((6, B, D)).astype(np.float32))
    state, outputs = None, []
    for step in range(6):
        state = cell(x[step], state)
        outputs.append(state[0].data if layer is LSTM else state.data)
    np.testing.assert_allclose(np.stack(outputs), whole(x)[0].data, rtol=1e-5, atol=1e-7)


def test_relu_is_torchs(rng):
    cell = RNNCell(D, H, nonlinearity="relu", rng=rng)
    reference = torch.nn.RNNCell(D, H, nonlinearity="relu")
    x, state = rng.standard_normal((B, D)), rng.standard_normal((B, H))
    assert_layer_matches(cell, reference, x, state, rng=rng)
