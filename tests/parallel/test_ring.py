"""Ring attention equals attention in one process, forward and backward."""

from __future__ import annotations

from functools import partial

import pytest
import torch
from torch import Tensor
from torch.nn.functional import scaled_dot_product_attention

from dlbook.parallel import (
    merge_attention,
    partial_attention,
    partial_gradients,
    ring_attention,
    run_processes,
)


def sequences(T: int, K: int = 6, V: int = 5) -> list[Tensor]:
    draw = torch.Generator().manual_seed(T)
    sizes = (K, K, V, V)
    return [torch.randn(2, T, n, generator=draw, dtype=torch.float64) for n in sizes]


def one_process(query, key, value, grad_out, allowed) -> list[Tensor]:
    inputs = [x.clone().requires_grad_() for x in (query, key, value)]
    out = scaled_dot_product_attention(*inputs, attn_mask=allowed)
    return [out.detach(), *torch.autograd.grad(out, inputs, grad_out)]


@pytest.mark.parametrize("world", [1, 3])
def test_a_ring_of_processes_computes_what_one_does(world):
    given, allowed = sequences(12), torch.ones(12, 12, dtype=torch.bool)
    ways = [ring_attention, partial(ring_attention, is_causal=True)]
    every, causal = run_processes(ways, *given, world=world)
    for parts, mask in ((every, allowed), (causal, allowed.tril())):
        for ranks, want in zip(
            zip(*parts, strict=True), one_process(*given, mask), strict=True
        ):
            torch.testing.assert_close(torch.cat(ranks, dim=-2), want)


def test_parts_merge_in_any_order_to_the_whole():
    query, key, value, grad = sequences(11)
    allowed = torch.rand(11, 11, generator=torch.Generator().manual_seed(0)) < 0.5
    allowed[:, 3] = True
    allowed[4, :8], allowed[4, 9] = False, True  # query 4 sees nothing of the first two parts
    cuts = [slice(0, 3), slice(3, 8), slice(8, 11)]
    parts = [partial_attention(query, key[:, c], value[:, c], allowed[:, c]) for c in cuts]
    left = merge_attention(merge_attention(*parts[:2]), parts[2])
    right = merge_attention(parts[2], merge_attention(parts[1], parts[0]))
    expected = one_process(query, key, value, grad, allowed)
    torch.testing.assert_close(left[0], expected[0])
    torch.testing.assert_close(right, left)
    delta = (grad * left[0]).sum(dim=-1, keepdim=True)
    found = partial_gradients(query, key, value, allowed, left[1], grad, delta)
    for got, want in zip(found, expected[1:], strict=True):
        torch.testing.assert_close(got, want)


def test_queries_that_see_nothing_get_zeros():
    query, key, value, _ = sequences(4)
    nothing = torch.zeros(4, 4, dtype=torch.bool)
    out, lse = merge_attention(*[partial_attention(query, key, value, nothing)] * 2)
    assert not out.any()
    assert lse.isneginf().all()


def test_lengths_that_do_not_divide_are_named():
    query, key, value, grad = sequences(7)
    with pytest.raises(ValueError, match="2 divides, got 7 and 7"):
        ring_attention(0, 2, query, key, value, grad)
