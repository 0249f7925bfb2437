"""A small run that uses all that has a state: dropout, momentum, a schedule, shuffling."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from dlbook.train import Run, ShuffledBatches, linear_warmup_decay


@pytest.fixture(autouse=True)
def _seeded():
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        yield


@pytest.fixture
def start():
    """Return a function that makes a run and its batches, the same each time."""

    def make(steps: int = 12, seed: int = 0) -> tuple[Run, ShuffledBatches]:
        torch.manual_seed(seed)
        model = nn.Sequential(
            nn.Linear(5, 7), nn.BatchNorm1d(7), nn.ReLU(), nn.Dropout(0.3), nn.Linear(7, 3)
        )
        optimizer = torch.optim.AdamW(model.parameters(), 1e-2)
        run = Run(model, optimizer, linear_warmup_decay(optimizer, steps))
        return run, ShuffledBatches(*examples(), batch_size=8, seed=seed, augment=noise)

    return make


def examples(n: int = 37) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(n, 5, generator=generator)
    return x, (x[:, 0] > 0).long() + (x[:, 1] > 0).long()


def noise(x, generator):
    return x + 0.1 * torch.randn(x.shape, generator=generator)


def same(first: nn.Module, second: nn.Module) -> bool:
    """Say whether all parameters and buffers are equal to the last bit."""
    there = second.state_dict()
    return all(torch.equal(value, there[name]) for name, value in first.state_dict().items())
