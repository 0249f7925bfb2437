"""Recurrent networks with four times the steps and three other seeds."""

from __future__ import annotations

import numpy as np
import torch

from dlbook.models.language import CharRNN
from tools.longer.record import definitions

PARTS = ("weather", "gap", "text:3", "text:4", "text:5")
SEEDS = (3, 4, 5)


def weather() -> dict:
    """Forecast after four times the steps, with three other seeds.

    Errors divided by the linear model's, 3, 6, 12 and 24 hours ahead.
    """
    chapter = definitions("recurrent", "weather", "when", "course")
    line = chapter.error(chapter.forecasts["linear"], chapter.tested)
    found = {"steps": 600, "hours": [3, 6, 12, 24]}
    for name in ("RNN", "LSTM", "GRU"):
        made = [chapter.forecast_by(getattr(torch.nn, name), s, steps=600) for s in SEEDS]
        ratios = np.array([chapter.error(f, chapter.tested) / line for f in made])
        found[name] = ratios.round(3).tolist()
        found[f"{name}, least"], found[f"{name}, most"] = (
            getattr(ratios, f)(axis=0).round(2).tolist() for f in ("min", "max")
        )
    return found


def gap() -> dict:
    """Fill the gap after four times the steps, with three other seeds: errors in °F."""
    chapter = definitions("recurrent", "weather", "when", "middle")
    ways = {"both sides": True, "one side": False}
    found = {
        name: [round(chapter.fill(both, seed, steps=800), 1) for seed in SEEDS]
        for name, both in ways.items()
    }
    found["linear, both sides"] = round(chapter.linear_fill(chapter.sides), 1)
    return {"steps": 800, **found}


def text(seed: int) -> dict:
    """Train the writer for four times the steps, with another seed: nats on the test text."""
    chapter = definitions("recurrent", "tokens")
    cut, steps = int(0.9 * chapter.N), 3200
    read, last = chapter.tokens[:cut], chapter.tokens[cut:]
    torch.manual_seed(seed)
    writer = CharRNN(chapter.V, hidden_size=256, embedding_dim=32)
    optimizer = torch.optim.AdamW(
        writer.parameters(), 1e-2, (0.9, 0.95), weight_decay=0.01, fused=True
    )
    rates = chapter.linear_warmup_decay(optimizer, steps, 0.03, flat=0.3)
    state = chapter.TrainState(writer, optimizer, rates)
    windows = chapter.TextWindows(read, block_size=64, batch_size=8, seed=seed)
    for _ in chapter.training_steps(state, windows, chapter.token_loss, steps, max_norm=1.0):
        pass
    loss = -chapter.log_p_of_text(writer, last).mean().item()
    return {"steps": steps, "seed": seed, "loss": round(loss, 3)}
