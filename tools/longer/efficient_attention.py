"""Recall with other learning rates, and after four times the steps with other seeds."""

from __future__ import annotations

import numpy as np

from dlbook.models.language import LinearAttention
from tools.longer.record import definitions, percent

PARTS = ("rates", "recall", "sizes")
SEEDS = (3, 4, 5)
STEPS = 600


def rates() -> dict:
    """Percent of 64 pairs recalled after the chapter's steps, by learning rate and seed."""
    c = definitions("efficient-attention", "PAIRS", "mixers")
    return {
        name: {
            str(lr): percent(
                c.recall_accuracies(c.train_recall(mixer, s, lr=lr))[-1] for s in SEEDS
            )
            for lr in (0.01, 0.03, 0.1)
        }
        for name, mixer in c.mixers.items()
    }


def recall() -> dict:
    """Percent recalled after 600 steps by number of pairs: mean of seeds 3, 4 and 5."""
    c = definitions("efficient-attention", "PAIRS", "mixers")
    found = {}
    for name, mixer in c.mixers.items():
        runs = [c.recall_accuracies(c.train_recall(mixer, s, steps=STEPS)) for s in SEEDS]
        found[name] = percent(np.mean(runs, axis=0))
    return found


def sizes() -> dict:
    """Percent recalled by linear attention with keys of 8 and 32 numbers, as in `recall`."""
    c = definitions("efficient-attention", "PAIRS", "mixers")
    found = {}
    for d_k in (8, 32):
        nets = [
            c.train_recall(lambda D, d_k=d_k: LinearAttention(D, d_k), s, steps=STEPS)
            for s in SEEDS
        ]
        found[f"d_k = {d_k}"] = percent(np.mean([c.recall_accuracies(n) for n in nets], axis=0))
        found[f"d_k = {d_k}, predicted"] = percent(c.predicted_recall(n, d_k) for n in c.PAIRS)
    return found
