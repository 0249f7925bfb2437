"""One cycle."""

import pytest
from torch.optim import lr_scheduler

from dlbook.scratch import optim
from tests.scratch.optim.schedules.parity import assert_same_rates, mine_and_torchs

SETTINGS = [
    {},
    {"pct_start": 0.2, "div_factor": 5, "final_div_factor": 100},
    {"pct_start": 0.37},
    {"pct_start": 0.0},
    {"pct_start": 1.0},
]


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
@pytest.mark.parametrize("anneal_strategy", ["cos", "linear"])
def test_every_step_is_torchs(settings, anneal_strategy):
    def torchs(optimizer):
        return lr_scheduler.OneCycleLR(
            optimizer,
            0.5,
            40,
            anneal_strategy=anneal_strategy,
            cycle_momentum=False,
            **settings,
        )

    assert_same_rates(
        lambda o: optim.OneCycleLR(o, 0.5, 40, anneal_strategy=anneal_strategy, **settings),
        torchs,
        steps=39,
    )


def test_known_points_and_the_end():
    cycle = optim.OneCycleLR(mine_and_torchs()[0], max_lr=0.5, total_steps=10, pct_start=0.5)
    assert cycle.rate(0) == pytest.approx(0.5 / 25)
    assert cycle.rate(4) == pytest.approx(0.5)
    assert cycle.rate(9) == pytest.approx(0.5 / 25 / 1e4)
    assert cycle.rate(10) == cycle.rate(9)  # set after the last step, and never used
    with pytest.raises(ValueError, match="step 11 of a cycle of 10"):
        cycle.rate(11)


def test_a_cycle_that_only_rises_ends_at_its_peak():
    cycle = optim.OneCycleLR(mine_and_torchs()[0], 0.5, total_steps=10, pct_start=1.0)
    assert cycle.rate(9) == pytest.approx(0.5)


@pytest.mark.parametrize("settings", [{"pct_start": 1.2}, {"pct_start": -0.1}])
def test_a_share_out_of_range_is_refused(settings):
    with pytest.raises(ValueError, match="between 0 and 1"):
        optim.OneCycleLR(mine_and_torchs()[0], 0.5, 40, **settings)


def test_an_unknown_form_is_refused():
    with pytest.raises(ValueError, match=r"one of \['cos', 'linear'\], got 'exp'"):
        optim.OneCycleLR(mine_and_torchs()[0], 0.5, 40, anneal_strategy="exp")
