"""Convolution layers."""

import math

import numpy as np
import pytest
import torch

from dlbook.scratch import layers
from tests.scratch.layers.parity import assert_layer_matches, assert_loads_into_torch

SIGNAL, IMAGE = (2, 6, 9), (2, 6, 7, 8)
CASES = [
    ("Conv1d", SIGNAL, (6, 4, 3), {"stride": 2, "padding": 1}),
    ("Conv1d", SIGNAL, (6, 4, 3), {"groups": 2, "bias": False}),
    ("Conv2d", IMAGE, (6, 4, 3), {"padding": 1}),
    ("Conv2d", IMAGE, (6, 9, (3, 2)), {"stride": (2, 1), "dilation": (1, 2), "groups": 3}),
    ("Conv2d", IMAGE, (6, 4, 1), {"bias": False}),
    ("ConvTranspose1d", SIGNAL, (6, 4, 3), {"stride": 2, "padding": 1, "output_padding": 1}),
    ("ConvTranspose2d", IMAGE, (6, 4, (2, 3)), {"stride": 2, "bias": False}),
    ("ConvTranspose2d", IMAGE, (6, 9, 3), {"groups": 3, "dilation": 2, "padding": 1}),
]


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(("name", "shape", "size", "settings"), CASES)
def test_same_as_torch(name, shape, size, settings, dtype, rng):
    mine = getattr(layers, name)(*size, **settings, rng=rng)
    theirs = getattr(torch.nn, name)(*size, **settings)
    assert_layer_matches(mine, theirs, rng.standard_normal(shape).astype(dtype), rng=rng)
    assert_loads_into_torch(mine, theirs)
    assert list(mine.state_dict()) == list(theirs.state_dict())


@pytest.mark.parametrize(
    ("name", "connections"), [("Conv2d", 32 * 9), ("ConvTranspose2d", 64 * 9)]
)
def test_initial_weights_have_torchs_spread(name, connections, rng):
    # Of a transposed weight (C, O, ...) torch takes O for the number of inputs.
    mine = getattr(layers, name)(32, 64, 3, rng=rng)
    theirs = getattr(torch.nn, name)(32, 64, 3)
    bound = 1 / math.sqrt(connections)
    for weight in (mine.weight.data, theirs.weight.detach().numpy()):
        assert 0.99 * bound < np.abs(weight).max() <= bound
        assert weight.std() == pytest.approx(bound / math.sqrt(3), rel=0.02)
    assert np.abs(mine.bias.data).max() <= bound
    assert np.abs(mine.bias.data).max() > 0.8 * bound


@pytest.mark.parametrize(("channels", "groups"), [((6, 4), 3), ((4, 6), 4), ((6, 4), 0)])
def test_channels_that_do_not_divide_are_refused(channels, groups, rng):
    with pytest.raises(ValueError, match=f"must divide into {groups} groups"):
        layers.Conv2d(*channels, 3, groups=groups, rng=rng)
