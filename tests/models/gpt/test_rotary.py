"""Rotation keeps lengths, and products depend on distance alone."""

from __future__ import annotations

import cmath

import pytest
import torch

from dlbook.models.gpt import rotate, rotation_table
from tests.models.checks import example


def test_a_pair_is_turned_like_a_complex_number():
    x, _ = example(2, 3, 5, 8)
    turned = rotate(x, rotation_table(5, 8))
    for t, pair in ((3, 0), (4, 1), (2, 3)):
        before = complex(x[1, 2, t, pair], x[1, 2, t, pair + 4])
        after = before * cmath.exp(1j * t * 10_000 ** (-2 * pair / 8))
        assert turned[1, 2, t, pair].item() == pytest.approx(after.real, abs=1e-5)
        assert turned[1, 2, t, pair + 4].item() == pytest.approx(after.imag, abs=1e-5)


def test_the_first_position_is_left_and_lengths_are_kept():
    x, _ = example(2, 3, 5, 8)
    turned = rotate(x, rotation_table(5, 8))
    torch.testing.assert_close(turned[:, :, 0], x[:, :, 0])
    torch.testing.assert_close(turned.norm(dim=-1), x.norm(dim=-1))
    assert (turned[:, :, 1] - x[:, :, 1]).abs().max() > 0.1


def test_products_depend_on_distance_alone():
    q, k = example(8)[0], example(2, 8)[0][1]
    table = rotation_table(20, 8)
    queries, keys = (rotate(v.expand(1, 1, 20, 8), table)[0, 0] for v in (q, k))
    products = queries @ keys.T
    for distance in (0, 3, 7):
        same = products.diagonal(distance)
        torch.testing.assert_close(same, same[:1].expand_as(same), rtol=1e-4, atol=1e-5)
    assert (products[0, 3] - products[0, 7]).abs() > 0.01


def test_an_odd_head_is_refused():
    with pytest.raises(ValueError, match="must be even, got 7"):
        rotation_table(5, 7)
