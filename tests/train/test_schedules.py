"""The learning rate rises, stays and falls as said."""

from __future__ import annotations

import pytest
import torch

from dlbook.train import linear_warmup_decay


def rates(steps: int, **shares) -> list[float]:
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=2.0)
    schedule = linear_warmup_decay(optimizer, steps, **shares)
    found = []
    for _ in range(steps):
        found.append(optimizer.param_groups[0]["lr"] / 2.0)
        optimizer.step()
        schedule.step()
    return found


def test_it_rises_and_falls_in_straight_lines():
    assert rates(10, warmup=0.2) == pytest.approx(
        [0.25, 0.75, *(7.5 / 8, 6.5 / 8, 5.5 / 8, 4.5 / 8, 3.5 / 8, 2.5 / 8, 1.5 / 8, 0.5 / 8)]
    )


def test_it_may_stay_at_the_peak():
    assert rates(10, warmup=0.1, flat=0.4) == pytest.approx(
        [0.5, 1, 1, 1, 1, 0.9, 0.7, 0.5, 0.3, 0.1]
    )


def test_without_warm_up_it_falls_from_the_start():
    assert rates(4, warmup=0.0) == pytest.approx([7 / 8, 5 / 8, 3 / 8, 1 / 8])


@pytest.mark.parametrize(("warm_up", "flat"), [(0.5, 0.5), (-0.1, 0.2), (0.2, -0.1)])
def test_shares_that_do_not_fit_are_refused(warm_up, flat):
    with pytest.raises(ValueError, match="together below 1"):
        rates(4, warmup=warm_up, flat=flat)
