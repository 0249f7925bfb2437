"""One layer after another."""

import numpy as np
import pytest
import torch

from dlbook.scratch import cross_entropy, optim, relu
from dlbook.scratch.layers import Linear, ReLU, Sequential, Tanh
from tests.scratch.layers.parity import assert_layer_matches, assert_loads_into_torch


def test_same_as_torch():
    rng = np.random.default_rng(0)
    mine = Sequential(Linear(4, 6, rng=rng), ReLU(), Sequential(Linear(6, 2, rng=rng)))
    theirs = torch.nn.Sequential(
        torch.nn.Linear(4, 6), torch.nn.ReLU(), torch.nn.Sequential(torch.nn.Linear(6, 2))
    )
    assert_layer_matches(mine, theirs, rng.standard_normal((5, 4)), rng=rng)
    assert_loads_into_torch(mine, theirs)


def test_functions_are_layers_too_and_keep_their_place():
    rng = np.random.default_rng(0)
    model = Sequential(Linear(4, 6, rng=rng), relu, Linear(6, 2, rng=rng))
    assert [name for name, _ in model.named_parameters()] == [
        "0.weight",
        "0.bias",
        "2.weight",
        "2.bias",
    ]
    x = rng.standard_normal((3, 4)).astype(np.float32)
    hidden = relu(model[0](x))
    np.testing.assert_array_equal(model(x).data, model[2](hidden).data)


def test_length_order_and_index():
    first, second = ReLU(), ReLU()
    model = Sequential(first, second)
    assert len(model) == 2
    assert list(model) == [first, second]
    assert model[-1] is second
    with pytest.raises(IndexError):
        model[2]


def test_more_than_ten_layers_stay_in_order():
    model = Sequential(*(lambda x, k=k: [*x, k] for k in range(12)))
    assert model([]) == list(range(12))


def test_what_is_no_layer_is_refused():
    with pytest.raises(TypeError, match="layer 1 must be a Module or a function, got int"):
        Sequential(ReLU(), 3)


def test_learns_exclusive_or():
    rng = np.random.default_rng(0)
    model = Sequential(Linear(2, 8, rng=rng), Tanh(), Linear(8, 2, rng=rng))
    adam = optim.Adam(model.parameters(), lr=0.05)
    x, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32), np.array([0, 1, 1, 0])
    first = cross_entropy(model(x), y).item()
    for _ in range(200):
        adam.zero_grad()
        loss = cross_entropy(model(x), y)
        loss.backward()
        adam.step()
    assert first > 0.5
    assert loss.item() < 0.01
