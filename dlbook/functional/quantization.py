"""Numbers of few bits: blocks that share a scale and a smallest value."""

from __future__ import annotations

import torch
from torch import Tensor


def quantize(x: Tensor, bits: int, block: int = 32) -> Tensor:
    """Round to ``2**bits`` values, equally spaced from the least of a block to its largest.

    A block is ``block`` neighbors of the last axis. Returns the rounded numbers, in the
    shape and dtype of ``x``.
    """
    if bits < 1 or block < 1 or x.numel() % block:
        raise ValueError(
            f"quantize: expected at least 1 bit, and blocks that divide {x.numel()} numbers, "
            f"got {bits} bits and blocks of {block}"
        )
    blocks = x.reshape(-1, block)
    least, largest = blocks.amin(dim=1, keepdim=True), blocks.amax(dim=1, keepdim=True)
    scale = (largest - least) / (2**bits - 1)
    # Where all numbers of a block are equal, any scale but zero will do.
    scale = torch.where(scale == 0, torch.ones_like(scale), scale)
    return (((blocks - least) / scale).round() * scale + least).reshape(x.shape)
