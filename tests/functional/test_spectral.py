"""Spectral normalization: parity with torch over several steps, and the true singular value."""

from __future__ import annotations

import pytest
import torch
from torch import nn
from torch.nn.utils.parametrizations import spectral_norm
from torch.nn.utils.parametrize import register_parametrization

from dlbook.functional import SpectralNorm, power_iteration


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


def test_the_divided_matrix_stretches_by_one_and_others_do_not():
    torch.manual_seed(0)
    layer = nn.Linear(8, 6)
    with torch.no_grad():
        layer.weight *= 0.3
    assert torch.linalg.matrix_norm(layer.weight, 2).item() < 0.5
    register_parametrization(layer, "weight", SpectralNorm(layer.weight))
    for _ in range(100):
        weight = layer.weight
    assert torch.linalg.matrix_norm(weight, 2).item() == pytest.approx(1, abs=1e-3)


def test_several_matrices_at_once_are_as_one_by_one():
    weight, v = torch.randn(4, 3, 5), torch.randn(4, 5)
    together = power_iteration(weight, v, 2)
    for k in range(4):
        alone = power_iteration(weight[k], v[k], 2)
        for a, b in zip(together, alone, strict=True):
            torch.testing.assert_close(a[k], b)


def test_the_vectors_follow_in_training_and_rest_in_evaluation():
    torch.manual_seed(1)
    divide, weight = SpectralNorm(torch.randn(5, 6)), torch.randn(5, 6)
    before = divide.u.clone()
    divide.eval()
    divide(weight)
    assert torch.equal(divide.u, before)
    divide.train()
    divide(weight)
    assert not torch.equal(divide.u, before)


def test_the_slope_goes_through_the_division():
    # A longer weight, divided, is the same, so the slope has no part along the weight.
    torch.manual_seed(2)
    weight = torch.randn(4, 7, dtype=torch.float64, requires_grad=True)
    divide = SpectralNorm(weight)
    (divide(weight) * torch.randn(4, 7, dtype=torch.float64)).sum().backward()
    assert weight.grad.norm() > 0.1
    assert (weight.grad * weight.detach()).sum().item() == pytest.approx(0, abs=1e-12)
