"""The GPT: counts by hand, causality, extremes, learning, the same on a GPU."""

from __future__ import annotations

import pytest
import torch

from dlbook.models import count_parameters
from dlbook.models.gpt import GPT, GPTConfig, LastTokens
from tests.models.checks import GAP, device_gap, overfit

SMALL = GPTConfig(vocabulary=13, context=9, width=24, heads=3, layers=2)
REACHING = GPTConfig(vocabulary=13, context=9, width=24, heads=3, layers=2, reach=4)
BOTH = pytest.mark.parametrize("config", [SMALL, REACHING], ids=["alone", "reach 4"])


def random_gpt(config: GPTConfig = SMALL) -> GPT:
    """Return one whose layers all do something: some start at zero."""
    model = GPT(config)
    for weight in model.parameters():
        torch.nn.init.normal_(weight, std=0.3)
    return model


def tokens(*shape: int) -> torch.Tensor:
    return torch.randint(13, shape, generator=torch.Generator().manual_seed(0))


def test_parameters_by_hand():
    V, D, L = 65, 64, 4
    expected = V * D + L * (3 * D * D + D * D + 8 * D * D) + D * V
    assert count_parameters(GPT(GPTConfig(vocabulary=V))) == expected


def test_it_starts_with_equal_probabilities():
    assert not GPT(SMALL)(tokens(2, 5)).any()


@pytest.mark.parametrize("length", [1, 2, 9])
def test_a_position_starts_with_its_last_tokens(length):
    layer, x = LastTokens(13, 6, reach=4), tokens(2, length)
    expected = torch.zeros(2, length, 6)
    for t in range(length):
        for back in range(min(4, t + 1)):
            expected[:, t] += layer.tables[back].weight[x[:, t - back]]
    torch.testing.assert_close(layer(x, length), expected)
    torch.testing.assert_close(layer(x, 1), expected[:, -1:])


@BOTH
def test_logits_do_not_depend_on_what_comes_later(config):
    model, x = random_gpt(config), tokens(3, 9)
    other = x.clone()
    other[:, 5:] = (x[:, 5:] + 1) % 13
    torch.testing.assert_close(model(x)[:, :5], model(other)[:, :5])
    assert (model(x)[:, 5] - model(other)[:, 5]).abs().max() > 0.01


def test_order_matters():
    model, x = random_gpt(), tokens(1, 6)
    swapped = x[:, [1, 0, 2, 3, 4, 5]]
    assert (model(x)[:, -1] - model(swapped)[:, -1]).abs().max() > 1e-3


@BOTH
@pytest.mark.parametrize("lengths", [[4, 1, 3, 1], [1, 1, 7], [2, 7]])
def test_tokens_read_in_parts_give_the_same_logits(config, lengths):
    model, x = random_gpt(config), tokens(3, 9)
    caches = model.new_caches()
    parts = [model(part, caches) for part in x.split(lengths, dim=1)]
    torch.testing.assert_close(torch.cat(parts, 1), model(x), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("with_cache", [False, True])
def test_a_text_longer_than_the_context_is_refused(with_cache):
    model = GPT(SMALL)
    caches = model.new_caches() if with_cache else None
    model(tokens(1, 9), caches)
    with pytest.raises(ValueError, match=r"1\d tokens do not fit into a context of 9"):
        model(tokens(1, 1 if with_cache else 10), caches)


def test_large_weights_give_finite_logits():
    model = random_gpt()
    with torch.no_grad():
        model.embedding.tables[0].weight *= 1e6
    assert model(tokens(2, 9)).isfinite().all()


def test_it_learns():
    x = tokens(4, 10)
    assert overfit(GPT(SMALL), x[:, :-1], x[:, 1:], steps=120) < 0.1


@pytest.mark.gpu
def test_cpu_and_gpu_agree():
    assert device_gap(random_gpt(), tokens(5, 9)) < GAP
