"""The multilayer perceptron."""

from __future__ import annotations

from itertools import pairwise

from torch import nn


def mlp(*widths: int, activation: type[nn.Module] = nn.ReLU) -> nn.Sequential:
    """Return linear layers with an activation between them, and none after the last.

    ``mlp(784, 128, 10)`` maps ``(B, ...)``, flattened to ``(B, 784)``, to ``(B, 10)``.
    """
    if len(widths) < 2:
        raise ValueError(f"mlp: expected at least inputs and outputs, got widths {widths}")
    layers: list[nn.Module] = [nn.Flatten()]
    for inputs, outputs in pairwise(widths):
        layers += [nn.Linear(inputs, outputs), activation()]
    return nn.Sequential(*layers[:-1])
