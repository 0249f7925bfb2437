"""Predictions for networks that the chapter does not train, and updates lost to bfloat16."""

from __future__ import annotations

import copy
from collections.abc import Callable

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from dlbook.efficient import (
    Ledger,
    MemoryTracker,
    measure_machine,
    processor_seconds,
    saved_bytes,
)
from dlbook.models import count_parameters, mlp
from dlbook.models.language import GPT, GPTConfig
from tools.longer.record import definitions, percent

PARTS = ("own", "steps", "traffic", "memory", "updates", "longer")
SEEDS = (3, 4, 5)


def own() -> dict:
    """Predicted over measured time of the chapter's own five networks, on a busy machine."""
    c = definitions("compute", "letters", "images")
    ratios: dict[str, list[float]] = {name: [] for name in c.networks}
    for _ in range(3):
        machine = measure_machine(0.2)
        for name, found in ratios.items():
            found.append(_ratio(c.training_step, name, machine))
    every = [ratio for found in ratios.values() for ratio in found]
    within = sum(abs(ratio - 1) <= 0.25 for ratio in every)
    return {
        "predicted / measured": ratios,
        "lowest, highest": [min(every), max(every)],
        "within a quarter": [within, len(every)],
    }


def steps() -> dict:
    """Predicted over measured time: five other networks, and the wide one with 8 examples."""
    c = definitions("compute", "letters", "images")
    pool = nn.Sequential(nn.Conv2d(1, 16, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2))
    head = nn.Sequential(nn.Conv2d(16, 32, 5), nn.ReLU(), nn.Flatten(), nn.Linear(3200, 10))
    c.networks = {
        "784-1024-10, 64": (mlp(784, 1024, 10), 64),
        "784-256-256-256-256-10, 32": (mlp(784, *[256] * 4, 10), 32),
        "784-128-10, 512": (mlp(784, 128, 10), 512),
        "two convolutions and pooling, 32": (nn.Sequential(pool, head), 32),
        "language model": (GPT(GPTConfig(65, 32, d_model=128, n_head=4, n_layer=4)), 8),
        "wide, batch of 8": (mlp(784, 512, 512, 10), 8),
    }
    ratios: dict[str, list[float]] = {name: [] for name in c.networks}
    for _ in range(3):
        machine = measure_machine(0.2)
        for name, found in ratios.items():
            found.append(_ratio(c.training_step, name, machine))
    wide = ratios.pop("wide, batch of 8")
    others = [ratio for found in ratios.values() for ratio in found]
    return {
        "predicted / measured": ratios,
        "lowest, highest of five": [min(others), max(others)],
        "wide, batch of 8": wide,
    }


def traffic() -> dict:
    """Percent of the bytes of a step of the wide network that the optimizer moves."""
    c = definitions("compute", "letters", "images")
    percents = {}
    for batch in (1, 128):
        c.networks = {"wide": (mlp(784, 512, 512, 10), batch)}
        step = c.training_step("wide", device="meta")
        with Ledger() as ledger:
            step()
        moved = sum(op.bytes for op in ledger.operations if op.name in {"add_", "mul_"})
        percents[f"batch of {batch}"] = percent([moved / ledger.bytes])[0]
    return percents


def memory() -> dict:
    """How many percent too high the predicted peak is, for four other networks."""
    c = definitions("compute", "letters", "images")
    pool = (nn.Conv2d(1, 16, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2))
    head = (nn.Conv2d(16, 32, 5), nn.ReLU(), nn.Flatten(), nn.Linear(3200, 10))
    others = {
        "784-1024-256-1024-10": (mlp(784, 1024, 256, 1024, 10), (784,), (16, 256, 2048)),
        "deep and narrow": (mlp(784, *[32] * 30, 10), (784,), (16, 256, 2048)),
        "convolutions and pooling": (nn.Sequential(*pool, *head), (1, 28, 28), (16, 64, 256)),
    }
    found = {}
    for name, (model, shape, batches) in others.items():
        for batch in batches:
            x = torch.randn(batch, *shape)
            ratio = c.predicted_peak(model, x) / c.tracked_peak(model, x)
            found[f"{name}, {batch}"] = percent([ratio - 1])[0]
    for batch in (4, 16, 64):
        model, x = GPT(c.letters), torch.zeros(batch, 32).long()
        hidden = 4 * c.letters.d_model * x.numel()  # the hidden layer of an MLP
        found[f"language model, {batch}"] = _too_high(model, x, hidden)
    return found


def updates() -> dict:
    """Percent of Adam's nonzero updates that bfloat16 rounds away: 300 steps, three seeds."""
    c = definitions("compute", "letters", "images")
    counts = []
    step = torch.optim.Adam.step

    def watched(optimizer):
        parameters = optimizer.param_groups[0]["params"]
        before = [p.detach().clone() for p in parameters]
        step(optimizer)
        for old, new in zip(before, parameters, strict=True):
            changed = new != old
            lost = changed & (new.bfloat16() == old.bfloat16())
            counts.append((int(lost.sum()), int(changed.sum())))

    torch.optim.Adam.step = watched
    try:
        for seed in SEEDS:
            c.train_in("bfloat16", seed)
    finally:
        torch.optim.Adam.step = step
    lost, changed = (sum(column) for column in zip(*counts, strict=True))
    return {"lost": percent([lost / changed])[0]}


def longer() -> dict:
    """Loss after 1,200 steps, four times as many, with three other seeds."""
    c = definitions("compute", "letters", "images")
    return {
        form: [round(c.train_in(form, seed, 1200), 3) for seed in SEEDS]
        for form in ("float32", "bfloat16")
    }


def _ratio(training_step: Callable, name: str, machine) -> float:
    plan = training_step(name, device="meta")
    with Ledger() as ledger:
        plan()
    seconds = processor_seconds(training_step(name), 0.6)
    return round(machine.predict(ledger.operations) / seconds, 2)


def _too_high(model: nn.Module, x: torch.Tensor, largest: int) -> float:
    """Percent above the tracked peak, if the peak is at the end of the forward pass.

    For networks that are no ``nn.Sequential``; the largest activation has ``largest`` numbers.
    """
    ghost = copy.deepcopy(model).to("meta")
    saved = saved_bytes(ghost, lambda: _loss(ghost, x.to("meta")))
    N, widest = count_parameters(model), max(p.numel() for p in model.parameters())
    predicted = 12 * N + max(saved + 2 * 4 * largest, 4 * N + 8 * widest)
    return percent([predicted / _tracked_peak(model, x) - 1])[0]


def _tracked_peak(model: nn.Module, x: torch.Tensor) -> int:
    optimizer = torch.optim.Adam(model.parameters())

    def step() -> None:
        optimizer.zero_grad()
        _loss(model, x).backward()
        optimizer.step()

    step()
    optimizer.zero_grad()
    moments = [t for state in optimizer.state.values() for t in state.values()]
    with MemoryTracker([*model.parameters(), *moments, x]) as tracker:
        step()
    return tracker.peak


def _loss(model: nn.Module, x: torch.Tensor) -> torch.Tensor:
    return cross_entropy(model(x).flatten(0, -2), x.flatten())
