"""The comparison of optimizers fails on wrong ones."""

import numpy as np
import pytest
import torch

from dlbook.scratch import optim
from tests.scratch.optim.hundred_steps import assert_same_steps


class _SlightlyWrong(optim.SGD):
    """Its steps are too long by one part in a thousand."""

    def update(self, param, grad, state):
        super().update(param, grad * 1.001, state)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_a_slightly_wrong_step_is_caught(dtype):
    with pytest.raises(AssertionError, match="apart by"):
        assert_same_steps(
            lambda p: _SlightlyWrong(p, lr=0.1), lambda p: torch.optim.SGD(p, lr=0.1), dtype
        )


def test_standing_still_is_caught():
    with pytest.raises(AssertionError, match="stands still"):
        assert_same_steps(
            lambda p: optim.SGD(p, lr=0.0), lambda p: torch.optim.SGD(p, lr=0.0), np.float64
        )
