"""Count what a model costs: its parameters, and the multiplications of one forward pass."""

from __future__ import annotations

import copy

import torch
from torch import Tensor, nn


def count_parameters(model: nn.Module) -> int:
    """Return how many numbers are trained; a parameter shared by two layers counts once."""
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def count_operations(model: nn.Module, *shape: int) -> int:
    """Return the multiply-adds of convolutions and linear layers for one input.

    Parameters
    ----------
    model : torch.nn.Module
        Left as it is: a copy without data is run.
    *shape : int
        Of one input, without the batch: ``count_operations(model, 3, 224, 224)``.

    Returns
    -------
    int
        Multiply-adds. Papers that say FLOPs often mean these, and sometimes twice as many.

    Notes
    -----
    Left out are biases, normalization, activations, pooling, and the products inside attention.
    """
    ghost = copy.deepcopy(model).to("meta").eval()
    found: list[int] = []

    def note(layer: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        found.append(_operations(layer, output))

    for layer in ghost.modules():
        if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d | nn.Linear):
            layer.register_forward_hook(note)
    with torch.no_grad():
        ghost(torch.empty(1, *shape, device="meta"))
    return sum(found)


def _operations(layer: nn.Module, output: Tensor) -> int:
    """Each output number of a layer is a sum over what its weights see."""
    if isinstance(layer, nn.Linear):
        return output.numel() * layer.in_features
    places = output[0, 0].numel()
    if isinstance(layer, nn.ConvTranspose2d):  # here each *input* number is spread out
        places //= layer.stride[0] * layer.stride[1]
    return places * layer.weight.numel()
