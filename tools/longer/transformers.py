"""Transformers: recall with other seeds and for longer, and whose attention weights tell."""

from __future__ import annotations

import numpy as np
import torch

from dlbook.models.language import CharRNN
from tools.longer.record import definitions, percent

PARTS = ("rates", "recall", "weights")
SEEDS = (1, 2, 3)
STEPS = {"GPT": 120, "LSTM": 200}


def _recalls(chapter, name, lr, seed, times=1, first=10**6) -> list[float]:
    """Train a network; return in percent what it recalls of 2, 4, 8 and 16 letters."""
    torch.manual_seed(seed)
    is_lstm = name == "LSTM"
    network = CharRNN(36, 128, embedding_dim=64) if is_lstm else chapter.recall_gpt(2)
    hidden = network.recurrent if is_lstm else network.blocks
    chapter.train_on(chapter.recall_batch, network, hidden, times * STEPS[name], lr)
    tests = [chapter.recall_batch(first + m, size=300, most=m) for m in (2, 4, 8, 16)]
    with torch.no_grad():
        return percent(chapter.recall_accuracy(network(x).argmax(dim=-1), y) for x, y in tests)


def rates() -> dict:
    """Recall after training with several learning rates, on sequences for choosing among them.

    In percent, for 2, 4, 8 and 16 letters; seed 0. "Long" is four times the steps.
    """
    chapter, first = definitions("transformers"), 2 * 10**6
    tried = {"GPT": (0.01, 0.02, 0.04), "LSTM": (0.04, 0.08, 0.16)}
    found = {
        f"{name}, {lr}": _recalls(chapter, name, lr, 0, first=first)
        for name, values in tried.items()
        for lr in values
    }
    for lr in (0.02, 0.04, 0.08):
        found[f"LSTM, {lr}, long"] = _recalls(chapter, "LSTM", lr, 0, times=4, first=first)
    return found


def recall() -> dict:
    """Recall with other seeds, after the chapter's steps and after four times as many.

    In percent, for 2, 4, 8 and 16 letters; each row is a seed.
    """
    chapter = definitions("transformers")
    settings = {
        "GPT": (0.02, 1),
        "LSTM": (0.08, 1),
        "GPT, long": (0.02, 4),
        "LSTM, long": (0.04, 4),
    }
    return {
        name: [_recalls(chapter, name.split(",")[0], lr, seed, times) for seed in SEEDS]
        for name, (lr, times) in settings.items()
    }


def weights() -> dict:
    """Rank correlation of effects with attention weights, in samples of 96 texts: medians.

    A text's own weights, and the mean of the other texts' weights at each position.
    """
    chapter = definitions("transformers", "tokenizer", "CONFIG")
    chapter.model, space = chapter.train_gpt(260), chapter.tokenizer.encode(" ")
    found = {"own": [], "others": []}
    for sample in (1, 2):
        draw = np.random.default_rng(sample)
        starts = draw.integers(0, len(chapter.validation) - 64, 96)
        texts = [chapter.validation[i : i + 64] for i in starts]
        pairs = zip(*map(chapter.weights_and_changes, texts), strict=True)
        own, changes = map(torch.stack, pairs)
        others = (own.sum(dim=0) - own) / (len(texts) - 1)
        for name, compared in (("own", own), ("others", others)):
            agree = [
                torch.corrcoef(torch.stack([chapter.ranks(row[x[:-1] != space]) for row in r]))
                for x, *r in zip(texts, changes, compared, strict=True)
            ]
            found[name].append(round(float(np.median([r[0, 1] for r in agree])), 2))
    return found
