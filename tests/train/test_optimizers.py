"""Muon and AdamW equal torch's and the engine's; parameter groups; the schedule."""

from __future__ import annotations

import doctest
from importlib import import_module

import numpy as np
import pytest
import torch
from torch import nn

from dlbook import scratch
from dlbook.scratch.optim import Muon
from dlbook.train import (
    MuonAdamW,
    decay_groups,
    linear_warmup_decay,
    muon_groups,
    orthogonalize,
)


def model() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(5, 7), nn.Tanh(), nn.Linear(7, 3))


def train(net: nn.Module, *optimizers, steps: int = 4) -> list[torch.Tensor]:
    x, y = torch.linspace(-1, 1, 45).view(9, 5), torch.arange(9) % 3
    for _ in range(steps):
        nn.functional.cross_entropy(net(x), y).backward()
        for optimizer in optimizers:
            optimizer.step()
            optimizer.zero_grad()
    return [p.detach() for p in net.parameters()]


def split(net: nn.Module) -> tuple[list, list]:
    return [net[0].weight, net[2].weight], [net[0].bias, net[2].bias]


def test_the_rest_is_adamw():
    net = model()
    options = {"betas": (0.9, 0.95), "weight_decay": 0.3}
    theirs = train(net, torch.optim.AdamW(net.parameters(), 0.02, **options))
    other = model()
    mine = train(other, MuonAdamW([], other.parameters(), others_lr=0.02, **options))
    for a, b in zip(mine, theirs, strict=True):
        torch.testing.assert_close(a, b)
    assert not torch.allclose(mine[0], model()[0].weight, atol=0.02)


@pytest.mark.parametrize("shape", [(5, 9), (9, 5)])
def test_matrices_take_the_steps_of_the_scratch_rung(shape):
    start, *grads = torch.randn(5, *shape, generator=torch.Generator().manual_seed(0))
    ours = nn.Parameter(start.clone())
    theirs = scratch.Tensor(start.numpy().copy(), requires_grad=True)
    mine = MuonAdamW([ours], [], lr=0.1, momentum=0.8, weight_decay=0.3)
    other = Muon([theirs], lr=0.1, momentum=0.8, weight_decay=0.3)
    for grad in grads:
        ours.grad, theirs.grad = grad.clone(), grad.numpy().copy()
        mine.step()
        other.step()
    np.testing.assert_allclose(ours.detach().numpy(), theirs.data, rtol=1e-4, atol=1e-5)
    assert (ours - start).abs().max() > 0.1


def test_no_gradient_no_step_and_zeros_are_taken():
    assert torch.equal(orthogonalize(torch.zeros(3, 4)), torch.zeros(3, 4))
    net = model()
    MuonAdamW(*split(net)).step()
    assert torch.equal(net[0].weight, model()[0].weight)


def test_a_saved_state_goes_on():
    net = model()
    whole = train(net, MuonAdamW(*split(net)), steps=6)
    first = model()
    optimizer = MuonAdamW(*split(first))
    train(first, optimizer, steps=3)
    again = MuonAdamW(*split(first))
    again.load_state_dict(optimizer.state_dict())
    for a, b in zip(train(first, again, steps=3), whole, strict=True):
        assert torch.equal(a, b)


def test_what_is_no_matrix_is_refused():
    net = model()
    with pytest.raises(ValueError, match=r"expected matrices, and one has shape \(7,\)"):
        MuonAdamW(net[0].parameters(), [])
    with pytest.raises(ValueError, match="no closure"):
        MuonAdamW(*split(net)).step(lambda: None)


# --- parameter groups -----------------------------------------------------------------


def conv_model() -> nn.Module:
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
    net = conv_model()
    change = after_steps_without_gradient(net, decay_groups(net, 0.5))
    for name, p in net.named_parameters():
        assert change[name] == (pytest.approx(0.05, rel=1e-4) if p.dim() > 1 else 0.0), name


def test_every_parameter_is_in_one_group():
    net = conv_model()
    found = [id(p) for group in decay_groups(net, 0.1) for p in group["params"]]
    assert sorted(found) == sorted(id(p) for p in net.parameters())


def test_frozen_parameters_and_empty_groups_are_left_out():
    net = conv_model()
    net[0].weight.requires_grad_(False)
    matrices, others = decay_groups(net, 0.1)
    assert [p is net[3].weight for p in matrices["params"]] == [True]
    assert len(others["params"]) == 4
    (only,) = decay_groups(nn.LayerNorm(3), 0.1)
    assert only["weight_decay"] == 0.0


def test_what_is_wrong_is_said():
    with pytest.raises(ValueError, match="at least 0, got -1"):
        decay_groups(conv_model(), -1)
    with pytest.raises(ValueError, match="no trainable parameters"):
        decay_groups(nn.ReLU(), 0.1)


def test_the_example_is_right():
    assert doctest.testmod(import_module("dlbook.train.optimizers")).failed == 0


def test_muon_takes_the_matrices_inside_and_adamw_the_rest():
    net = model()
    matrices, others = muon_groups(net, hidden=net[2])
    assert [p is net[2].weight for p in matrices] == [True]
    assert {id(p) for p in others} == {id(p) for p in net.parameters()} - {id(matrices[0])}


# --- the schedule ---------------------------------------------------------------------


def rates(steps: int, **fractions) -> list[float]:
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=2.0)
    schedule = linear_warmup_decay(optimizer, steps, **fractions)
    found = []
    for _ in range(steps):
        found.append(optimizer.param_groups[0]["lr"] / 2.0)
        optimizer.step()
        schedule.step()
    return found


def test_it_rises_and_falls_in_straight_lines():
    assert rates(10, warmup=0.2) == pytest.approx(
        [0.25, 0.75, *(7.5 / 8, 6.5 / 8, 5.5 / 8, 4.5 / 8, 3.5 / 8, 2.5 / 8, 1.5 / 8, 0.5 / 8)]
    )


def test_it_may_stay_at_the_peak():
    assert rates(10, warmup=0.1, flat=0.4) == pytest.approx(
        [0.5, 1, 1, 1, 1, 0.9, 0.7, 0.5, 0.3, 0.1]
    )


def test_without_warm_up_it_falls_from_the_start():
    assert rates(4, warmup=0.0) == pytest.approx([7 / 8, 5 / 8, 3 / 8, 1 / 8])


@pytest.mark.parametrize(("warmup", "flat"), [(0.5, 0.5), (-0.1, 0.2), (0.2, -0.1)])
def test_fractions_that_do_not_fit_are_refused(warmup, flat):
    with pytest.raises(ValueError, match="together below 1"):
        rates(4, warmup=warmup, flat=flat)
