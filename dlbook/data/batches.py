"""Batches by number: the examples in a batch depend on the seed and its number alone.

So training can resume in the middle of an epoch. Needs torch.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import torch
from torch import Tensor
from torch.nn.functional import pad

Augment = Callable[[Tensor, torch.Generator], Tensor]


class ShuffledBatches:
    """All examples in a new order each epoch; an incomplete last batch is left out.

    Called with a number, it returns that batch; there are ``per_epoch`` of them in an epoch.
    ``augment`` turns inputs and a generator into changed inputs.
    """

    def __init__(
        self,
        x: Tensor,
        y: Tensor,
        batch_size: int,
        seed: int = 0,
        augment: Augment | None = None,
    ):
        if len(x) != len(y) or not 1 <= batch_size <= len(x):
            raise ValueError(
                f"ShuffledBatches: {len(x)} inputs and {len(y)} targets in batches of "
                f"{batch_size}: expected the same number of both, and at least one batch"
            )
        self.x, self.y, self.batch_size = x, y, batch_size
        self.seed, self.augment = seed, augment
        self.per_epoch = len(x) // batch_size

    def __call__(self, number: int) -> tuple[Tensor, Tensor]:
        """Return inputs and targets of batch ``number``, counted from 0."""
        epoch, place = divmod(number, self.per_epoch)
        order = _order(len(self.x), self.seed, epoch)
        chosen = order[place * self.batch_size : (place + 1) * self.batch_size]
        x, y = self.x[chosen.to(self.x.device)], self.y[chosen.to(self.y.device)]
        if self.augment is not None:
            x = self.augment(x, _generator(self.seed, number))
        return x, y


class TextWindows:
    """Windows from random positions of a text; targets are the same windows, one token later.

    Called with a number, it returns that batch of ``batch_size`` windows of ``block_size``
    tokens.
    """

    def __init__(self, tokens: Tensor, block_size: int, batch_size: int, seed: int = 0):
        if len(tokens) <= block_size:
            raise ValueError(
                f"TextWindows: {len(tokens)} tokens hold no window of {block_size} and a target"
            )
        self.windows = tokens.unfold(0, block_size + 1, 1)  # a view: no memory
        self.batch_size, self.seed = batch_size, seed

    def __call__(self, number: int) -> tuple[Tensor, Tensor]:
        """Return inputs and targets of batch ``number``, each ``(batch_size, block_size)``."""
        generator = _generator(self.seed, number)
        places = torch.randint(len(self.windows), (self.batch_size,), generator=generator)
        chosen = self.windows[places.to(self.windows.device)]
        return chosen[:, :-1], chosen[:, 1:]


def flip(images: Tensor, generator: torch.Generator) -> Tensor:
    """Mirror each image ``(B, C, H, W)`` left to right with probability 1/2."""
    mirrored = torch.rand(len(images), 1, 1, 1, generator=generator) < 0.5
    return torch.where(mirrored.to(images.device), images.flip(3), images)


def shift(images: Tensor, generator: torch.Generator, most: int = 2) -> Tensor:
    """Shift each image by up to ``most`` pixels; the border is mirrored into the gap."""
    B, _, H, W = images.shape
    padded_BHWC = pad(images, (most,) * 4, mode="reflect").permute(0, 2, 3, 1)
    down, right = torch.randint(2 * most + 1, (2, B, 1), generator=generator)
    rows = (down + torch.arange(H))[:, :, None]
    columns = (right + torch.arange(W))[:, None, :]
    return padded_BHWC[torch.arange(B)[:, None, None], rows, columns].permute(0, 3, 1, 2)


@lru_cache(maxsize=4)
def _order(n: int, seed: int, epoch: int) -> Tensor:
    return torch.randperm(n, generator=_generator(seed, epoch))


def _generator(seed: int, number: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed * 1_000_003 + number)
