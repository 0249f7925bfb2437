"""Warm-up."""

import pytest
from torch.optim import lr_scheduler

from dlbook.scratch import optim
from tests.scratch.optim.schedules.parity import assert_same_rates, mine_and_torchs


@pytest.mark.parametrize(
    "settings", [(1 / 3, 1.0, 5), (0.01, 1.0, 20), (1.0, 0.0, 9), (0.5, 0.8, 1)]
)
def test_every_step_is_torchs(settings):
    assert_same_rates(
        lambda o: optim.LinearLR(o, *settings),
        lambda o: lr_scheduler.LinearLR(o, *settings),
        steps=30,
    )


@pytest.mark.parametrize("name", ["start_factor", "end_factor"])
@pytest.mark.parametrize("factor", [-0.1, 1.1])
def test_factors_out_of_range_are_refused(name, factor):
    with pytest.raises(ValueError, match=f"{name} must lie between 0 and 1, got {factor}"):
        optim.LinearLR(mine_and_torchs()[0], **{name: factor})
