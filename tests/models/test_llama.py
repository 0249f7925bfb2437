"""Llama: grouped queries, rotated neighbors, the gated MLP, the cache, generation."""

from __future__ import annotations

import cmath
import dataclasses
from types import SimpleNamespace

import pytest
import torch
from torch import nn

from dlbook.models.language import (
    GroupedQueryAttention,
    KVCache,
    Llama,
    LlamaConfig,
    SwiGLU,
    rotary_cos_sin,
    rotate_neighbors,
    sample,
)
from tests.models.checks import example, random_tokens

SMALL = LlamaConfig(13, 9, d_model=24, n_head=6, n_kv_head=2, n_layer=2, d_ff=40)


@pytest.fixture
def model():
    made = Llama(SMALL)
    for weight in made.parameters():
        nn.init.normal_(weight, std=0.3)
    return made


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_neighbors_rotate_like_a_complex_number():
    x, _ = example(2, 3, 5, 8)
    rotated = rotate_neighbors(x, rotary_cos_sin(5, 8, base=100.0))
    for t, pair in ((0, 2), (3, 0), (4, 1), (2, 3)):
        before = complex(x[1, 2, t, 2 * pair], x[1, 2, t, 2 * pair + 1])
        after = before * cmath.exp(1j * t * 100.0 ** (-2 * pair / 8))
        assert rotated[1, 2, t, 2 * pair].item() == pytest.approx(after.real, abs=1e-5)
        assert rotated[1, 2, t, 2 * pair + 1].item() == pytest.approx(after.imag, abs=1e-5)


