"""The GPT: attention by its formula, rotary positions, the cache, generation."""

from __future__ import annotations

import cmath

import pytest
import torch
from torch import nn

from dlbook.models.language import (
    GPT,
    CausalSelfAttention,
    GPTConfig,
    KVCache,
    apply_rotary_emb,
    rotary_cos_sin,
)
from tests.models.checks import example, random_tokens

SMALL = GPTConfig(vocab_size=13, block_size=9, d_model=24, n_head=3, n_layer=2)
ODD = GPTConfig(vocab_size=13, block_size=7, d_model=24, n_head=3, n_layer=2)


def random_gpt(config: GPTConfig = SMALL) -> GPT:
    """Return a GPT whose layers all contribute: some start at zero."""
    model = GPT(config)
    for weight in model.parameters():
        nn.init.normal_(weight, std=0.3)
    return model


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


# --- rotary positions -------------------------------------------------------------


def test_a_pair_rotates_like_a_complex_number():
    x, _ = example(2, 3, 5, 8)
    rotated = apply_rotary_emb(x, rotary_cos_sin(5, 8))
    for t, pair in ((0, 2), (3, 0), (4, 1), (2, 3)):
        before = complex(x[1, 2, t, pair], x[1, 2, t, pair + 4])
        after = before * cmath.exp(1j * t * 10_000 ** (-2 * pair / 8))
        assert rotated[1, 2, t, pair].item() == pytest.approx(after.real, abs=1e-5)
        assert rotated[1, 2, t, pair + 4].item() == pytest.approx(after.imag, abs=1e-5)


def test_products_depend_on_distance_alone():
    q, k = example(8)[0], example(2, 8)[0][1]
    cos_sin = rotary_cos_sin(20, 8)
    queries, keys = (apply_rotary_emb(x.expand(1, 1, 20, 8), cos_sin)[0, 0] for x in (q, k))
    products = queries @ keys.T
    for distance in (0, 3, 7):
        same = products.diagonal(distance)
        torch.testing.assert_close(same, same[:1].expand_as(same), rtol=1e-4, atol=1e-5)
    assert (products[0, 3] - products[0, 7]).abs() > 0.01


# --- attention --------------------------------------------------------------------


@pytest.fixture
def attention():
    layer = CausalSelfAttention(12, 3)
    nn.init.normal_(layer.proj.weight)  # it starts at zero
    return layer


def test_attention_is_the_formula(attention):
    x, cos_sin = example(2, 5, 12)[0], rotary_cos_sin(5, 4)
    qkv = (x @ attention.qkv.weight.T).view(2, 5, 3, 3, 4)
    mixed = torch.zeros(2, 5, 3, 4)
    for b, n, t in ((b, n, t) for b in range(2) for n in range(3) for t in range(5)):
        q, k, v = (qkv[b : b + 1, :, i, n][:, None] for i in range(3))
        q, k = (apply_rotary_emb(z, cos_sin) for z in (q, k))
        scores = q[0, 0, t] @ k[0, 0, : t + 1].T / 4**0.5
        mixed[b, t, n] = scores.softmax(-1) @ v[0, 0, : t + 1]
    expected = mixed.reshape(2, 5, 12) @ attention.proj.weight.T
    torch.testing.assert_close(attention(x, cos_sin), expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("parts", [(1,) * 7, (3, 4), (4, 1, 2), (7,)])
def test_attention_in_parts_with_a_cache_is_the_same(attention, parts):
    x, cos_sin = example(2, 7, 12)[0], rotary_cos_sin(7, 4)
    cache, outputs, start = KVCache(), [], 0
    for n in parts:
        new = slice(start, start + n)
        outputs.append(attention(x[:, new], cos_sin[:, new], cache))
        start += n
    assert cache.length == 7
    torch.testing.assert_close(torch.cat(outputs, 1), attention(x, cos_sin))
    without = attention(x[:, 3:], cos_sin[:, 3:], KVCache())
    assert (without - attention(x, cos_sin)[:, 3:]).abs().max() > 0.01


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: CausalSelfAttention(12, 5), "d_model 12 is not a multiple of 5 heads"),
        (lambda: rotary_cos_sin(5, 7), "must be even, got 7"),
    ],
)
def test_impossible_sizes_are_refused(build, message):
    with pytest.raises(ValueError, match=message):
        build()


# --- the model --------------------------------------------------------------------


def test_it_starts_with_equal_probabilities():
    assert not GPT(SMALL)(random_tokens(2, 5)).any()


@pytest.mark.parametrize("lengths", [[4, 1, 3, 1], [1, 1, 7], [2, 7]])
def test_tokens_read_in_parts_give_the_same_logits(lengths):
    model, x = random_gpt(), random_tokens(3, 9)
    caches = model.new_caches()
    parts = [model(part, caches) for part in x.split(lengths, dim=1)]
    torch.testing.assert_close(torch.cat(parts, 1), model(x), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("with_cache", [False, True])
def test_a_text_longer_than_the_block_size_is_refused(with_cache):
    model = GPT(SMALL)
    caches = model.new_caches() if with_cache else None
    model(random_tokens(1, 9), caches)
    with pytest.raises(ValueError, match="10 tokens exceed the block size of 9"):
        model(random_tokens(1, 1 if with_cache else 10), caches)


def test_large_weights_give_finite_logits():
    model = random_gpt()
    with torch.no_grad():
        model.embedding.weight *= 1e6
    assert model(random_tokens(2, 9)).isfinite().all()


# --- generation -------------------------------------------------------------------


@pytest.mark.parametrize("config", [SMALL, ODD], ids=["even", "odd"])
@pytest.mark.parametrize("length", [1, 4, 9, 10, 15])
def test_cached_equals_uncached(config, length):
    model, prompt = random_gpt(config), random_tokens(3, length)
    cached = model.generate(prompt, 25, generator=seeded())
    assert cached.shape == (3, length + 25)
    assert torch.equal(cached[:, :length], prompt)
    uncached = model.generate(prompt, 25, use_cache=False, generator=seeded())
    assert torch.equal(cached, uncached)
    assert not torch.equal(cached, model.generate(prompt, 25, generator=seeded(1)))


def test_a_damaged_cache_is_noticed(monkeypatch):
    model, prompt = random_gpt(), random_tokens(3, 4)
    right = model.generate(prompt, 5, use_cache=False, generator=seeded())
    append = KVCache.append

    def forgetful(self, k, v):
        if self.length:
            self.v = torch.zeros_like(self.v)
        return append(self, k, v)

    monkeypatch.setattr(KVCache, "append", forgetful)
    assert not torch.equal(model.generate(prompt, 5, generator=seeded()), right)


def test_after_the_prompt_each_step_reads_one_token():
    model, read = random_gpt(), []
    model.register_forward_pre_hook(lambda layer, inputs: read.append(inputs[0].shape[1]))
    model.generate(random_tokens(1, 3), 7)
    assert read == [3, 1, 1, 1, 1, 1, 1]
    # Ten tokens exceed nine: five are dropped, and five are read again.
    read.clear()
    model.generate(random_tokens(1, 9), 4)
    assert read == [9, 5, 1, 1]


def test_no_new_tokens_and_no_prompt():
    model = random_gpt()
    assert torch.equal(model.generate(random_tokens(2, 3), 0), random_tokens(2, 3))
    with pytest.raises(ValueError, match="at least one token"):
        model.generate(random_tokens(2, 0), 3)
