"""What each normalization standardizes; defaults of torch."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812

from dlbook.functional import normalization
from tests.scratch.parity import assert_same


@pytest.fixture
def x():
    """Return numbers far from mean 0 and variance 1, of unequal axes."""
    torch.manual_seed(0)
    return 2.0 + 3.0 * torch.randn(7, 3, 5, dtype=torch.float64)


def test_each_makes_its_own_entries_standard(x):
    batch = normalization.batch_norm(x, training=True)
    layer = normalization.layer_norm(x, (5,))
    rms = normalization.rms_norm(x, (5,))
    assert batch.mean((0, 2)).abs().max() < 1e-12 < 0.1 < batch.mean(2).abs().max()
    assert layer.mean(2).abs().max() < 1e-12 < 0.1 < layer.mean(0).abs().max()
    assert rms.mean(2).abs().max() > 0.1
    assert_same("mean square", rms.square().mean(2).numpy(), np.ones((7, 3)), 1e-12)


def test_one_running_value_may_be_left_out(x):
    mean = torch.zeros(3).double()
    normalization.batch_norm(x, mean, None, training=True)
    assert mean.abs().min() > 0
    var = torch.ones(3).double()
    normalization.batch_norm(x, None, var, training=True)
    assert var.min() > 1


def test_momentum_and_eps_are_torchs_by_default(x):
    ours, theirs = (torch.zeros(3).double() for _ in range(2))
    small = 1e-3 * x
    a = normalization.batch_norm(small, ours, None, training=True)
    b = F.batch_norm(small, theirs, torch.ones(3).double(), training=True)
    assert_same("output", a.numpy(), b.numpy(), 1e-12)
    assert_same("running mean", ours.numpy(), theirs.numpy(), 1e-12)


def test_two_entries_are_enough():
    out = normalization.batch_norm(torch.tensor([[1.0], [3.0]]), training=True, eps=0.0)
    assert out.flatten().tolist() == [-1.0, 1.0]
