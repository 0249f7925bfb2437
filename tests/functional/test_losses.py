"""Losses at extremes, and what torch does not have."""

from __future__ import annotations

import pytest
import torch

from dlbook.functional import losses


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


def test_no_array_of_all_logits_is_kept():
    H, W = torch.randn(40, 2, requires_grad=True), torch.randn(50, 2, requires_grad=True)
    kept = []
    with torch.autograd.graph.saved_tensors_hooks(lambda x: kept.append(x) or x, lambda x: x):
        losses.linear_cross_entropy(H, W, torch.zeros(40, dtype=int), chunk=5)
    assert max((x.numel() for x in kept), default=0) <= 5 * 50
