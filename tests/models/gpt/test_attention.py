"""Attention by its formula, and with a cache as without."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from dlbook.models.gpt import CausalAttention, KVCache, rotate, rotation_table
from tests.models.checks import example


@pytest.fixture
def attention():
    layer = CausalAttention(12, 3)
    nn.init.normal_(layer.output.weight)  # it starts at zero
    return layer


def test_it_is_the_formula(attention):
    x, table = example(2, 5, 12)[0], rotation_table(5, 4)
    qkv = (x @ attention.query_key_value.weight.T).view(2, 5, 3, 3, 4)
    mixed = torch.zeros(2, 5, 3, 4)
    for b, n, t in ((b, n, t) for b in range(2) for n in range(3) for t in range(5)):
        q, k, v = (qkv[b : b + 1, :, i, n][:, None] for i in range(3))
        q, k = (rotate(z / z.pow(2).mean(-1, keepdim=True).sqrt(), table) for z in (q, k))
        scores = q[0, 0, t] @ k[0, 0, : t + 1].T / 4**0.5
        mixed[b, t, n] = scores.softmax(-1) @ v[0, 0, : t + 1]
    expected = mixed.reshape(2, 5, 12) @ attention.output.weight.T
    torch.testing.assert_close(attention(x, table), expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("parts", [(1,) * 7, (3, 4), (4, 1, 2), (7,)])
def test_in_parts_with_a_cache_it_is_the_same(attention, parts):
    x, table = example(2, 7, 12)[0], rotation_table(7, 4)
    cache, outputs, start = KVCache(), [], 0
    for n in parts:
        new = slice(start, start + n)
        outputs.append(attention(x[:, new], table[:, new], cache))
        start += n
    assert cache.length == 7
    torch.testing.assert_close(torch.cat(outputs, 1), attention(x, table))


def test_without_its_cache_a_part_is_another(attention):
    x, table = example(2, 7, 12)[0], rotation_table(7, 4)
    alone = attention(x[:, 3:], table[:, 3:], KVCache())
    assert (alone - attention(x, table)[:, 3:]).abs().max() > 0.01


def test_at_first_it_gives_nothing():
    assert not CausalAttention(12, 3)(example(2, 5, 12)[0], rotation_table(5, 4)).any()


def test_heads_must_divide_the_width():
    with pytest.raises(ValueError, match="width 12 is not a multiple of 5 heads"):
        CausalAttention(12, 5)
