"""A schedule beside torch's, step by step."""

from __future__ import annotations

import numpy as np
import torch

from dlbook.scratch import Tensor, optim

BASE_LR = 0.3


def assert_same_rates(mine, theirs, steps: int) -> None:
    """Compare the learning rate before each of ``steps`` steps, and by formula.

    Parameters
    ----------
    mine, theirs : callable
        From an optimizer to the schedule.
    steps : int
        How many steps to take.
    """
    my_optimizer, their_optimizer = mine_and_torchs()
    schedule, reference = mine(my_optimizer), theirs(their_optimizer)
    seen = []
    for step in range(steps):
        expected = their_optimizer.param_groups[0]["lr"]
        assert abs(my_optimizer.lr - expected) <= 1e-12 * BASE_LR, f"step {step}"
        assert schedule.rate(step) == my_optimizer.lr
        seen.append(my_optimizer.lr)
        my_optimizer.params[0].grad = np.ones(1, np.float32)
        my_optimizer.step()
        their_optimizer.step()
        schedule.step()
        reference.step()
    assert len(set(seen)) > 1, "the rate never changed"


def mine_and_torchs():
    """Return an optimizer here and one in torch, of one parameter and ``BASE_LR``."""
    weight = torch.ones(1, requires_grad=True)
    weight.grad = torch.ones(1)
    mine = optim.SGD([Tensor([1.0], requires_grad=True)], lr=BASE_LR)
    return mine, torch.optim.SGD([weight], lr=BASE_LR)
