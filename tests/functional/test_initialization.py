"""Starting weights: for one generator the numbers of torch."""

from __future__ import annotations

import pytest
import torch
from torch.nn import init
from torch.testing import assert_close

from dlbook.functional import initialization

SHAPES = [(7, 11), (11, 7), (6, 4, 3, 5)]
CALLS = {
    "xavier_uniform_": [{}, {"gain": 5 / 3}],
    "xavier_normal_": [{}, {"gain": 0.5}],
    "kaiming_normal_": [
        {},
        {"nonlinearity": "relu"},
        {"mode": "fan_out", "nonlinearity": "relu"},
        {"a": 0.3},
        {"nonlinearity": "tanh"},
    ],
    "orthogonal_": [{}, {"gain": 2.0}],
}
CASES = [(name, options) for name, calls in CALLS.items() for options in calls]


def drawn(module, name, shape, options, seed=3):
    weight = torch.empty(shape, dtype=torch.float64)
    generator = torch.Generator().manual_seed(seed)
    out = getattr(module, name)(weight, **options, generator=generator)
    assert out is weight
    return weight


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("name", "options"), CASES)
def test_the_numbers_are_torchs(shape, name, options):
    ours, theirs = (drawn(m, name, shape, options) for m in (initialization, init))
    assert_close(ours, theirs, rtol=1e-12, atol=1e-14)


def test_the_comparison_sees_another_mode():
    """Negative control: the fans exchanged."""
    ours = drawn(initialization, "kaiming_normal_", (7, 11), {"mode": "fan_out"})
    with pytest.raises(AssertionError):
        assert_close(ours, drawn(init, "kaiming_normal_", (7, 11), {}), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("name", list(CALLS))
def test_a_parameter_is_filled_and_goes_on_learning(name):
    weight = torch.nn.Parameter(torch.zeros(4, 6))
    getattr(initialization, name)(weight)
    assert weight.requires_grad
    assert weight.is_leaf
    assert weight.abs().min() > 0


def test_fans():
    assert initialization.fan_in_and_fan_out(torch.empty(5, 3, 2, 4)) == (24, 40)
