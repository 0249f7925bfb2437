"""Batches by number: which examples are in one depends on the seed and its number alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import torch
from torch import Tensor

Augment = Callable[[Tensor, torch.Generator], Tensor]


def _generator(seed: int, number: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed * 1_000_003 + number)


class ShuffledBatches:
    """All examples in a new order each epoch; the last few that fill no batch are left out.

    Parameters
    ----------
    x, y : Tensor
        Inputs and targets, ``N`` of each, on the device where they are used.
    batch_size : int
        Examples in a batch.
    seed : int
        Another seed, other orders.
    augment : callable, optional
        From a batch of inputs and a generator to changed ones.

    Attributes
    ----------
    per_epoch : int
        Batches in an epoch.

    Raises
    ------
    ValueError
        Where lengths differ or do not fill a batch.
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
                f"{batch_size}: expected as many of both, and at least a batch of them"
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


@lru_cache(maxsize=4)
def _order(n: int, seed: int, epoch: int) -> Tensor:
    return torch.randperm(n, generator=_generator(seed, epoch))


class TextWindows:
    """Windows from random places of a text; the target is the same window, one further on.

    Parameters
    ----------
    tokens : Tensor of int64
        The text as numbers, shape ``(N,)``.
    length : int
        Of a window, in tokens.
    batch_size : int
        Windows in a batch.
    seed : int
        Another seed, other places.

    Raises
    ------
    ValueError
        Where the text is shorter than one window and its target.
    """

    def __init__(self, tokens: Tensor, length: int, batch_size: int, seed: int = 0):
        if len(tokens) <= length:
            raise ValueError(
                f"TextWindows: {len(tokens)} tokens hold no window of {length} and the next one"
            )
        self.windows = tokens.unfold(0, length + 1, 1)  # a view: no memory
        self.batch_size, self.seed = batch_size, seed

    def __call__(self, number: int) -> tuple[Tensor, Tensor]:
        """Return inputs and targets of batch ``number``, each ``(batch_size, length)``."""
        generator = _generator(self.seed, number)
        places = torch.randint(len(self.windows), (self.batch_size,), generator=generator)
        chosen = self.windows[places.to(self.windows.device)]
        return chosen[:, :-1], chosen[:, 1:]
