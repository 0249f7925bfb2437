"""One schedule after another."""

import pytest
from torch.optim import lr_scheduler

from dlbook.scratch import optim
from tests.scratch.optim.schedules.parity import assert_same_rates, mine_and_torchs


def test_every_step_is_torchs():
    def mine(o):
        parts = [
            optim.LinearLR(o, 0.1, total_iters=5),
            optim.CosineAnnealingLR(o, 10),
            optim.StepLR(o, 2, 0.5),
        ]
        return optim.SequentialLR(o, parts, milestones=[5, 15])

    def theirs(o):
        parts = [
            lr_scheduler.LinearLR(o, 0.1, total_iters=5),
            lr_scheduler.CosineAnnealingLR(o, 10),
            lr_scheduler.StepLR(o, 2, 0.5),
        ]
        return lr_scheduler.SequentialLR(o, parts, milestones=[5, 15])

    assert_same_rates(mine, theirs, steps=30)


def test_parts_that_do_not_fit_are_refused():
    one, two = mine_and_torchs()[0], mine_and_torchs()[0]
    first, second, foreign = optim.StepLR(one, 2), optim.StepLR(one, 2), optim.StepLR(two, 2)
    with pytest.raises(ValueError, match="2 schedules and 2 milestones"):
        optim.SequentialLR(one, [first, second], [3, 5])
    with pytest.raises(ValueError, match="made for the same optimizer"):
        optim.SequentialLR(one, [first, foreign], [3])
    with pytest.raises(ValueError, match=r"must rise, got \[5, 3\]"):
        optim.SequentialLR(one, [first, second, first], [5, 3])
