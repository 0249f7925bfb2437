"""Count what a model costs: its parameters, and the multiply-adds of a forward pass."""

from __future__ import annotations

import copy

import torch
from torch import Tensor, nn


def count_parameters(model: nn.Module) -> int:
    """Return the number of trainable parameters; one shared by two layers counts once."""
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def count_operations(model: nn.Module, *shape: int) -> int:
    """Return the multiply-adds of convolutions and linear layers for one input.

    ``count_operations(model, 3, 224, 224)`` takes the shape of the input without the batch, and
    runs a copy of the model without data. Papers that say FLOPs often mean multiply-adds, and
    sometimes twice as many. Not counted: biases, normalization, activations, pooling, and the
    products inside attention.
    """
    ghost = copy.deepcopy(model).to("meta").eval()
    counts: list[int] = []

    def record(layer: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        counts.append(_multiply_adds(layer, output))

    for layer in ghost.modules():
        if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d | nn.Linear):
            layer.register_forward_hook(record)
    with torch.no_grad():
        ghost(torch.empty(1, *shape, device="meta"))
    return sum(counts)


def _multiply_adds(layer: nn.Module, output: Tensor) -> int:
    if isinstance(layer, nn.Linear):
        return output.numel() * layer.in_features
    positions = output[0, 0].numel()
    if isinstance(layer, nn.ConvTranspose2d):  # the filter is applied at each *input* position
        positions //= layer.stride[0] * layer.stride[1]
    return positions * layer.weight.numel()
