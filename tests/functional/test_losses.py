"""Losses by hand and at extremes."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torch.testing import assert_close

from dlbook.functional import losses


@pytest.fixture
def drawn():
    """Return predictions, and targets of both kinds, of a shape with unequal axes."""
    torch.manual_seed(0)
    shape = (7, 3, 5)
    input = torch.randn(shape, dtype=torch.float64) * 3
    return input, torch.randn(shape, dtype=torch.float64), torch.rand(shape).double()


def test_logits_of_a_thousand():
    far = torch.tensor([[1000.0, -1000.0], [-1000.0, 1000.0]])
    found = losses.cross_entropy(far, torch.tensor([0, 0]), reduction="none")
    assert found.tolist() == [0, 2000]
    yes = torch.ones(2, 2)
    found = losses.binary_cross_entropy_with_logits(far, yes, reduction="none")
    assert found.tolist() == [[0, 1000], [1000, 0]]
    found = losses.sigmoid_focal_loss(far, yes, reduction="none")
    assert found.tolist() == [[0, 1000], [1000, 0]]


@pytest.mark.parametrize("quantile", [0.1, 0.5, 0.9])
def test_the_quantile_loss_is_least_at_the_quantile(quantile):
    target = torch.rand(1001, generator=torch.Generator().manual_seed(0)).double()
    guesses = torch.linspace(0, 1, 401, dtype=torch.float64)
    costs = [losses.quantile_loss(g.expand(1001), target, quantile) for g in guesses]
    best = guesses[torch.stack(costs).argmin()]
    assert abs(best - torch.quantile(target, quantile)) < 0.005


def test_the_quantile_loss_of_a_half_is_half_of_l1(drawn):
    input, target, _ = drawn
    half = losses.quantile_loss(input, target, 0.5, reduction="none")
    assert_close(2 * half, losses.l1_loss(input, target, reduction="none"))


def test_by_hand():
    zero, two = torch.zeros(1), torch.full((1,), 2.0)
    assert losses.quantile_loss(zero, two, 0.9).item() == pytest.approx(1.8)
    assert losses.quantile_loss(two, zero, 0.9).item() == pytest.approx(0.2)
    assert losses.huber_loss(zero, two, delta=0.5).item() == pytest.approx(0.875)
    assert losses.huber_loss(zero, two).item() == pytest.approx(1.5)
    focal = losses.sigmoid_focal_loss(zero, torch.ones(1)).item()
    assert focal == pytest.approx(math.log(2) / 4)


def test_learns_one_batch():
    rng = np.random.default_rng(0)
    X, y = torch.tensor(rng.normal(size=(12, 6))), torch.tensor(rng.integers(0, 3, 12))
    W = torch.zeros(3, 6, dtype=torch.float64, requires_grad=True)
    for _ in range(300):
        (slope,) = torch.autograd.grad(losses.cross_entropy(X @ W.T, y), W)
        W = (W - slope).detach().requires_grad_()
    assert losses.cross_entropy(X @ W.T, y).item() < 0.4 < math.log(3)


@pytest.mark.gpu
def test_a_gpu_gives_the_same(drawn):
    if not torch.cuda.is_available():
        pytest.skip("no CUDA device")
    input, target, chances = drawn
    for loss, y in [
        (losses.huber_loss, target),
        (losses.binary_cross_entropy_with_logits, chances),
    ]:
        assert_close(loss(input.cuda(), y.cuda()).cpu(), loss(input, y))


def test_no_array_of_all_logits_is_kept():
    H, W = torch.randn(40, 2, requires_grad=True), torch.randn(50, 2, requires_grad=True)
    kept = []
    with torch.autograd.graph.saved_tensors_hooks(lambda x: kept.append(x) or x, lambda x: x):
        losses.linear_cross_entropy(H, W, torch.zeros(40, dtype=int), chunk=5)
    assert max((x.numel() for x in kept), default=0) <= 5 * 50
