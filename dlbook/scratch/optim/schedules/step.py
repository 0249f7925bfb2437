"""Step decay: the learning rate falls by a factor at regular intervals."""

from __future__ import annotations

from dlbook.scratch.optim.optimizer import Optimizer
from dlbook.scratch.optim.schedules.schedule import Schedule, check_length


class StepLR(Schedule):
    """Multiply the learning rate by ``gamma`` every ``step_size`` steps.

    Parameters
    ----------
    optimizer : Optimizer
        Whose learning rate to set.
    step_size : int
        Steps between two falls.
    gamma : float
        The factor.
    """

    def __init__(self, optimizer: Optimizer, step_size: int, gamma: float = 0.1):
        check_length("step_size", step_size)
        self.step_size, self.gamma = step_size, gamma
        super().__init__(optimizer)

    def rate(self, step: int) -> float:
        """Return η₀ γ^⌊t / step_size⌋."""
        return self.base_lr * self.gamma ** (step // self.step_size)
