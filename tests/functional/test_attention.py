"""Masks, large scores, and positions by their formula."""

from __future__ import annotations

import math

import pytest
import torch
import torch.nn.functional as F  # noqa: N812

from dlbook import functional


def example(T: int = 5, S: int = 7, K: int = 4, V: int = 3) -> list[torch.Tensor]:
    draw = torch.Generator().manual_seed(0)
    shapes = [(2, 3, T, K), (2, 3, S, K), (2, 3, S, V)]
    return [
        torch.randn(s, generator=draw, dtype=torch.float64).requires_grad_() for s in shapes
    ]


def forward_and_backward(function, inputs, **options) -> list[torch.Tensor]:
    out = function(*inputs, **options)
    weigh = torch.arange(out.numel(), dtype=out.dtype).view_as(out).cos()
    return [out, *torch.autograd.grad((out * weigh).sum(), inputs)]


def gap(ours, theirs) -> float:
    return max((a - b).abs().max().item() for a, b in zip(ours, theirs, strict=True))


@pytest.mark.parametrize("S", [5, 8])
def test_causal_is_torch_s(S):
    ours = forward_and_backward(
        functional.scaled_dot_product_attention, example(S=S), is_causal=True
    )
    theirs = forward_and_backward(F.scaled_dot_product_attention, example(S=S), is_causal=True)
    assert gap(ours, theirs) < 1e-12


def test_by_hand():
    query, key = (
        torch.tensor([[2.0, 0, 0, 0]]),
        torch.tensor([[0.0] * 4, [math.log(3), 0, 0, 0]]),
    )
    torch.testing.assert_close(
        functional.attention_weights(query, key), torch.tensor([[0.25, 0.75]])
    )


@pytest.mark.parametrize("numbers", [False, True])
def test_a_row_that_sees_nothing_is_zero_and_passes_on_no_slope(numbers):
    seen = torch.ones(5, 7, dtype=torch.bool)
    seen[3] = False
    mask = torch.zeros(5, 7, dtype=torch.float64).masked_fill(~seen, -torch.inf)
    inputs = example()
    out, query, *others = forward_and_backward(
        functional.scaled_dot_product_attention, inputs, attn_mask=mask if numbers else seen
    )
    assert not out[:, :, 3].any()
    assert not query[:, :, 3].any()
    assert query[:, :, 2].any()
    assert all(t.isfinite().all() for t in (out, query, *others))


def test_large_scores_stay_finite():
    query, key, value = example()
    out = functional.scaled_dot_product_attention(query * 1e4, key * 1e4, value)
    assert out.isfinite().all()


def test_waves_by_their_formula():
    table = functional.sinusoidal_positions(9, 6)
    for t in range(9):
        for i in range(3):
            angle = t / 10_000 ** (2 * i / 6)
            assert table[t, 2 * i].item() == pytest.approx(math.sin(angle), abs=1e-6)
            assert table[t, 2 * i + 1].item() == pytest.approx(math.cos(angle), abs=1e-6)
