"""Stop when the validation loss no longer falls, and go back to where it was least."""

from __future__ import annotations

import copy
import math

from torch import nn


class EarlyStopping:
    """Remember the model of the least loss, and say when to give up (Prechelt 1998).

    Parameters
    ----------
    model : torch.nn.Module
        The one that is trained.
    patience : int
        Measurements without a new least loss after which to stop.

    Attributes
    ----------
    best : float
        Least loss so far; infinite before the first.
    best_at : int or None
        What the caller numbers measurements by, such as the step, at that loss.
    """

    def __init__(self, model: nn.Module, patience: int):
        if patience < 1:
            raise ValueError(f"EarlyStopping: patience must be at least 1, got {patience}")
        self.model, self.patience = model, patience
        self.best, self.best_at, self.worse = math.inf, None, 0

    def should_stop(self, loss: float, at: int) -> bool:
        """Take note of a validation loss; say whether ``patience`` of them were no better.

        A loss that is not a number is no better.
        """
        if loss < self.best:
            self.best, self.best_at, self.worse = loss, at, 0
            self._weights = copy.deepcopy(self.model.state_dict())
        else:
            self.worse += 1
        return self.worse >= self.patience

    def restore(self) -> None:
        """Put the best weights back into the model.

        Raises
        ------
        RuntimeError
            Where no loss was noted yet.
        """
        if self.best_at is None:
            raise RuntimeError("EarlyStopping: no loss was noted, so there is no best model")
        self.model.load_state_dict(self._weights)
