"""Masks, large scores, and positions by their formula."""

from __future__ import annotations

import math

import pytest
import torch

from dlbook.functional import scaled_dot_product_attention, sinusoidal_positions


def qkv(scale: float = 1.0) -> list[torch.Tensor]:
    draw = torch.Generator().manual_seed(0)
    shapes = [(2, 3, 5, 4), (2, 3, 7, 4), (2, 3, 7, 3)]
    return [(scale * torch.randn(s, generator=draw)).requires_grad_() for s in shapes]


@pytest.mark.parametrize("numbers", [False, True])
def test_a_row_that_sees_nothing_is_zero_and_passes_on_no_slope(numbers):
    seen = torch.ones(5, 7, dtype=torch.bool)
    seen[3] = False
    mask = torch.zeros(5, 7).masked_fill(~seen, -torch.inf) if numbers else seen
    inputs = qkv()
    out = scaled_dot_product_attention(*inputs, attn_mask=mask)
    query, *others = torch.autograd.grad(out.cos().sum(), inputs)
    assert not out[:, :, 3].any()
    assert not query[:, :, 3].any()
    assert query[:, :, 2].any()
    assert all(t.isfinite().all() for t in (out, query, *others))


def test_large_scores_stay_finite():
    assert scaled_dot_product_attention(*qkv(scale=1e4)).isfinite().all()


def test_waves_by_their_formula():
    table = sinusoidal_positions(9, 6)
    for t, i in ((t, i) for t in range(9) for i in range(3)):
        angle = t / 10_000 ** (2 * i / 6)
        wave = [math.sin(angle), math.cos(angle)]
        assert table[t, 2 * i : 2 * i + 2].tolist() == pytest.approx(wave, abs=1e-6)
