"""Generators that are told a class, and discriminators that ask whether it fits."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from dlbook.models.gan.small import small_discriminator, small_generator


class ConditionalGenerator(nn.Module):
    """The small generator; the class, as numbers it learns, joins the noise (Mirza 2014).

    Parameters
    ----------
    classes, latent, width : int
        How many classes, and sizes as of :func:`small_generator`.
    """

    def __init__(self, classes: int, latent: int = 64, width: int = 16):
        super().__init__()
        self.embedding = nn.Embedding(classes, latent)
        self.generator = small_generator(2 * latent, width)

    def forward(self, z: Tensor, y: Tensor) -> Tensor:
        """From noise ``(B, latent)`` and classes ``(B,)`` to images ``(B, 1, 28, 28)``."""
        return self.generator(torch.cat([z, self.embedding(y)], dim=1))


class ProjectionDiscriminator(nn.Module):
    """Score of the image, plus how well its features fit the class (Miyato and Koyama 2018).

    Parameters
    ----------
    classes, width : int
        How many classes, and size as of :func:`small_discriminator`.
    """

    def __init__(self, classes: int, width: int = 16):
        super().__init__()
        *features, self.score, _ = small_discriminator(width)
        self.features = nn.Sequential(*features)
        self.embedding = nn.Embedding(classes, self.score.in_features)

    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        """From images ``(B, 1, 28, 28)`` and classes ``(B,)`` to logits ``(B,)`` (eq. 3)."""
        h = self.features(x)
        return self.score(h)[:, 0] + (h * self.embedding(y)).sum(dim=1) / h.shape[1] ** 0.5
