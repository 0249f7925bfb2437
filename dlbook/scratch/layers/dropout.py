"""Dropout as a module."""

from __future__ import annotations

import numpy as np

from dlbook.scratch.module import Module
from dlbook.scratch.ops.dropout import dropout
from dlbook.scratch.tensor import Tensor


class Dropout(Module):
    """Set entries to zero at random while training.

    See :func:`~dlbook.scratch.ops.dropout.dropout`.

    Parameters
    ----------
    p : float
        Probability of dropping an entry.
    rng : numpy.random.Generator
        Source of the choice, a new one at every call.
    """

    def __init__(self, p: float = 0.5, *, rng: np.random.Generator):
        self.p, self.rng = p, rng

    def forward(self, input: Tensor) -> Tensor:
        """Return a tensor of the input's shape."""
        return dropout(input, self.p, self.training, rng=self.rng)
