"""Dropout and mixup, by hand."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from dlbook.functional import regularization
from tests.scratch.parity import assert_same


class Once:
    """Stands in for NumPy's generator: gives out what it was made with."""

    def __init__(self, share: float, order: list[int]):
        self.share, self.order = share, order

    def beta(self, a: float, b: float) -> float:
        """Return the share, asked of a distribution with two equal parameters."""
        assert a == b
        return self.share

    def permutation(self, n: int) -> np.ndarray:
        """Return the order."""
        assert n == len(self.order)
        return np.array(self.order)


def test_dropout_keeps_what_it_should_and_scales_it():
    input = torch.rand(300, 70, dtype=torch.float64) + 1
    out = regularization.dropout(input, 0.3, generator=torch.Generator().manual_seed(0))
    kept = out != 0
    assert_same("kept entries", out[kept].numpy(), (input[kept] / 0.7).numpy(), 1e-12)
    assert 0.68 < kept.double().mean().item() < 0.72


@pytest.mark.parametrize(("p", "training"), [(0.5, False), (0.0, True)])
def test_dropout_does_nothing_at_test_or_at_zero(p, training):
    input = torch.randn(4, 3)
    assert regularization.dropout(input, p, training) is input


def test_mixup_by_hand():
    input = torch.tensor([[0.0, 4.0], [8.0, 0.0], [2.0, 2.0]])
    target = torch.eye(3)
    mixed, soft = regularization.mixup(input, target, 0.4, rng=Once(0.75, [1, 2, 0]))
    expected = np.float32([[2.0, 3.0], [6.5, 0.5], [1.5, 2.5]])
    assert_same("inputs", mixed.numpy(), expected, 1e-6)
    assert_same("targets", soft[0].numpy(), np.float32([0.75, 0.25, 0.0]), 1e-6)


@pytest.mark.parametrize(("alpha", "low", "high"), [(0.1, 0.3, 0.5), (1.0, 0.0, 0.3)])
def test_a_small_alpha_hardly_mixes(alpha, low, high):
    """Mean distance of the share from a half: near a half for small alpha, a quarter at 1."""
    rng = np.random.default_rng(0)
    batch = torch.eye(50)
    shares = []
    for _ in range(400):
        mixed, _ = regularization.mixup(batch, batch, alpha, rng=rng)
        shares.append(abs(mixed.max(dim=1).values.min().item() - 0.5))
    assert low < np.mean(shares) < high
