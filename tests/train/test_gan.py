"""The game moves both players; the judge counts classes; a small run writes its file."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch
from torch import nn

from dlbook.data import ImageData
from dlbook.models.generative import toy_discriminator, toy_generator
from dlbook.train import gan
from dlbook.train.gan import Game, GANRecipe, class_counts, main
from dlbook.train.pictures import Pictures


def test_each_player_is_changed_by_its_own_move():
    game = Game(toy_generator(8, 4), toy_discriminator(4), latent=8, lr=1e-3)
    before = [
        [p.clone() for p in player.parameters()]
        for player in (game.generator, game.discriminator)
    ]
    d_loss, g_loss = game.step(torch.randn(16, 1, 28, 28))
    assert d_loss.item() == pytest.approx(2 * np.log(2), abs=0.2)
    assert g_loss.item() == pytest.approx(np.log(2), abs=0.2)
    for player, old in zip((game.generator, game.discriminator), before, strict=True):
        assert any(not torch.equal(p, q) for p, q in zip(player.parameters(), old, strict=True))


def test_the_judge_counts_what_it_is_sure_of():
    class Brightness(nn.Module):
        def __init__(self):
            super().__init__()
            self.unused = nn.Parameter(torch.zeros(()))

        def forward(self, x):  # black is class 0, white class 2, gray is not sure
            level = x.flatten(1).mean(1)
            return torch.stack([-9 * level, torch.zeros_like(level), 9 * level], dim=1)

    images = torch.tensor([-1.0, -1, 0, 1, 1, 1]).view(-1, 1, 1, 1).expand(-1, 1, 28, 28)
    x = torch.tensor([-2.0, 2.0])
    pictures = Pictures(x, x, x, x)
    assert class_counts(Brightness(), images, pictures) == [2, 0, 3]


def test_a_small_run_writes_its_file(tmp_path, monkeypatch):
    rng = np.random.default_rng(0)
    X, y = rng.integers(256, size=(256, 28, 28), dtype=np.uint8), np.arange(256) % 10
    monkeypatch.setattr(gan, "load", lambda name: ImageData(X, y, X, y, tuple("0123456789")))
    main(["--scale", "1e-6", "--results", str(tmp_path)])
    record = json.loads((tmp_path / "gan.json").read_text())
    assert len(record["curve"]) == 10
    assert record["curve"][-1][0] == record["recipe"]["steps"] == 10
    assert all(len(row[3]) == 10 for row in record["curve"])


def test_the_dial():
    assert GANRecipe().grown(1.0) == GANRecipe()
    large = GANRecipe().grown(64.0)
    assert (large.width, large.steps) == (64, 4000)
    assert large.lr == pytest.approx(5e-4)
