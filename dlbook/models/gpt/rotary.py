"""Rotary positions: a query and a key are turned, so that their product knows their distance.

Letters in names of arrays: B batch, N heads, T positions, K head size.
"""

from __future__ import annotations

import torch
from torch import Tensor


def rotation_table(length: int, size: int, base: float = 10_000.0) -> Tensor:
    """Return cosine and sine of each position's angles (Su et al. 2021, eq. 15).

    Parameters
    ----------
    length : int
        Positions, T.
    size : int
        Of a head, K, an even number: it is taken as K/2 pairs, each with a speed of its own.
    base : float
        The slowest pair turns by about 1 / ``base`` a position, the fastest by 1 (radian).

    Returns
    -------
    Tensor
        Shape ``(2, T, K/2)``: cosines, then sines.

    Raises
    ------
    ValueError
        Where ``size`` is odd.
    """
    if size % 2:
        raise ValueError(f"rotation_table: the head size must be even, got {size}")
    speeds = base ** -(torch.arange(0, size, 2) / size)
    angles = torch.outer(torch.arange(length), speeds)
    return torch.stack([angles.cos(), angles.sin()])


def rotate(x: Tensor, table: Tensor) -> Tensor:
    """Turn each pair of numbers by its position's angle.

    Parameters
    ----------
    x : Tensor
        Queries or keys, shape ``(B, N, T, K)``.
    table : Tensor
        Of the T positions, shape ``(2, T, K/2)``.

    Notes
    -----
    Differs from the paper: a pair is entry i and entry i + K/2, not two neighbors. That is
    the same up to the order of entries, and faster.
    """
    cos, sin = table
    first, second = x.chunk(2, dim=-1)
    return torch.cat([first * cos - second * sin, first * sin + second * cos], dim=-1)
