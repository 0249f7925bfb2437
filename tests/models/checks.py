"""Checks that every model owes: it can learn, and devices agree."""

from __future__ import annotations

import copy

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

GAP = 1e-3
"""Largest relative difference of a number on the GPU, in float32 without TF32, from the CPU's.

A sum of n terms in another order differs by about sqrt(n) * 6e-8 of its size; many layers and
the cancellation in normalization make a few 1e-4 of it in the deepest models.
"""


def outputs_and_gradients(model: nn.Module, inputs: tuple[Tensor, ...], device: str) -> list:
    """Return the output of a copy of ``model`` on ``device``, and all gradients."""
    copied = copy.deepcopy(model).to(device).eval()
    for layer in copied.modules():
        if isinstance(layer, nn.RNNBase):
            layer.train()  # cuDNN has no backward pass of these in evaluation mode
    with torch.backends.cudnn.flags(enabled=True, allow_tf32=False):
        output = copied(*(x.to(device) for x in inputs))
        # Fixed weights of unequal size: a plain sum would hide swapped entries.
        weights = torch.linspace(-1, 1, output.numel()).view(output.shape).to(device)
        (output * weights).sum().backward()
    return [output.detach().cpu(), *(p.grad.cpu() for p in copied.parameters())]


def gap(first: list[Tensor], second: list[Tensor]) -> float:
    """Return the largest difference, relative to the largest entry of its tensor."""
    pairs = zip(first, second, strict=True)
    return max(float((a - b).abs().max() / (a.abs().max() + 1e-6)) for a, b in pairs)


def device_gap(model: nn.Module, *inputs: Tensor, device: str = "cuda") -> float:
    """Return the gap between the CPU and ``device``: same weights, same input."""
    here = outputs_and_gradients(model, inputs, "cpu")
    return gap(here, outputs_and_gradients(model, inputs, device))


def overfit(model: nn.Module, x: Tensor, y: Tensor, steps: int, lr: float = 1e-2) -> float:
    """Return the cross-entropy of one batch after some steps of Adam on it."""
    optimizer = torch.optim.Adam(model.parameters(), lr)
    for _ in range(steps):
        loss = cross_entropy(model(x).flatten(0, -2), y.flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()


def example(*shape: int, classes: int = 10) -> tuple[Tensor, Tensor]:
    """Return normal inputs of ``shape`` and a class for each of the first dimension."""
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(*shape, generator=generator)
    return x, torch.randint(classes, shape[:1], generator=generator)


def random_tokens(*shape: int, vocab_size: int = 13) -> Tensor:
    return torch.randint(vocab_size, shape, generator=torch.Generator().manual_seed(0))
