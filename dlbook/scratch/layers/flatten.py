"""From images to vectors."""

from __future__ import annotations

import math

from dlbook.scratch.module import Module
from dlbook.scratch.ops.shape import reshape
from dlbook.scratch.tensor import Tensor


class Flatten(Module):
    """Join all axes but the first, the batch: ``(B, C, H, W)`` to ``(B, C * H * W)``."""

    def forward(self, input: Tensor) -> Tensor:
        """Return a tensor of two axes."""
        return reshape(input, len(input), math.prod(input.shape[1:]))
