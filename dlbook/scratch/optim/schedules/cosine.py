"""Cosine annealing: fast in the middle, gentle at both ends."""

from __future__ import annotations

import math

from dlbook.scratch.optim.optimizer import Optimizer
from dlbook.scratch.optim.schedules.schedule import Schedule, check_length


class CosineAnnealingLR(Schedule):
    """Half a cosine from the base learning rate down to ``eta_min``.

    Source: Loshchilov and Hutter 2017, equation 5, without restarts.

    Parameters
    ----------
    optimizer : Optimizer
        Whose learning rate to set.
    T_max : int
        Steps until ``eta_min`` is reached; after that the cosine rises again.
    eta_min : float
        The lowest learning rate.
    """

    def __init__(self, optimizer: Optimizer, T_max: int, eta_min: float = 0.0):
        check_length("T_max", T_max)
        self.T_max, self.eta_min = T_max, eta_min
        super().__init__(optimizer)

    def rate(self, step: int) -> float:
        """Return η_min + (η₀ - η_min) (1 + cos(π t / T_max)) / 2."""
        wave = (1 + math.cos(math.pi * step / self.T_max)) / 2
        return self.eta_min + (self.base_lr - self.eta_min) * wave
