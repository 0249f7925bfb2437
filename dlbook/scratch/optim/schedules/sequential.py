"""One schedule after another: a warm-up and then a decay."""

from __future__ import annotations

from bisect import bisect_right

from dlbook.scratch.optim.optimizer import Optimizer
from dlbook.scratch.optim.schedules.schedule import Schedule


class SequentialLR(Schedule):
    """Hand over from each schedule to the next at the ``milestones``.

    Parameters
    ----------
    optimizer : Optimizer
        Whose learning rate to set.
    schedulers : list of Schedule
        Made for the same optimizer. Each counts its steps from its own start.
    milestones : list of int
        Steps at which the second, third, ... schedule takes over, rising.

    Examples
    --------
    >>> import numpy as np
    >>> from dlbook.scratch import Tensor, optim
    >>> sgd = optim.SGD([Tensor([1.0], requires_grad=True)], lr=0.1)
    >>> warmup = optim.LinearLR(sgd, start_factor=0.5, total_iters=2)
    >>> decay = optim.CosineAnnealingLR(sgd, T_max=2)
    >>> schedule = optim.SequentialLR(sgd, [warmup, decay], milestones=[2])
    >>> [round(schedule.rate(step), 3) for step in range(5)]
    [0.05, 0.075, 0.1, 0.05, 0.0]
    """

    def __init__(self, optimizer: Optimizer, schedulers: list[Schedule], milestones: list[int]):
        if len(milestones) != len(schedulers) - 1:
            raise ValueError(
                f"SequentialLR needs one milestone between each two schedules, got "
                f"{len(schedulers)} schedules and {len(milestones)} milestones"
            )
        if any(schedule.optimizer is not optimizer for schedule in schedulers):
            raise ValueError("SequentialLR: every schedule must be made for the same optimizer")
        if sorted(set(milestones)) != list(milestones):
            raise ValueError(f"SequentialLR: milestones must rise, got {milestones}")
        self.schedulers, self.milestones = list(schedulers), list(milestones)
        super().__init__(optimizer)

    def rate(self, step: int) -> float:
        """Return what the schedule in charge gives, by its own count of steps."""
        turn = bisect_right(self.milestones, step)
        start = self.milestones[turn - 1] if turn else 0
        return self.schedulers[turn].rate(step - start)
