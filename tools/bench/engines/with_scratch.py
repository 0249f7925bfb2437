"""The steps in ``dlbook.scratch``."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dlbook.scratch import Tensor, cross_entropy, mse_loss, optim
from dlbook.scratch.layers import (
    LSTM,
    Conv2d,
    Flatten,
    Linear,
    MaxPool2d,
    ReLU,
    Sequential,
    TransformerEncoderLayer,
)
from tools.bench.workloads import HEADS, LR, MLP_SIZES, WORKLOADS


def models(rng: np.random.Generator) -> dict[str, Callable]:
    """Return a function for each workload that makes its network."""
    D, H, C = MLP_SIZES
    return {
        "mlp": lambda: Sequential(Linear(D, H, rng=rng), ReLU(), Linear(H, C, rng=rng)),
        "cnn": lambda: Sequential(
            *(Conv2d(1, 16, 3, padding=1, rng=rng), ReLU(), MaxPool2d(2)),
            *(Conv2d(16, 32, 3, padding=1, rng=rng), ReLU(), MaxPool2d(2)),
            *(Flatten(), Linear(32 * 49, C, rng=rng)),
        ),
        "transformer": lambda: TransformerEncoderLayer(
            64, HEADS, 256, dropout=0.0, batch_first=True, norm_first=True, rng=rng
        ),
        "lstm": lambda: LSTM(128, 128, rng=rng),
    }


def make(name: str) -> Callable[[], float]:
    """Return the training step of the workload ``name``."""
    workload = WORKLOADS[name]
    x, y, weights = workload.data()
    model = models(np.random.default_rng(0))[name]()
    model.load_state_dict(weights)
    loss_of = cross_entropy if workload.is_classification else mse_loss
    sgd = optim.SGD(model.parameters(), LR)
    batch = Tensor(x)

    def step() -> float:
        output = model(batch)
        loss = loss_of(output[0] if isinstance(output, tuple) else output, y)
        sgd.zero_grad()
        loss.backward()
        sgd.step()
        return loss.item()

    return step
