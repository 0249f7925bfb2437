"""The MLP's step in micrograd, number by number.

Micrograd has no arrays: every product is an object, and a batch of the MLP
would be 26 million of them. One example stands for the batch; what it takes is
multiplied by the size of the batch, which is what a loop over it would take.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from micrograd.engine import Value

from tools.bench.workloads import LR, WORKLOADS

SHARE = 1 / 128  # of the batch


def make(name: str) -> Callable[[], float] | None:
    """Return the training step of one example; None but for the MLP."""
    if name != "mlp":
        return None
    sys.setrecursionlimit(100_000)  # its backward pass calls itself
    x, y, weights = WORKLOADS[name].data()
    layers = [
        (
            [[Value(float(v)) for v in row] for row in weights[f"{i}.weight"]],
            [Value(float(v)) for v in weights[f"{i}.bias"]],
        )
        for i in (0, 2)
    ]
    parameters = [v for weight, bias in layers for row in (*weight, bias) for v in row]

    def step() -> float:
        h = [float(v) for v in x[0]]
        for i, (weight, bias) in enumerate(layers):
            h = [
                sum((w * v for w, v in zip(row, h, strict=True)), b)
                for row, b in zip(weight, bias, strict=True)
            ]
            h = h if i else [v.relu() for v in h]
        loss = _squared_error(h, int(y[0]))
        for p in parameters:
            p.grad = 0
        loss.backward()
        for p in parameters:
            p.data -= LR * p.grad
        return loss.data

    return step


def _squared_error(logits: list[Value], right: int) -> Value:
    """A loss without exp and log, which micrograd has not; ten numbers of 100,000."""
    return sum(((v - float(i == right)) ** 2 for i, v in enumerate(logits)), Value(0))
