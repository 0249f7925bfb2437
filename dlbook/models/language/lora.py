"""LoRA: a frozen layer, and a trainable change of low rank added to it (Hu et al. 2022)."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class LoRALinear(nn.Module):
    """W x + (alpha / rank) B A x, with W frozen (Hu et al. 2022, eq. 3).

    ``B`` starts at zero, so that at first nothing is changed. ``scale`` = 0 is the old layer.
    """

    def __init__(self, base: nn.Linear, rank: int = 8, alpha: float = 16.0):
        super().__init__()
        if rank < 1:
            raise ValueError(f"LoRALinear: the rank must be at least 1, got {rank}")
        self.base, self.scale = base.requires_grad_(requires_grad=False), alpha / rank
        D, H = base.in_features, base.out_features
        like = {"device": base.weight.device, "dtype": base.weight.dtype}
        self.A = nn.Parameter(torch.randn(rank, D, **like) / D**0.5)
        self.B = nn.Parameter(torch.zeros(H, rank, **like))

    def forward(self, x: Tensor) -> Tensor:
        """Return shape ``(..., H)`` for ``x`` of ``(..., D)``."""
        return self.base(x) + self.scale * (x @ self.A.T @ self.B.T)


def add_lora(
    model: nn.Module,
    blocks: nn.Module,
    names: tuple[str, ...] = ("query", "value", "gate"),
    rank: int = 8,
    alpha: float = 16.0,
) -> list[LoRALinear]:
    """Freeze a model, and add a new LoRA to the layers of ``blocks`` that have these names.

    Called again, it starts anew. Returns the new layers.
    """
    model.requires_grad_(requires_grad=False)
    found = [
        (parent, name, child)
        for parent in blocks.modules()
        if not isinstance(parent, LoRALinear)
        for name, child in parent.named_children()
        if name in names and isinstance(child, nn.Linear | LoRALinear)
    ]
    if not found:
        raise ValueError(f"add_lora: no linear layer is called {', '.join(names)}")
    for parent, name, child in found:
        base = child.base if isinstance(child, LoRALinear) else child
        setattr(parent, name, LoRALinear(base, rank, alpha))
    return [getattr(parent, name) for parent, name, _ in found]
