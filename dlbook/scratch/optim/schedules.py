"""Learning-rate schedules: each gives the learning rate η as a formula of the step t."""

from __future__ import annotations

import math
from bisect import bisect_right

from dlbook.scratch.optim.optimizers import Optimizer


class Schedule:
    """Base class: a subclass defines :meth:`lr_at`.

    Making a schedule sets the optimizer's learning rate to that of step 0.

    Attributes
    ----------
    base_lr : float
        The learning rate η₀ that the optimizer was made with.
    steps_done : int
        How often :meth:`step` has been called.
    """

    def __init__(self, optimizer: Optimizer):
        if not isinstance(optimizer, Optimizer):
            raise TypeError(
                f"{type(self).__name__} needs an Optimizer, got {type(optimizer).__name__}"
            )
        self.optimizer = optimizer
        self.base_lr = optimizer.initial_lr
        self.steps_done = 0
        optimizer.lr = self.lr_at(0)

    def lr_at(self, step: int) -> float:
        """Return the learning rate of step number ``step``, counted from 0."""
        raise NotImplementedError(f"{type(self).__name__} has no lr_at method: define one")

    def step(self) -> None:
        """Set the learning rate of the next step; call it after ``optimizer.step()``."""
        self.steps_done += 1
        self.optimizer.lr = self.lr_at(self.steps_done)


class LinearLR(Schedule):
    """A straight line between two multiples of the base learning rate, then constant.

    Rising it is a warm-up (Goyal et al. 2017, section 2.2, "gradual warmup"),
    falling a linear decay. The multiples ``start_factor`` and ``end_factor`` are
    from 0 to 1, and ``total_iters`` steps lead from one to the other.
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
        _validate_length("total_iters", total_iters)
        self.start_factor, self.end_factor = start_factor, end_factor
        self.total_iters = total_iters
        super().__init__(optimizer)

    def lr_at(self, step: int) -> float:
        """Return η₀ times the factor on the line."""
        done = min(step / self.total_iters, 1.0)
        return self.base_lr * (self.start_factor + (self.end_factor - self.start_factor) * done)


class CosineAnnealingLR(Schedule):
    """Half a cosine from the base learning rate down to ``eta_min``, in ``T_max`` steps.

    Source: Loshchilov and Hutter 2017, equation 5, without restarts. After
    ``T_max`` steps the cosine rises again.
    """

    def __init__(self, optimizer: Optimizer, T_max: int, eta_min: float = 0.0):
        _validate_length("T_max", T_max)
        self.T_max, self.eta_min = T_max, eta_min
        super().__init__(optimizer)

    def lr_at(self, step: int) -> float:
        """Return η_min + (η₀ - η_min) (1 + cos(π t / T_max)) / 2."""
        return _cosine(self.base_lr, self.eta_min, step / self.T_max)


class OneCycleLR(Schedule):
    """Rise from ``max_lr / div_factor`` to ``max_lr``, fall to almost nothing.

    Source: Smith and Topin 2019 ("super-convergence"). The large learning rate in
    the middle carries the parameters far, the small one at the end settles them.
    The share ``pct_start`` of the cycle rises; the end is the start divided by
    ``final_div_factor``; ``anneal_strategy`` is ``"cos"`` or ``"linear"``. The
    optimizer's own learning rate is not used.

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
        _validate_length("total_steps", total_steps)
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

    def lr_at(self, step: int) -> float:
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


class SequentialLR(Schedule):
    """One schedule after another: a warm-up and then a decay.

    At each of the ``milestones``, rising step numbers, the next of the
    ``schedulers`` takes over, and counts its steps from its own start.

    Examples
    --------
    >>> import numpy as np
    >>> from dlbook.scratch import Tensor, optim
    >>> sgd = optim.SGD([Tensor([1.0], requires_grad=True)], lr=0.1)
    >>> warmup = optim.LinearLR(sgd, start_factor=0.5, total_iters=2)
    >>> decay = optim.CosineAnnealingLR(sgd, T_max=2)
    >>> schedule = optim.SequentialLR(sgd, [warmup, decay], milestones=[2])
    >>> [round(schedule.lr_at(step), 3) for step in range(5)]
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

    def lr_at(self, step: int) -> float:
        """Return what the schedule in charge gives, by its own count of steps."""
        turn = bisect_right(self.milestones, step)
        start = self.milestones[turn - 1] if turn else 0
        return self.schedulers[turn].lr_at(step - start)


def _cosine(start: float, end: float, done: float) -> float:
    return end + (start - end) * (1 + math.cos(math.pi * done)) / 2


def _linear(start: float, end: float, done: float) -> float:
    return start + (end - start) * done


_SLOPES = {"cos": _cosine, "linear": _linear}


def _validate_length(name: str, value: int) -> None:
    if not (isinstance(value, int) and value > 0):
        raise ValueError(f"{name} must be a positive whole number of steps, got {value!r}")
