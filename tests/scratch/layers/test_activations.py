"""Activations as modules."""

import numpy as np
import pytest
import torch

from dlbook.scratch import layers
from tests.scratch.layers.parity import assert_layer_matches

PAIRS = [
    (layers.ReLU(), torch.nn.ReLU()),
    (layers.LeakyReLU(0.3), torch.nn.LeakyReLU(0.3)),
    (layers.GELU(), torch.nn.GELU(approximate="tanh")),
    (layers.SiLU(), torch.nn.SiLU()),
    (layers.Sigmoid(), torch.nn.Sigmoid()),
    (layers.Tanh(), torch.nn.Tanh()),
    (layers.Softplus(), torch.nn.Softplus()),
]


@pytest.mark.parametrize(("mine", "theirs"), PAIRS, ids=lambda layer: type(layer).__name__)
def test_same_as_torch(mine, theirs):
    rng = np.random.default_rng(0)
    assert_layer_matches(mine, theirs, rng.standard_normal((5, 3)) * 4, rng=rng)
    assert mine.parameters() == []
