"""Do numbers follow the distribution that they should? Moments, bounds, and shape."""

from __future__ import annotations

import math

import numpy as np

from dlbook.scratch import Tensor


def empty(*shape: int, dtype=np.float64) -> Tensor:
    """Return a tensor to be filled; not-a-numbers show where it was not."""
    return Tensor(np.full(shape, np.nan, dtype), requires_grad=True)


def assert_moments(values: np.ndarray, mean: float, std: float, kurtosis: float) -> None:
    """Check three moments, each within five of its own standard errors.

    ``kurtosis`` is the fourth moment over the squared variance: 3 for normal
    numbers, 9/5 for evenly spread ones.
    """
    n = values.size
    assert abs(values.mean() - mean) <= 5 * std / math.sqrt(n), "mean"
    spread = std * math.sqrt((kurtosis - 1) / (4 * n))
    assert abs(values.std() - std) <= 5 * spread, f"std {values.std()} for {std}"
    fourth = (((values - values.mean()) / values.std()) ** 4).mean()
    assert abs(fourth - kurtosis) <= 5 * math.sqrt(96 / n), f"kurtosis {fourth} for {kurtosis}"


class Recorder:
    """A stand-in for a generator that notes what it is asked for, and gives zeros."""

    def uniform(self, low, high, shape):
        self.asked = (low, high)
        return np.zeros(shape)

    def normal(self, mean, std, shape):
        self.asked = (mean, std)
        return np.zeros(shape)
