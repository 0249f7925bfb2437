"""Cross-entropy in parts: the same loss and slopes as of the whole."""

from __future__ import annotations

import pytest
import torch

from dlbook.functional import cross_entropy, linear_cross_entropy
from tests.scratch.parity import assert_same


def slopes(loss_of):
    """Return loss and slopes by both arguments of ``loss_of``, on fixed random numbers."""
    draw = torch.Generator().manual_seed(0)
    H = torch.randn(11, 3, generator=draw, dtype=torch.float64, requires_grad=True)
    W = torch.randn(7, 3, generator=draw, dtype=torch.float64, requires_grad=True)
    y = torch.randint(7, (11,), generator=draw)
    loss = loss_of(H, W, y)
    loss.backward()
    return [x.detach().numpy() for x in (loss, H.grad, W.grad)]


@pytest.mark.parametrize("chunk", [1, 4, 11, 100])
def test_equals_the_whole(chunk):
    whole = slopes(lambda H, W, y: cross_entropy(H @ W.T, y))
    parts = slopes(lambda H, W, y: linear_cross_entropy(H, W, y, chunk))
    for name, a, b in zip(("loss", "input", "weight"), parts, whole, strict=True):
        assert_same(name, a, b, 1e-12)


def test_a_mean_of_means_is_found_out():
    def mean_of_means(H, W, y):
        parts = zip(H.split(4), y.split(4), strict=True)
        return torch.stack([cross_entropy(h @ W.T, c) for h, c in parts]).mean()

    whole = slopes(lambda H, W, y: cross_entropy(H @ W.T, y))
    with pytest.raises(AssertionError):
        assert_same("loss", slopes(mean_of_means)[0], whole[0], 1e-12)


def test_no_array_of_all_logits_is_kept():
    H, W = torch.randn(40, 2, requires_grad=True), torch.randn(50, 2, requires_grad=True)
    kept = []
    with torch.autograd.graph.saved_tensors_hooks(lambda x: kept.append(x) or x, lambda x: x):
        linear_cross_entropy(H, W, torch.zeros(40, dtype=int), chunk=5)
    assert max((x.numel() for x in kept), default=0) <= 5 * 50


def test_a_chunk_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        linear_cross_entropy(torch.zeros(2, 3), torch.zeros(4, 3), torch.zeros(2, dtype=int), 0)
