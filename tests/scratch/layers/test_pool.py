"""Pooling as modules."""

import pytest
import torch

from dlbook.scratch import layers
from tests.scratch.layers.parity import assert_layer_matches

CASES = [
    ("MaxPool2d", (2,), {}),
    ("MaxPool2d", ((3, 2),), {"stride": (1, 2), "padding": 1}),
    ("MaxPool2d", (2,), {"stride": 1, "dilation": 2}),
    ("AvgPool2d", (2,), {}),
    ("AvgPool2d", ((3, 2),), {"stride": 1, "padding": 1}),
    ("AdaptiveAvgPool2d", (1,), {}),
    ("AdaptiveAvgPool2d", ((3, 5),), {}),
]


@pytest.mark.parametrize(("name", "size", "settings"), CASES)
def test_same_as_torch(name, size, settings, rng):
    mine, theirs = getattr(layers, name), getattr(torch.nn, name)
    x = rng.standard_normal((2, 3, 7, 8))
    assert_layer_matches(mine(*size, **settings), theirs(*size, **settings), x, rng=rng)
