"""The plain recurrent layer."""

import numpy as np
import pytest
import torch

from dlbook.scratch import Tensor
from dlbook.scratch.layers import RNN
from tests.scratch.layers.parity import assert_layer_matches


def test_relu_is_torchs(rng):
    mine = RNN(3, 5, 2, nonlinearity="relu", rng=rng)
    theirs = torch.nn.RNN(3, 5, 2, nonlinearity="relu")
    assert_layer_matches(mine, theirs, rng.standard_normal((6, 4, 3)), rng=rng)


def test_an_unknown_nonlinearity_is_refused(rng):
    layer = RNN(3, 5, nonlinearity="gelu", rng=rng)
    with pytest.raises(ValueError, match=r"one of \['tanh', 'relu'\], got 'gelu'"):
        layer(Tensor(np.zeros((2, 4, 3))))
