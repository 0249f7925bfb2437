"""The steps in torch, eager."""

from __future__ import annotations

import os
from collections.abc import Callable

import torch
from torch import nn

from tools.bench.workloads import HEADS, LR, MLP_SIZES, WORKLOADS


def models() -> dict[str, Callable]:
    """Return a function for each workload that makes its network."""
    D, H, C = MLP_SIZES
    return {
        "mlp": lambda: nn.Sequential(nn.Linear(D, H), nn.ReLU(), nn.Linear(H, C)),
        "cnn": lambda: nn.Sequential(
            *(nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
            *(nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
            *(nn.Flatten(), nn.Linear(32 * 49, C)),
        ),
        "transformer": lambda: nn.TransformerEncoderLayer(
            64, HEADS, 256, dropout=0.0, batch_first=True, norm_first=True
        ),
        "lstm": lambda: nn.LSTM(128, 128),
    }


def make(name: str) -> Callable[[], float]:
    """Return the training step of the workload ``name``."""
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    workload = WORKLOADS[name]
    x, y, weights = workload.data()
    model = models()[name]()
    model.load_state_dict({key: torch.from_numpy(value) for key, value in weights.items()})
    loss_of = (
        nn.functional.cross_entropy if workload.is_classification else nn.functional.mse_loss
    )
    sgd = torch.optim.SGD(model.parameters(), LR)
    batch, target = torch.from_numpy(x), torch.from_numpy(y)

    def step() -> float:
        output = model(batch)
        loss = loss_of(output[0] if isinstance(output, tuple) else output, target)
        sgd.zero_grad()
        loss.backward()
        sgd.step()
        return loss.item()

    return step
