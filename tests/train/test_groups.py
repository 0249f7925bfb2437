"""Matrices decay; biases, gains and shifts stay."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest
import torch
from torch import nn

from dlbook.train.optimizers import decay_groups


def model() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.Flatten(), nn.Linear(18, 4))


def after_steps_without_gradient(net: nn.Module, groups) -> dict[str, float]:
    """Largest change of each parameter, as a share of its largest entry."""
    with torch.no_grad():
        for p in net.parameters():
            p.add_(1.0)
    before = {name: p.detach().clone() for name, p in net.named_parameters()}
    optimizer = torch.optim.AdamW(groups, lr=0.1)
    for p in net.parameters():
        p.grad = torch.zeros_like(p)
    optimizer.step()
    return {
        name: ((p - before[name]).abs().max() / before[name].abs().max()).item()
        for name, p in net.named_parameters()
    }


def test_only_matrices_decay():
    net = model()
    change = after_steps_without_gradient(net, decay_groups(net, 0.5))
    for name, p in net.named_parameters():
        assert change[name] == (pytest.approx(0.05, rel=1e-4) if p.dim() > 1 else 0.0), name


def test_the_test_sees_a_decay_of_all():
    net = model()
    everything = [{"params": list(net.parameters()), "weight_decay": 0.5}]
    assert min(after_steps_without_gradient(net, everything).values()) == pytest.approx(
        0.05, rel=1e-4
    )


def test_every_parameter_is_in_one_group():
    net = model()
    found = [id(p) for group in decay_groups(net, 0.1) for p in group["params"]]
    assert sorted(found) == sorted(id(p) for p in net.parameters())


def test_frozen_parameters_and_empty_groups_are_left_out():
    net = model()
    net[0].weight.requires_grad_(False)
    matrices, others = decay_groups(net, 0.1)
    assert [p is net[3].weight for p in matrices["params"]] == [True]
    assert len(others["params"]) == 4
    (only,) = decay_groups(nn.LayerNorm(3), 0.1)
    assert only["weight_decay"] == 0.0


def test_what_is_wrong_is_said():
    with pytest.raises(ValueError, match="at least 0, got -1"):
        decay_groups(model(), -1)
    with pytest.raises(ValueError, match="no parameters"):
        decay_groups(nn.ReLU(), 0.1)


def test_the_example_is_right():
    assert doctest.testmod(import_module("dlbook.train.optimizers")).failed == 0
