"""The MLP's step written out in NumPy: what is left when there is no engine at all.

What it takes beyond this, an engine pays for: the graph, and the checks that
turn a wrong call into a clear error.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tools.bench.workloads import LR, WORKLOADS


def make(name: str) -> Callable[[], float] | None:
    """Return the training step; None but for the MLP."""
    if name != "mlp":
        return None
    x, y, weights = WORKLOADS[name].data()
    W1, b1, W2, b2 = weights.values()
    rows = np.arange(len(y))

    def step() -> float:
        z = x @ W1.T + b1
        h = np.maximum(z, 0)
        logits = h @ W2.T + b2
        logits -= logits.max(axis=1, keepdims=True)
        p = np.exp(logits)
        p /= p.sum(axis=1, keepdims=True)
        loss = -np.log(p[rows, y]).mean()
        p[rows, y] -= 1  # from here on the gradient of the logits
        p /= len(y)
        back = (p @ W2) * (z > 0)
        gradients = back.T @ x, back.sum(axis=0), p.T @ h, p.sum(axis=0)
        for parameter, gradient in zip((W1, b1, W2, b2), gradients, strict=True):
            parameter -= LR * gradient
        return float(loss)

    return step
