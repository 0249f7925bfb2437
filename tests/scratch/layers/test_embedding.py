"""A table with a row for each symbol."""

import numpy as np
import torch

from dlbook.scratch.layers import Embedding
from tests.scratch.init.statistics import assert_moments
from tests.scratch.layers.parity import assert_loads_into_torch, assert_same


def test_same_as_torch(rng):
    mine, theirs = Embedding(7, 4, rng=rng), torch.nn.Embedding(7, 4)
    mine.load_state_dict(theirs.state_dict())
    rows = rng.integers(0, 7, (5, 3))
    out, reference = mine(rows), theirs(torch.tensor(rows))
    grad = rng.standard_normal(out.shape).astype(np.float32)
    out.backward(grad)
    reference.backward(torch.tensor(grad))
    assert_same(out, reference, "output")
    assert_same(mine.weight.grad, theirs.weight.grad, "gradient")
    assert_loads_into_torch(mine, theirs)


def test_initial_rows_are_standard_normal(rng):
    assert_moments(Embedding(300, 100, rng=rng).weight.data, mean=0, std=1, kurtosis=3)
