"""The Vision Transformer: an image as a sequence of patches.

Letters in names of arrays: B batch, T positions, N heads, K head size, D ``d_model``.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu, scaled_dot_product_attention


class SelfAttention(nn.Module):
    """Each position attends to all (Vaswani et al. 2017, section 3.2.2)."""

    def __init__(self, d_model: int, n_head: int):
        super().__init__()
        if d_model % n_head:
            raise ValueError(
                f"SelfAttention: d_model {d_model} is not a multiple of {n_head} heads"
            )
        self.n_head = n_head
        self.qkv = nn.Linear(d_model, 3 * d_model)
        self.proj = nn.Linear(d_model, d_model)

    def forward(self, x_BTD: Tensor) -> Tensor:
        """Return the attended values, shape ``(B, T, D)``."""
        B, T, D = x_BTD.shape
        qkv = self.qkv(x_BTD).view(B, T, 3, self.n_head, D // self.n_head)
        mixed_BNTK = scaled_dot_product_attention(*qkv.permute(2, 0, 3, 1, 4))
        return self.proj(mixed_BNTK.transpose(1, 2).reshape(B, T, D))


class EncoderBlock(nn.Module):
    """Self-attention, then an MLP at each position, both pre-norm and residual.

    Differs from Vaswani et al.: normalization comes before each part and not after the sum
    (Xiong et al. 2020, figure 1b), GELU in place of ReLU, no dropout.
    """

    def __init__(self, d_model: int, n_head: int, d_ff: int):
        super().__init__()
        self.norm_1 = nn.LayerNorm(d_model, eps=1e-6)
        self.attention = SelfAttention(d_model, n_head)
        self.norm_2 = nn.LayerNorm(d_model, eps=1e-6)
        self.up = nn.Linear(d_model, d_ff)
        self.down = nn.Linear(d_ff, d_model)

    def forward(self, x_BTD: Tensor) -> Tensor:
        """Return the next ``(B, T, D)``."""
        x_BTD = x_BTD + self.attention(self.norm_1(x_BTD))
        return x_BTD + self.down(gelu(self.up(self.norm_2(x_BTD))))


@dataclass(frozen=True)
class ViTConfig:
    """Sizes of a Vision Transformer; patches tile the image."""

    image_size: int = 28
    patch_size: int = 7
    in_channels: int = 1
    num_classes: int = 10
    d_model: int = 64
    n_head: int = 4
    n_layer: int = 3


VIT_B_16 = ViTConfig(224, 16, 3, 1000, d_model=768, n_head=12, n_layer=12)
VIT_L_16 = ViTConfig(224, 16, 3, 1000, d_model=1024, n_head=16, n_layer=24)


class ViT(nn.Module):
    """Patches, a class token, positions, blocks, a linear head (Dosovitskiy et al. 2021).

    ``VIT_B_16`` and ``VIT_L_16`` are the paper's sizes (table 1). Differs from the paper: no
    dropout, and the head is a linear layer in pre-training too.
    """

    def __init__(self, config: ViTConfig):
        super().__init__()
        d_model, patch_size = config.d_model, config.patch_size
        if config.image_size % patch_size:
            raise ValueError(
                f"ViT: patches of {patch_size} do not tile {config.image_size} pixels"
            )
        self.patches = nn.Conv2d(config.in_channels, d_model, patch_size, patch_size)
        positions = (config.image_size // patch_size) ** 2 + 1
        self.class_token = nn.Parameter(torch.zeros(1, 1, d_model))
        self.positions = nn.Parameter(0.02 * torch.randn(1, positions, d_model))
        self.blocks = nn.Sequential(
            *(EncoderBlock(d_model, config.n_head, 4 * d_model) for _ in range(config.n_layer))
        )
        self.norm = nn.LayerNorm(d_model, eps=1e-6)
        self.head = nn.Linear(d_model, config.num_classes)

    def forward(self, images: Tensor) -> Tensor:
        """From ``(B, C, image_size, image_size)`` to logits ``(B, num_classes)`` (eq. 1–4)."""
        x_BTD = self.patches(images).flatten(2).transpose(1, 2)
        class_token = self.class_token.expand(len(images), -1, -1)
        x_BTD = torch.cat([class_token, x_BTD], dim=1) + self.positions
        return self.head(self.norm(self.blocks(x_BTD))[:, 0])
