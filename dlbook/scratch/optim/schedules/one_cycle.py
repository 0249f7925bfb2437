"""One cycle: up to a large learning rate, and down to a tiny one."""

from __future__ import annotations

import math

from dlbook.scratch.optim.optimizer import Optimizer
from dlbook.scratch.optim.schedules.schedule import Schedule, check_length


class OneCycleLR(Schedule):
    """Rise from ``max_lr / div_factor`` to ``max_lr``, fall to almost nothing.

    Source: Smith and Topin 2019 ("super-convergence"). The large rate in the
    middle carries the parameters far, the small one at the end settles them.

    Parameters
    ----------
    optimizer : Optimizer
        Whose learning rate to set; the one that it was made with is not used.
    max_lr : float
        The peak.
    total_steps : int
        Length of the whole cycle.
    pct_start : float
        Share of the cycle that rises.
    anneal_strategy : str
        ``"cos"`` or ``"linear"``: the form of both slopes.
    div_factor : float
        The start is ``max_lr / div_factor``.
    final_div_factor : float
        The end is the start divided by this.

    Notes
    -----
    Differs from the paper, and from torch's defaults: the momentum stays as it
    is (torch: ``cycle_momentum=False``).
    """

    def __init__(
        self,
        optimizer: Optimizer,
        max_lr: float,
        total_steps: int,
        pct_start: float = 0.3,
        anneal_strategy: str = "cos",
        div_factor: float = 25.0,
        final_div_factor: float = 1e4,
    ):
        check_length("total_steps", total_steps)
        if not 0 <= pct_start <= 1:
            raise ValueError(f"pct_start must lie between 0 and 1, got {pct_start}")
        if anneal_strategy not in _SLOPES:
            raise ValueError(
                f"anneal_strategy must be one of {list(_SLOPES)}, got {anneal_strategy!r}"
            )
        self.start_lr, self.max_lr = max_lr / div_factor, max_lr
        self.end_lr = self.start_lr / final_div_factor
        self.total_steps, self.slope = total_steps, _SLOPES[anneal_strategy]
        self.peak_step = pct_start * total_steps - 1
        super().__init__(optimizer)

    def rate(self, step: int) -> float:
        """Return the learning rate on the rising or on the falling side."""
        if step > self.total_steps:
            raise ValueError(
                f"OneCycleLR: step {step} of a cycle of {self.total_steps}: make total_steps "
                f"the number of steps of the whole training"
            )
        if step < self.peak_step:
            return self.slope(self.start_lr, self.max_lr, step / self.peak_step)
        length = self.total_steps - 1 - self.peak_step
        done = min((step - self.peak_step) / length, 1.0) if length else 0.0
        return self.slope(self.max_lr, self.end_lr, done)


def _cosine(start: float, end: float, done: float) -> float:
    return end + (start - end) * (1 + math.cos(math.pi * done)) / 2


def _linear(start: float, end: float, done: float) -> float:
    return start + (end - start) * done


_SLOPES = {"cos": _cosine, "linear": _linear}
