"""Models that read a text once: nothing held out is read, and nothing is read twice."""

from __future__ import annotations

import pytest
import torch

from dlbook.models import count_parameters
from dlbook.train.recipes import RECIPES, sizes
from dlbook.train.scaling import hold_out, scaled_gpt, score_text, train_once


def test_held_out_stretches_are_not_in_the_rest():
    training, held_out = hold_out(torch.arange(100_500), every=10, length=1000)
    assert len(held_out) == 10_000
    assert len(training) == 90_000
    assert not set(training.tolist()) & set(held_out.tolist())


def test_a_text_too_short_to_hold_out_from_is_refused():
    with pytest.raises(ValueError, match="have no 40 stretches of 2000"):
        hold_out(torch.zeros(70_000).long())


def test_parameters_follow_the_formula():
    for width in (8, 24, 48):
        assert count_parameters(scaled_gpt(65, width)) == 24 * width**2 + 135 * width


def test_training_reads_what_was_asked_and_learns():
    tokens = torch.arange(20_000) % 7  # each token tells the next
    torch.manual_seed(0)
    model = scaled_gpt(7, 8)
    assert train_once(model, tokens, 16_384, steps=64) == 16_384
    assert score_text(model, tokens[:1000]).log_p.mean() > -0.5


def test_a_run_can_stop_before_its_schedule_ends():
    torch.manual_seed(0)
    model = scaled_gpt(7, 8)
    assert (
        train_once(model, torch.zeros(20_000).long(), 16_384, steps=64, stop_after=0.25) == 4096
    )


def test_scores_are_those_of_one_pass():
    torch.manual_seed(0)
    model, tokens = scaled_gpt(7, 8), torch.randint(7, (129,))
    torch.nn.init.normal_(model.head.weight)
    log_p, is_right = score_text(model, tokens)
    logits = model(tokens[None, :64])[0, 32:]
    expected = logits.log_softmax(dim=-1).gather(1, tokens[33:65, None])[:, 0]
    torch.testing.assert_close(log_p[:32], expected.detach())
    assert torch.equal(is_right[:32], logits.argmax(dim=-1) == tokens[33:65])


@pytest.mark.gpu
def test_a_model_learns_on_a_gpu_as_it_does_here():
    tokens = torch.randint(7, (20_000,), generator=torch.Generator().manual_seed(0)).sort()[0]
    found = []
    for device in ("cpu", "cuda"):
        torch.manual_seed(0)
        model = scaled_gpt(7, 8).to(device)
        train_once(model, tokens.to(device), 16_384, steps=64)
        found.append(score_text(model, tokens.to(device)).log_p.mean().item())
    assert found[0] == pytest.approx(found[1], abs=0.05)
    assert found[1] > -0.5


# --- the recipe ----------------------------------------------------------------------


def test_a_recipe_spends_the_same_on_each_width(monkeypatch):
    monkeypatch.setattr(sizes, "load", lambda name: "the quick brown fox\n" * 8000)
    result = RECIPES["shakespeare_sizes"].train(0.02, seed=0)
    assert "the lowest" in result.reached
    rows = result.record["curve"]
    assert [row[-1] for row in rows] == sorted((row[-1] for row in rows), reverse=True)
    for _, N, read, loss in rows:
        assert 6 * N * read == pytest.approx(6e7, rel=0.15)
        assert loss < 3


@pytest.mark.parametrize("scale", [1e-3, 0.3, 1, 4, 32, 1000])
def test_each_width_of_a_scale_can_be_built(scale):
    recipe = RECIPES["shakespeare_sizes"].scaled(scale)
    assert recipe.budget == pytest.approx(3e9 * scale)
    for width in recipe.widths:
        scaled_gpt(9, width)(torch.zeros(1, 4).long())
