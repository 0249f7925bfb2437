"""From images to vectors."""

import numpy as np
import pytest
import torch

from dlbook.scratch.layers import Flatten
from tests.scratch.layers.parity import assert_layer_matches


@pytest.mark.parametrize("shape", [(4, 3, 2, 5), (4, 3), (4,), (0, 3, 2)])
def test_same_as_torch(shape):
    rng = np.random.default_rng(0)
    x = rng.standard_normal(shape)
    if x.ndim > 1:
        assert_layer_matches(Flatten(), torch.nn.Flatten(), x, rng=rng)
    else:  # torch leaves this one flat
        assert Flatten()(x).shape == (4, 1)
