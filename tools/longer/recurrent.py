"""Recurrent networks with four times the steps and three other seeds."""

from __future__ import annotations

import numpy as np
import torch

from dlbook.models.language import CharRNN
from tools.longer.record import definitions

PARTS = (
    "weather",
    "weather_rates",
    "gap",
    "text:3",
    "text:4",
    "text:5",
    "biases",
    "rates",
    "recall",
    "before_training",
    "windows",
)
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


def weather_rates() -> dict:
    """Forecast with three learning rates: errors on the validation weeks.

    Divided by the linear model's, mean of the four lead times and of three seeds.
    """
    chapter = definitions("recurrent", "weather", "when", "course")
    chapter.tested = chapter.valid
    line = chapter.error(chapter.forecasts["linear"], chapter.valid)
    found = {}
    for name in ("RNN", "LSTM"):
        for lr in (0.0025, 0.005, 0.01):
            cell = getattr(torch.nn, name)
            made = [chapter.forecast_by(cell, seed, lr=lr) for seed in range(3)]
            ratios = [chapter.error(f, chapter.valid) / line for f in made]
            found[f"{name}, {lr}"] = round(float(np.mean(ratios)), 3)
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


def biases() -> dict:
    """Set all forget biases of an LSTM to one value: symbols recalled at lag 24.

    150 steps, three starts each; and a GRU whose update biases are -1.
    """
    chapter = definitions("recurrent")

    def start_at(bias):
        def start(layer, lag):
            H = layer.hidden_size
            with torch.no_grad():
                layer.bias_ih_l0[H : 2 * H], layer.bias_hh_l0[H : 2 * H] = bias, 0

        return start

    found = {
        f"forget bias {bias}": {
            # The gate is open by f; f to the power of the half-life is 1/2.
            "half-life": round(float(np.log(2) / np.log1p(np.exp(-bias))), 1),
            "recalled": _recalled(chapter, torch.nn.LSTM, start_at(bias)),
        }
        for bias in range(5)
    }
    return {**found, "GRU, update bias -1": _recalled(chapter, torch.nn.GRU, start_at(-1.0))}


def rates() -> dict:
    """Recall at lag 24 with two other learning rates: symbols named right, three starts."""
    chapter = definitions("recurrent")
    kinds = {
        "RNN": (torch.nn.RNN, None),
        "GRU": (torch.nn.GRU, None),
        "LSTM": (torch.nn.LSTM, None),
        "LSTM, biases set": (torch.nn.LSTM, chapter.remember),
    }
    return {
        f"learning rate {lr}": {
            name: _recalled(chapter, cell, start, lr=lr, seeds=(0, 1, 2))
            for name, (cell, start) in kinds.items()
        }
        for lr in (0.003, 0.03)
    }


def recall() -> dict:
    """Train on lag 24 for 600 steps, three other starts: fraction of symbols recalled."""
    chapter = definitions("recurrent")
    kinds = {"RNN": torch.nn.RNN, "GRU": torch.nn.GRU, "LSTM": torch.nn.LSTM}
    found = {name: _recalled(chapter, cell, steps=600) for name, cell in kinds.items()}
    return {"steps": 600, **found}


def before_training() -> dict:
    """Look at networks for lag 24 before training, five starts.

    The largest mean forget gate of an LSTM, at the last step; and the largest gradient of the
    loss with respect to an entry of the symbols' embeddings.
    """
    chapter, found = definitions("recurrent"), {"largest forget gate": []}
    for name in ("RNN", "GRU", "LSTM"):
        largest = []
        for seed in range(5):
            net = chapter.recall_net(getattr(torch.nn, name), 24, None, seed)
            x, symbol = chapter.recall_batch(24, 32, torch.Generator().manual_seed(seed))
            chapter.F.cross_entropy(chapter.answer(net, x), symbol).backward()
            largest.append(float(f"{net.embedding.weight.grad[:8].abs().max():.1e}"))
            if name == "LSTM":
                found["largest forget gate"].append(_largest_forget_gate(chapter, net, x))
        found[f"gradient, {name}"] = largest
    return found


@torch.no_grad()
def _largest_forget_gate(chapter, net, x) -> float:
    state = torch.zeros(len(x), 32), torch.zeros(len(x), 32)
    for embedded in net.embedding(x).unbind(dim=1):
        parameters = net.recurrent.parameters()
        state, gates = chapter.functional.lstm_cell(embedded, state, *parameters)
    return round(gates.forget.mean(dim=0).max().item(), 2)


def windows() -> dict:
    """Train a GRU on lag 24 with windows of five steps, for 600 steps: symbols recalled."""
    chapter = definitions("recurrent")
    found = _recalled(chapter, torch.nn.GRU, steps=600, window=5, seeds=(0, 1, 2))
    return {"steps": 600, "recalled": found}


def _recalled(chapter, cell, start=None, seeds=SEEDS, **settings) -> list[float]:
    runs = (chapter.learn_recall(cell, 24, start, seed=s, **settings)[0] for s in seeds)
    return [round(right, 2) for right in runs]
