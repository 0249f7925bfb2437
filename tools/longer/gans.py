"""GANs: further games on the ring, each kind at its best learning rate, and on digits."""

from __future__ import annotations

import copy
import time

import torch

from dlbook.data import load
from dlbook.models import generative
from tools.longer.record import definitions

PARTS = ("ring", "convolutions:3", "dense:3")
SEEDS = (10, 11, 12)


def ring() -> dict:
    """Play three further games of each kind: clouds covered, fraction of samples inside.

    After 800, 2,400 and 4,000 steps; "seconds" are those of the processor for all three games.
    """
    chapter = definitions("gans", "centers")

    def penalized(critic, real, fake):
        loss = critic(fake).mean() - critic(real).mean()
        return loss + generative.gradient_penalty(critic, real, fake)

    plain = chapter.log_loss, generative.generator_loss
    wasserstein = penalized, lambda scores: -scores.mean()
    kinds = {
        "plain": (*plain, 0.002, (0.5, 0.99)),
        "spectral norm": (*plain, 0.004, (0.5, 0.99)),
        "gradient penalty": (*wasserstein, 0.002, (0.0, 0.9)),
    }
    found, looks = {}, (800, 2400, 4000)
    for name, (d_loss, g_loss, lr_d, betas) in kinds.items():
        start, games = time.process_time(), []
        for seed in SEEDS:
            torch.manual_seed(seed)
            critic = chapter.make_player(2, 1)
            if name == "spectral norm":
                critic = generative.with_spectral_norm(critic)
            seen = chapter.train(critic, d_loss, g_loss, lr_d, max(looks), betas, looks)
            games.append([chapter.coverage(samples) for samples in seen.values()])
        found[name] = {
            "seconds": round(time.process_time() - start, 1),
            "clouds": [[clouds for clouds, _ in game] for game in games],
            "inside": [[round(inside, 2) for _, inside in game] for game in games],
        }
    return found


def convolutions(seed: int) -> dict:
    """Train the convolutional pair for 4,800 steps, and look four times."""
    chapter = _digits()
    torch.manual_seed(seed)
    nn = torch.nn
    discriminator = nn.Sequential(*chapter.make_features(), nn.Linear(512, 1), nn.Flatten(0))
    game = chapter.Game(chapter.make_generator(), discriminator, latent_dim=32, lr=4e-3)
    return _play(chapter, game, (1200, 2400, 3600, 4800))


def dense(seed: int) -> dict:
    """Train the fully connected pair for 8,000 steps, and look four times."""
    chapter = _digits("dense_generator")
    torch.manual_seed(seed)
    pair = chapter.dense_generator, chapter.dense_discriminator
    for layer in [*pair[0], *pair[1]]:
        if isinstance(layer, torch.nn.Linear):
            layer.reset_parameters()
    return _play(chapter, chapter.Game(*pair, latent_dim=32, lr=2e-3), (500, 2000, 4000, 8000))


def _digits(*names):
    """Return the chapter with its digits, its judge, and distances to the test digits."""
    chapter = definitions("gans", "held_out", "judge", "real_features", *names)
    test = chapter.shrunk(load("mnist").X_test)
    chapter.real_features = chapter.forward_in_batches(chapter.judge[:-1], test)
    return chapter


def _play(chapter, game, looks) -> dict:
    """Play to the last of ``looks``; at each, measure the last and the averaged generator."""
    average, noise, found = copy.deepcopy(game.generator), torch.randn(2000, 32), {}
    start = time.process_time()
    for step in range(1, max(looks) + 1):
        game.step(chapter.some_digits())
        chapter.update_average(average, game.generator, step)
        if step in looks:
            last, mean = (
                chapter.forward_in_batches(network, noise)
                for network in (game.generator, average)
            )
            counts, recognized = chapter.counts(last)
            found[f"{step} steps"] = {
                "distance": round(chapter.distance(last), 1),
                "of the average": round(chapter.distance(mean), 1),
                "recognized": round(recognized, 3),
                "rarest class": int(counts.min()),
                "seconds": round(time.process_time() - start),
            }
    return found
