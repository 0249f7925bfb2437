"""GANs: further games on the ring, each kind at its best learning rate, and on digits."""

from __future__ import annotations

import copy
import time

import torch

from dlbook.data import load
from dlbook.models import generative
from tools.longer.record import definitions

PARTS = ("ring", "search:0:3", "convolutions:3", "dense:3", "digits_search:0:3")
"""Further ones are ``search:KIND:RATE`` and ``digits_search:KIND:RATE``."""
SEEDS = (10, 11, 12)
KINDS = ("plain", "spectral norm", "gradient penalty")
BEST = (0.002, 0.004, 0.002)
RATES = (0.0002, 0.0005, 0.001, 0.002, 0.004, 0.008, 0.016)
DIGITS_RATES = (0.0005, 0.001, 0.002, 0.004, 0.008)


def ring() -> dict:
    """Play three further games of each kind: clouds covered, fraction of samples inside.

    After 800, 2,400 and 4,000 steps; "seconds" are those of the processor for all three games.
    """
    return {
        name: _games(kind, lr_d, SEEDS, (800, 2400, 4000))
        for kind, (name, lr_d) in enumerate(zip(KINDS, BEST, strict=True))
    }


def search(kind: int, rate: int) -> dict:
    """Play five games of one kind for 4,000 steps, at one of the search's learning rates.

    Kinds: plain, spectral norm, gradient penalty; the learning rates double from 0.0005 on.
    """
    found = _games(kind, RATES[rate], range(5), (4000,))
    return {"kind": KINDS[kind], "rate": RATES[rate], **found}


def _games(kind, lr_d, seeds, looks) -> dict:
    """Play games on the ring, and look at each after the steps in ``looks``."""
    chapter = definitions("gans", "centers")

    def penalized(critic, real, fake):
        loss = critic(fake).mean() - critic(real).mean()
        return loss + generative.gradient_penalty(critic, real, fake)

    losses, betas = (chapter.log_loss, generative.generator_loss), (0.5, 0.99)
    if KINDS[kind] == "gradient penalty":
        losses, betas = (penalized, lambda scores: -scores.mean()), (0.0, 0.9)
    start, games = time.process_time(), []
    for seed in seeds:
        torch.manual_seed(seed)
        critic = chapter.make_player(2, 1)
        if KINDS[kind] == "spectral norm":
            critic = generative.with_spectral_norm(critic)
        seen = chapter.train(critic, *losses, lr_d, max(looks), betas, looks)
        games.append([chapter.coverage(samples) for samples in seen.values()])
    return {
        "seconds": round(time.process_time() - start, 1),
        "clouds": [[clouds for clouds, _ in game] for game in games],
        "inside": [[round(inside, 2) for _, inside in game] for game in games],
    }


def convolutions(seed: int) -> dict:
    """Train the convolutional pair for 4,800 steps, and look four times."""
    chapter = _against_test_digits()
    return _play(chapter, _convolutions(chapter, seed, 4e-3), (1200, 2400, 3600, 4800))


def dense(seed: int) -> dict:
    """Train the fully connected pair for 8,000 steps, and look four times."""
    chapter = _against_test_digits()
    return _play(chapter, _dense(chapter, seed, 2e-3), (500, 2000, 4000, 8000))


def digits_search(kind: int, rate: int) -> dict:
    """Train one pair at one of the search's learning rates; distances are to held-out digits.

    Kinds: convolutions (800 steps), dense (2,000); the learning rates double from 0.0005 on.
    """
    chapter, lr = _digits(), DIGITS_RATES[rate]
    start, steps = ((_convolutions, 800), (_dense, 2000))[kind]
    return {"rate": lr, **_play(chapter, start(chapter, 0, lr), (steps,))}


def _convolutions(chapter, seed, lr):
    torch.manual_seed(seed)
    nn = torch.nn
    discriminator = nn.Sequential(*chapter.make_features(), nn.Linear(512, 1), nn.Flatten(0))
    return chapter.Game(chapter.make_generator(), discriminator, latent_dim=32, lr=lr)


def _dense(chapter, seed, lr):
    torch.manual_seed(seed)
    pair = chapter.dense_generator, chapter.dense_discriminator
    for layer in [*pair[0], *pair[1]]:
        if isinstance(layer, torch.nn.Linear):
            layer.reset_parameters()
    return chapter.Game(*pair, latent_dim=32, lr=lr)


def _digits():
    """Return the chapter with its digits, its judge and the fully connected pair."""
    return definitions("gans", "held_out", "judge", "real_features", "dense_generator")


def _against_test_digits():
    """Return the same, with distances to the test digits."""
    chapter = _digits()
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
