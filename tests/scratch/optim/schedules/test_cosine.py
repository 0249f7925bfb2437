"""Cosine annealing."""

import pytest
from torch.optim import lr_scheduler

from dlbook.scratch import optim
from tests.scratch.optim.schedules.parity import BASE_LR, assert_same_rates, mine_and_torchs


@pytest.mark.parametrize(("T_max", "eta_min"), [(20, 0.0), (7, 0.05), (1, 0.1)])
def test_every_step_is_torchs_also_after_the_lowest_point(T_max, eta_min):
    assert_same_rates(
        lambda o: optim.CosineAnnealingLR(o, T_max, eta_min),
        lambda o: lr_scheduler.CosineAnnealingLR(o, T_max, eta_min),
        steps=30,
    )


def test_known_points():
    schedule = optim.CosineAnnealingLR(mine_and_torchs()[0], T_max=10, eta_min=0.1)
    assert schedule.rate(0) == pytest.approx(BASE_LR)
    assert schedule.rate(5) == pytest.approx((BASE_LR + 0.1) / 2)
    assert schedule.rate(10) == pytest.approx(0.1)
