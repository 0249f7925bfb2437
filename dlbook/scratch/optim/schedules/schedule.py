"""What all schedules share: they count steps, and set the optimizer's learning rate."""

from __future__ import annotations

from dlbook.scratch.optim.optimizer import Optimizer


class Schedule:
    """Base class: a subclass defines :meth:`rate`.

    Parameters
    ----------
    optimizer : Optimizer
        Its learning rate is set at once, to that of step 0.

    Attributes
    ----------
    base_lr : float
        The learning rate that the optimizer was made with.
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
        optimizer.lr = self.rate(0)

    def rate(self, step: int) -> float:
        """Return the learning rate of step number ``step``, counted from 0."""
        raise NotImplementedError(f"{type(self).__name__} has no rate method: define one")

    def step(self) -> None:
        """Set the learning rate of the next step; call it after ``optimizer.step()``."""
        self.steps_done += 1
        self.optimizer.lr = self.rate(self.steps_done)


def check_length(name: str, value: int) -> None:
    """Raise a ValueError unless ``value`` is a positive whole number."""
    if not (isinstance(value, int) and value > 0):
        raise ValueError(f"{name} must be a positive whole number of steps, got {value!r}")
