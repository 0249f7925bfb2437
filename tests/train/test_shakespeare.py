"""Both models train at a small scale, write their file, and a text."""

from __future__ import annotations

import json

import pytest
import torch

from dlbook.train import shakespeare
from dlbook.train.shakespeare import RECIPES, main

TEXT = "the quick brown fox jumps over the lazy dog.\n" * 200


@pytest.mark.parametrize("kind", ["lstm", "gpt"])
def test_a_small_run_learns_and_writes(kind, tmp_path, monkeypatch):
    monkeypatch.setattr(shakespeare, "load", lambda name: TEXT)
    main([kind, "--scale", "0.0005", "--results", str(tmp_path)])
    record = json.loads((tmp_path / f"shakespeare_{kind}.json").read_text())
    assert record["curve"][0][2] > record["validation_loss"]
    assert record["validation_loss"] == min(row[2] for row in record["curve"])
    assert len(record["sample"]) == 501
    assert set(record["sample"]) <= set(TEXT)


@pytest.mark.parametrize("argv", [[], ["rnn"], ["gpt", "lstm"]])
def test_another_model_is_refused(argv):
    with pytest.raises(SystemExit, match="lstm or gpt"):
        main(argv)


@pytest.mark.parametrize("kind", RECIPES)
def test_the_dial(kind):
    recipe = RECIPES[kind]
    assert recipe.grown(1.0) == recipe
    large = recipe.grown(216.0)
    assert large.width == 6 * recipe.width
    assert large.steps == 6 * recipe.steps
    assert large.length > 2 * recipe.length


def test_every_parameter_is_trained_by_one_rule_or_the_other():
    recipe = RECIPES["gpt"].grown(0.01)
    run = shakespeare.gpt_run(recipe, 13, torch.device("cpu"))
    grouped = [p for group in run.optimizer.param_groups for p in group["params"]]
    assert len(grouped) == len({id(p) for p in grouped}) == len(list(run.model.parameters()))
