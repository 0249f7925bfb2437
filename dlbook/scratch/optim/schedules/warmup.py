"""Warm-up: small steps first, while gradients are large and means unsettled."""

from __future__ import annotations

from dlbook.scratch.optim.optimizer import Optimizer
from dlbook.scratch.optim.schedules.schedule import Schedule, check_length


class LinearLR(Schedule):
    """A straight line between two multiples of the base learning rate, then level.

    Rising it is a warm-up (Goyal et al. 2017, section 2.2, "gradual warmup"),
    falling a linear decay.

    Parameters
    ----------
    optimizer : Optimizer
        Whose learning rate to set.
    start_factor, end_factor : float
        The multiples, each from 0 to 1.
    total_iters : int
        Steps from one to the other.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        start_factor: float = 1 / 3,
        end_factor: float = 1.0,
        total_iters: int = 5,
    ):
        for name, factor in (("start_factor", start_factor), ("end_factor", end_factor)):
            if not 0 <= factor <= 1:
                raise ValueError(f"{name} must lie between 0 and 1, got {factor}")
        check_length("total_iters", total_iters)
        self.start_factor, self.end_factor = start_factor, end_factor
        self.total_iters = total_iters
        super().__init__(optimizer)

    def rate(self, step: int) -> float:
        """Return η₀ times the factor on the line."""
        done = min(step / self.total_iters, 1.0)
        return self.base_lr * (self.start_factor + (self.end_factor - self.start_factor) * done)
