"""Activations as modules."""

import pytest
import torch

from dlbook.scratch import layers
from tests.scratch.layers.parity import assert_layer_matches

CASES = [
    ("ReLU", (), {}),
    ("LeakyReLU", (), {}),
    ("LeakyReLU", (0.3,), {}),
    ("GELU", (), {"approximate": "tanh"}),
    ("SiLU", (), {}),
    ("Sigmoid", (), {}),
    ("Tanh", (), {}),
    ("Softplus", (), {}),
]


@pytest.mark.parametrize(("name", "settings", "only_torchs"), CASES)
def test_same_as_torch(name, settings, only_torchs, rng):
    mine = getattr(layers, name)(*settings)
    theirs = getattr(torch.nn, name)(*settings, **only_torchs)
    assert_layer_matches(mine, theirs, rng.standard_normal((5, 3)) * 4, rng=rng)
    assert mine.parameters() == []
