"""Associative recall: pairs of a key and a value, then questions for the values of keys."""

from __future__ import annotations

import torch
from torch import Tensor


def recall_pairs(
    seed: int,
    pairs: int,
    size: int = 32,
    asked: int = 32,
    n_keys: int = 128,
    n_values: int = 16,
    recent: int | None = None,
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return keys and values ``(size, pairs)``, keys asked ``(size, asked)``, and the answers.

    The keys of a sequence are all different, and each of them has a value drawn at random.
    All pairs are asked for equally often, or, if ``recent`` is given, half of the questions are
    about the last ``recent`` pairs.
    """
    if not 1 <= pairs <= n_keys:
        raise ValueError(f"recall_pairs: expected 1 to {n_keys} pairs, got {pairs}")
    draw = torch.Generator().manual_seed(seed)
    keys = torch.rand(size, n_keys, generator=draw).argsort(dim=1)[:, :pairs]
    values = torch.randint(n_values, (size, pairs), generator=draw)
    chosen = torch.randint(pairs, (size, asked), generator=draw)
    if recent is not None:
        if recent < 1:
            raise ValueError(f"recall_pairs: recent must be at least 1, got {recent}")
        late = torch.randint(min(recent, pairs), (size, asked // 2), generator=draw)
        chosen[:, : asked // 2] = pairs - 1 - late
    return keys, values, keys.gather(1, chosen), values.gather(1, chosen)
