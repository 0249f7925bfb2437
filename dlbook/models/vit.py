"""The Vision Transformer: an image is a text of patches."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from dlbook.models.transformer import EncoderBlock


@dataclass(frozen=True)
class ViTConfig:
    """Sizes of a Vision Transformer.

    Attributes
    ----------
    size, patch : int
        Sides of an image and of a patch, in pixels; the patch divides the image.
    channels, classes : int
        Of the images, and outputs.
    width, heads, layers : int
        Numbers per patch, heads of each attention, blocks.
    """

    size: int = 28
    patch: int = 7
    channels: int = 1
    classes: int = 10
    width: int = 64
    heads: int = 4
    layers: int = 3


VIT_B_16 = ViTConfig(224, 16, 3, 1000, width=768, heads=12, layers=12)
VIT_L_16 = ViTConfig(224, 16, 3, 1000, width=1024, heads=16, layers=24)


class ViT(nn.Module):
    """Patches, a token for the class, positions, blocks, a linear layer (Dosovitskiy 2021).

    Parameters
    ----------
    config : ViTConfig
        Sizes; ``VIT_B_16`` and ``VIT_L_16`` are the paper's (table 1).

    Raises
    ------
    ValueError
        Where patches do not fill the image.

    Notes
    -----
    Differs from the paper: no dropout, and the head is a linear layer in pre-training too.
    """

    def __init__(self, config: ViTConfig):
        super().__init__()
        if config.size % config.patch:
            raise ValueError(f"ViT: patches of {config.patch} do not fill {config.size} pixels")
        self.patches = nn.Conv2d(config.channels, config.width, config.patch, config.patch)
        positions = (config.size // config.patch) ** 2 + 1
        self.class_token = nn.Parameter(torch.zeros(1, 1, config.width))
        self.positions = nn.Parameter(0.02 * torch.randn(1, positions, config.width))
        self.blocks = nn.Sequential(
            *(
                EncoderBlock(config.width, config.heads, 4 * config.width)
                for _ in range(config.layers)
            )
        )
        self.norm = nn.LayerNorm(config.width, eps=1e-6)
        self.head = nn.Linear(config.width, config.classes)

    def forward(self, images: Tensor) -> Tensor:
        """From ``(B, channels, size, size)`` to logits ``(B, classes)`` (eq. 1 to 4)."""
        x_BTD = self.patches(images).flatten(2).transpose(1, 2)
        token = self.class_token.expand(len(images), -1, -1)
        x_BTD = torch.cat([token, x_BTD], dim=1) + self.positions
        return self.head(self.norm(self.blocks(x_BTD))[:, 0])
