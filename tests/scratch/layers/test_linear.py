"""The fully connected layer."""

import math

import numpy as np
import pytest
import torch

from dlbook.scratch.layers import Linear
from tests.scratch.layers.parity import assert_layer_matches, assert_loads_into_torch


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("batch", [(5,), (), (2, 4), (1,)])
@pytest.mark.parametrize("bias", [True, False])
def test_same_as_torch(dtype, batch, bias):
    rng = np.random.default_rng(0)
    x = rng.standard_normal((*batch, 3)).astype(dtype)
    mine, theirs = Linear(3, 7, bias, rng=rng), torch.nn.Linear(3, 7, bias)
    assert_layer_matches(mine, theirs, x, rng=rng)
    assert_loads_into_torch(mine, theirs.to(torch.float32))


def test_initial_weights_have_the_spread_of_torchs():
    layer = Linear(400, 300, rng=np.random.default_rng(0))
    bound = 1 / math.sqrt(400)
    for tensor in (layer.weight, layer.bias):
        assert np.abs(tensor.data).max() <= bound
        assert np.abs(tensor.data).max() > 0.98 * bound
    theirs = torch.nn.Linear(400, 300).weight.detach().numpy()
    assert layer.weight.data.std() == pytest.approx(theirs.std(), rel=0.02)
    assert layer.weight.data.std() != pytest.approx(math.sqrt(2 / 400), rel=0.02)  # He's


def test_one_input_and_none(rng):
    assert 0.9 < np.abs(Linear(1, 100, rng=rng).weight.data).max() <= 1
    assert Linear(0, 3, rng=rng)(np.ones((2, 0), np.float32)).shape == (2, 3)


def test_the_seed_decides_the_weights():
    one, two = (Linear(3, 2, rng=np.random.default_rng(5)) for _ in range(2))
    np.testing.assert_array_equal(one.weight.data, two.weight.data)
    three = Linear(3, 2, rng=np.random.default_rng(6))
    assert not np.array_equal(one.weight.data, three.weight.data)
