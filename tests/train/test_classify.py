"""A recipe grows as its dial says, and a run of one writes its curve."""

from __future__ import annotations

import json
from functools import partial

import numpy as np
import pytest

from dlbook.data import ImageData
from dlbook.models.vision import strided_net
from dlbook.train import classify, standardized
from dlbook.train.classify import Recipe, classifier_run, main, train_until

TINY = Recipe(widths=(8, 8), epochs=3, batch_size=16)


def stripes(n: int = 96) -> ImageData:
    """Return images of stripes, across or down."""
    rng = np.random.default_rng(0)
    y = rng.integers(2, size=n)
    X = rng.integers(60, size=(n, 16, 16)).astype(np.uint8)
    X[y == 0, ::2] += 150
    X[y == 1, :, ::2] += 150
    return ImageData(X[:64], y[:64], X[64:], y[64:], ("across", "down"))


def test_scale_one_changes_nothing():
    assert TINY.grown(1.0) == TINY


def test_a_larger_scale_is_wider_and_longer_in_proportion():
    recipe = Recipe(widths=(16, 32), epochs=2)
    large = recipe.grown(64.0)
    assert (large.widths, large.epochs) == ((64, 128), 8)
    assert large.lr == pytest.approx(recipe.lr / 2)
    computation = (large.widths[0] / 16) ** 2 * large.epochs / 2
    assert computation == 64.0
    assert recipe.grown(1e-3).epochs == 1
    assert min(recipe.grown(1e-3).widths) == 8


def test_a_run_learns_and_takes_the_steps_of_its_epochs():
    pictures = standardized(stripes())
    run, batches, steps = classifier_run(strided_net(1, (8, 8), 2), TINY, pictures)
    assert (batches.per_epoch, steps) == (4, 12)
    first = train_until(run, batches, 1)
    assert train_until(run, batches, steps) < first
    assert run.step == steps


def test_smoothing_raises_the_least_loss():
    pictures = standardized(stripes())
    losses = []
    for smoothing in (0.0, 0.5):
        run, batches, steps = classifier_run(strided_net(1, (8, 8), 2), TINY, pictures)
        train_until(run, batches, steps - 4)
        losses.append(train_until(run, batches, steps, smoothing))
    assert losses[1] > losses[0] + 0.1


def test_the_run_at_scale_writes_its_curve(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(classify, "load", lambda name: stripes())
    build = partial(strided_net, 1, num_classes=2)
    main("stripes", "any", build, TINY, 64.0, argv=["--results", str(tmp_path)])
    record = json.loads((tmp_path / "stripes.json").read_text())
    assert record["recipe"]["epochs"] == len(record["curve"]) == 3
    assert record["curve"][-1][2] == pytest.approx(1.0, abs=0.1)
    assert record["examples_per_second"] > 0
    assert capsys.readouterr().out == ""
