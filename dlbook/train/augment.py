"""Pictures changed at random, in ways that leave their class what it is.

Each takes images ``(B, C, H, W)`` and a generator, so that a batch can be drawn again.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import pad


def flip(images: Tensor, generator: torch.Generator) -> Tensor:
    """Return the images, about half of them mirrored left to right."""
    mirrored = torch.rand(len(images), 1, 1, 1, generator=generator) < 0.5
    return torch.where(mirrored.to(images.device), images.flip(3), images)


def shift(images: Tensor, generator: torch.Generator, most: int = 2) -> Tensor:
    """Return each image moved by up to ``most`` pixels, the border mirrored into the gap."""
    B, _, H, W = images.shape
    padded_BHWC = pad(images, (most,) * 4, mode="reflect").permute(0, 2, 3, 1)
    down, right = torch.randint(2 * most + 1, (2, B, 1), generator=generator)
    rows = (down + torch.arange(H))[:, :, None]
    columns = (right + torch.arange(W))[:, None, :]
    return padded_BHWC[torch.arange(B)[:, None, None], rows, columns].permute(0, 3, 1, 2)


def flip_and_shift(images: Tensor, generator: torch.Generator) -> Tensor:
    """Return the images mirrored and moved."""
    return shift(flip(images, generator), generator)
