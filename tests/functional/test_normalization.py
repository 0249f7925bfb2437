"""Batch normalization's running values; spectral normalization over several steps."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from torch import nn
from torch.nn.utils.parametrizations import spectral_norm
from torch.nn.utils.parametrize import register_parametrization

from dlbook.functional import SpectralNorm, normalization, power_iteration
from tests.scratch.parity import assert_same


@pytest.fixture
def x():
    """Return numbers far from mean 0 and variance 1, of unequal axes."""
    torch.manual_seed(0)
    return 2.0 + 3.0 * torch.randn(7, 3, 5, dtype=torch.float64)


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


# --- spectral normalization -------------------------------------------------------


def pair(H: int, D: int):
    """Return two linear layers of equal weights, divided by torch and by us."""
    torch.manual_seed(H)
    theirs, ours = nn.Linear(D, H).double(), nn.Linear(D, H).double()
    ours.load_state_dict(theirs.state_dict())
    spectral_norm(theirs)
    register_parametrization(ours, "weight", SpectralNorm(ours.weight))
    there, here = theirs.parametrizations.weight[0], ours.parametrizations.weight[0]
    here.u, here.v = there._u.clone(), there._v.clone()
    return theirs, ours


@pytest.mark.parametrize(("H", "D"), [(7, 4), (3, 11), (1, 5)])
def test_parity_over_three_steps_of_training(H, D):
    theirs, ours = pair(H, D)
    x = torch.randn(6, D, dtype=torch.float64)
    optimizers = [torch.optim.SGD(layer.parameters(), lr=0.3) for layer in (theirs, ours)]
    for _ in range(3):
        outputs = []
        for layer, optimizer in zip((theirs, ours), optimizers, strict=True):
            optimizer.zero_grad()
            outputs.append(layer(x))
            outputs[-1].square().sum().backward()
            optimizer.step()
        torch.testing.assert_close(outputs[1], outputs[0], rtol=1e-10, atol=1e-12)
        slopes = [layer.parametrizations.weight.original.grad for layer in (theirs, ours)]
        torch.testing.assert_close(slopes[1], slopes[0], rtol=1e-10, atol=1e-12)
        assert slopes[0].abs().max() > 1e-6
    theirs.eval(), ours.eval()
    torch.testing.assert_close(ours(x), theirs(x), rtol=1e-10, atol=1e-12)


def test_many_steps_find_the_largest_singular_value():
    weight = torch.randn(9, 5, dtype=torch.float64)
    u, v = power_iteration(weight, torch.ones(5, dtype=torch.float64) / 5**0.5, 500)
    assert (u @ weight @ v).item() == pytest.approx(
        torch.linalg.matrix_norm(weight, 2).item(), rel=1e-9
    )
    assert u.norm().item() == pytest.approx(1)
    assert v.norm().item() == pytest.approx(1)


def test_several_matrices_at_once_are_as_one_by_one():
    weight, v = torch.randn(4, 3, 5), torch.randn(4, 5)
    together = power_iteration(weight, v, 2)
    for k in range(4):
        alone = power_iteration(weight[k], v[k], 2)
        for a, b in zip(together, alone, strict=True):
            torch.testing.assert_close(a[k], b)
