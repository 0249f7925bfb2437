"""The cache changes speed and not output, within the context and far beyond it."""

from __future__ import annotations

import pytest
import torch

from dlbook.models.gpt import GPTConfig, generate, generate_without_cache
from tests.models.gpt.test_model import random_gpt, tokens

ODD = GPTConfig(vocabulary=13, context=7, width=24, heads=3, layers=2, reach=3)


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("prompt", [1, 4, 9, 10, 15])
def test_cached_equals_uncached(prompt):
    model, text = random_gpt(), tokens(3, prompt)
    cached = generate(model, text, 25, generator=seeded())
    assert cached.shape == (3, prompt + 25)
    assert torch.equal(cached[:, :prompt], text)
    assert torch.equal(cached, generate_without_cache(model, text, 25, generator=seeded()))
    assert not torch.equal(cached, generate(model, text, 25, generator=seeded(1)))


def test_an_odd_context_is_taken():
    model, text = random_gpt(ODD), tokens(2, 3)
    cached = generate(model, text, 30, temperature=0)
    assert torch.equal(cached, generate_without_cache(model, text, 30, temperature=0))


def test_a_damaged_cache_is_seen(monkeypatch):
    """Negative control: with a cache that forgets, the texts differ."""
    model, text = random_gpt(), tokens(3, 4)
    right = generate_without_cache(model, text, 5, generator=seeded())
    for block in model.blocks:
        monkeypatch.setattr(block.attention, "forward", forgetful(block.attention.forward))
    assert not torch.equal(generate(model, text, 5, generator=seeded()), right)


def forgetful(forward):
    def forward_without_values(x, table, cache=None):
        if cache is not None and cache.length:
            cache.v = torch.zeros_like(cache.v)
        return forward(x, table, cache)

    return forward_without_values


def test_after_the_prompt_each_step_reads_one_token():
    model, read = random_gpt(), []
    model.register_forward_pre_hook(lambda layer, inputs: read.append(inputs[0].shape[1]))
    generate(model, tokens(1, 3), 7)
    assert read == [3, 1, 1, 1, 1, 1, 1]
    # Ten tokens do not fit into nine: five are forgotten and five read anew.
    read.clear()
    generate(model, tokens(1, 9), 4)
    assert read == [9, 5, 1, 1]


def test_no_step_adds_nothing():
    assert torch.equal(generate(random_gpt(), tokens(2, 3), 0), tokens(2, 3))


@pytest.mark.parametrize("function", [generate, generate_without_cache])
def test_an_empty_prompt_is_refused(function):
    with pytest.raises(ValueError, match="at least one token"):
        function(random_gpt(), tokens(2, 0), 3)