def test_attention_is_the_formula():
    layer, x, cos_sin = GroupedQueryAttention(SMALL), example(2, 5, 24)[0], rotary_cos_sin(5, 4)
    q = (x @ layer.query.weight.T).view(2, 5, 6, 4).transpose(1, 2)
    k, v = ((x @ w.weight.T).view(2, 5, 2, 4).transpose(1, 2) for w in (layer.key, layer.value))
    q, k = rotate_neighbors(q, cos_sin), rotate_neighbors(k, cos_sin)
    mixed = torch.zeros(2, 5, 6, 4)
    for b, n, t in ((b, n, t) for b in range(2) for n in range(6) for t in range(5)):
        shared = n // 3  # three query heads to a head of keys and values
        scores = k[b, shared, : t + 1] @ q[b, n, t] / 4**0.5
        mixed[b, t, n] = scores.softmax(0) @ v[b, shared, : t + 1]
    expected = mixed.flatten(2) @ layer.proj.weight.T
    torch.testing.assert_close(layer(x, cos_sin), expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("parts", [(1,) * 7, (3, 4), (4, 1, 2), (7,)])
def test_attention_in_parts_with_a_cache_is_the_same(parts):
    layer, x, cos_sin = GroupedQueryAttention(SMALL), example(2, 7, 24)[0], rotary_cos_sin(7, 4)
    cache, outputs, start = KVCache(), [], 0
    for n in parts:
        new = slice(start, start + n)
        outputs.append(layer(x[:, new], cos_sin[:, new], cache))
        start += n
    torch.testing.assert_close(torch.cat(outputs, 1), layer(x, cos_sin))
    assert cache.k.shape == (2, 2, 7, 4)  # two heads, not six


def test_the_gated_mlp_is_the_formula():
    mlp, x = SwiGLU(6, 10), example(3, 5, 6)[0]
    gate = x @ mlp.gate.weight.T
    expected = (gate * torch.sigmoid(gate) * (x @ mlp.up.weight.T)) @ mlp.down.weight.T
    torch.testing.assert_close(mlp(x), expected)


@pytest.mark.parametrize("lengths", [[4, 1, 3, 1], [1, 1, 7], [2, 7]])
def test_tokens_read_in_parts_give_the_same_logits(lengths, model):
    x, caches = random_tokens(3, 9), model.new_caches()
    parts = [model(part, caches) for part in x.split(lengths, dim=1)]
    torch.testing.assert_close(torch.cat(parts, 1), model(x), rtol=1e-4, atol=1e-5)


def test_generation_takes_the_most_likely_token_of_the_whole_text(model):
    prompt = random_tokens(3, 2)
    tokens = model.generate(prompt, 6, temperature=0)
    assert tokens.shape == (3, 8)
    for length in range(2, 8):
        best = model(tokens[:, :length])[:, -1].argmax(dim=-1)
        assert torch.equal(tokens[:, length], best)


def test_generation_depends_on_the_generator_alone(model):
    prompt = random_tokens(3, 2)
    first, again, other = (model.generate(prompt, 7, generator=seeded(s)) for s in (0, 0, 1))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_generation_stops_before_the_stop_token(model):
    prompt = random_tokens(1, 2)
    free = model.generate(prompt, 7, temperature=0)[0, 2:].tolist()
    stop = free[3]
    stopped = model.generate(prompt, 7, stop=stop, temperature=0)[0, 2:].tolist()
    assert stopped == free[: free.index(stop)]


def test_texts_that_end_early_are_filled_up_with_the_stop_token(model):
    prompt = random_tokens(4, 2)
    free = model.generate(prompt, 7, generator=seeded())[:, 2:].tolist()
    stop = free[0][3]
    found = model.generate(prompt, 7, stop=stop, generator=seeded())[:, 2:].tolist()
    cut = [row[: row.index(stop)] if stop in row else row for row in free]
    longest = max(map(len, cut))
    assert found == [row + [stop] * (longest - len(row)) for row in cut]


def test_after_the_prompt_each_step_reads_one_token(model):
    read = []
    model.embedding.register_forward_pre_hook(lambda _, inputs: read.append(inputs[0].shape[1]))
    model.generate(random_tokens(1, 3), 5)
    assert read == [3, 1, 1, 1, 1]


def test_equal_prompts_are_read_once_and_continued_each_in_its_way(model):
    prompt = random_tokens(2, 3)[[0, 1, 0, 0]]
    read = []
    handle = model.embedding.register_forward_pre_hook(lambda _, x: read.append(x[0].shape))
    texts = model.generate(prompt, 5, generator=seeded())
    handle.remove()
    assert read == [(2, 3), *[(4, 1)] * 4]
    logits = [model(texts[:, :length])[:, -1] for length in range(3, 8)]
    expected, draws = prompt, seeded()
    for step in logits:
        expected = torch.cat([expected, sample(step, generator=draws)[:, None]], dim=1)
    assert torch.equal(texts, expected)
    assert len(texts.unique(dim=0)) > 2


def test_impossible_requests_are_refused(model):
    with pytest.raises(ValueError, match="10 tokens exceed the block size of 9"):
        model(random_tokens(1, 10))
    with pytest.raises(ValueError, match="10 tokens exceed the block size of 9"):
        model.generate(random_tokens(1, 8), 3)
    with pytest.raises(ValueError, match="at least one token"):
        model.generate(random_tokens(2, 0), 3)
    for changes in ({"n_head": 5}, {"n_kv_head": 4}):
        with pytest.raises(ValueError, match="must be a multiple"):
            Llama(dataclasses.replace(SMALL, **changes))
    other = SimpleNamespace(metadata={"general.architecture": "mamba"})
    with pytest.raises(ValueError, match="got the architecture 'mamba'"):
        Llama.from_weights(other)


@pytest.mark.parametrize("chunks", [(1,) * 9, (4, 5), (9,), (6, 1, 2)])
def test_a_window_reads_the_same_with_and_without_a_cache(chunks):
    torch.manual_seed(0)
    model = Llama(dataclasses.replace(SMALL, window=3)).double()
    tokens, caches = random_tokens(2, 9), model.new_caches()
    whole = model(tokens)
    parts = [model(part, caches) for part in tokens.split(list(chunks), dim=1)]
    torch.testing.assert_close(torch.cat(parts, dim=1), whole)
    assert [cache.k.shape[2] for cache in caches] == [3, 3]
    assert caches[0].k.untyped_storage().nbytes() == caches[0].k.nbytes


def test_a_window_sees_so_many_positions_and_no_more():
    torch.manual_seed(0)
    layer = GroupedQueryAttention(dataclasses.replace(SMALL, window=3))
    cos_sin, x = rotary_cos_sin(9, 4), torch.randn(1, 9, 24)
    other = x.clone()
    other[:, 2] += 1
    changed = (layer(other, cos_sin) - layer(x, cos_sin)).abs().amax(dim=-1)[0] > 1e-6
    assert changed.nonzero().flatten().tolist() == [2, 3, 4]


def test_a_window_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least 1, got 0"):
        Llama(dataclasses.replace(SMALL, window=0)).new_caches()
