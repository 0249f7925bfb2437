"""Recurrent layers: levels, directions and initial states."""

import math

import numpy as np
import pytest
import torch

from dlbook.scratch import Tensor
from dlbook.scratch.layers import GRU, LSTM, RNN
from dlbook.scratch.layers.recurrent import Recurrent
from tests.scratch.layers.parity import (
    StatesApart,
    assert_layer_matches,
    assert_loads_into_torch,
)

PAIRS = [(RNN, torch.nn.RNN), (GRU, torch.nn.GRU), (LSTM, torch.nn.LSTM)]
every_layer = pytest.mark.parametrize(("mine", "theirs"), PAIRS, ids=lambda cls: cls.__name__)
T, B, D, H = 6, 4, 3, 5


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"num_layers": 3},
        {"bidirectional": True},
        {"num_layers": 2, "bidirectional": True, "batch_first": True},
        {"bias": False},
    ],
    ids=str,
)
@every_layer
def test_same_as_torch(mine, theirs, settings, dtype, rng):
    order = (B, T, D) if settings.get("batch_first") else (T, B, D)
    x = rng.standard_normal(order).astype(dtype)
    layer, reference = mine(D, H, **settings, rng=rng), theirs(D, H, **settings)
    assert_layer_matches(layer, reference, x, rng=rng)
    assert_loads_into_torch(layer, reference)
    assert list(layer.state_dict()) == list(reference.state_dict())


@every_layer
def test_initial_states_are_torchs_and_get_gradients(mine, theirs, rng):
    states = [rng.standard_normal((4, B, H)) for _ in range(1 + (mine is LSTM))]
    settings = {"num_layers": 2, "bidirectional": True}
    layer, reference = mine(D, H, **settings, rng=rng), theirs(D, H, **settings)
    x = rng.standard_normal((T, B, D))
    assert_layer_matches(StatesApart(layer), StatesApart(reference), x, *states, rng=rng)


@pytest.mark.parametrize("shape", [(1, 4, 3), (6, 1, 3), (6, 0, 3)])
@every_layer
def test_one_step_a_batch_of_one_and_none(mine, theirs, shape, rng):
    states = [rng.standard_normal((1, shape[1], 5)) for _ in range(1 + (mine is LSTM))]
    x, layer, reference = rng.standard_normal(shape), mine(3, 5, rng=rng), theirs(3, 5)
    if x.size:
        assert_layer_matches(StatesApart(layer), StatesApart(reference), x, *states, rng=rng)
    else:
        output, _ = StatesApart(layer)(Tensor(x), *map(Tensor, states))
        assert output.shape == (6, 0, 5)


@every_layer
def test_initial_weights_have_torchs_spread(mine, theirs, rng):
    layer, reference = mine(40, 64, rng=rng), theirs(40, 64)
    for name, parameter in layer.named_parameters():
        assert np.abs(parameter.data).max() <= 1 / math.sqrt(64)
        theirs_std = dict(reference.named_parameters())[name].std().item()
        assert parameter.data.std() == pytest.approx(theirs_std, rel=0.2)
    assert layer.weight_hh_l0.data.std() == pytest.approx(1 / math.sqrt(3 * 64), rel=0.03)


@every_layer
def test_wrong_shapes_are_named(mine, theirs, rng):
    layer = mine(D, H, batch_first=True, rng=rng)
    name = mine.__name__
    with pytest.raises(
        ValueError, match=rf"{name}: expected .* \(B, T, D\) with D = 3, got \(4, 3\)"
    ):
        layer(Tensor(np.zeros((4, 3))))
    with pytest.raises(ValueError, match=r"D = 3, got \(4, 6, 2\)"):
        layer(Tensor(np.zeros((4, 6, 2))))
    with pytest.raises(ValueError, match="at least one step"):
        layer(Tensor(np.zeros((4, 0, 3))))
    state = Tensor(np.zeros((2, B, H)))
    with pytest.raises(ValueError, match=r"state of shape \(1, 4, 5\) .* got \(2, 4, 5\)"):
        layer(Tensor(np.zeros((B, T, D))), (state, state) if mine is LSTM else state)


def test_the_base_class_has_no_scan(rng):
    class Silent(Recurrent):
        gates = 2

    with pytest.raises(NotImplementedError, match="Silent has no scan"):
        Silent(D, H, rng=rng).run(Tensor(np.zeros((T, B, D))), [None])
