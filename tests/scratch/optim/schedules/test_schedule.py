"""What all schedules share."""

import pytest
from torch.optim import lr_scheduler

from dlbook.scratch import optim
from tests.scratch.optim.schedules.parity import BASE_LR, assert_same_rates, mine_and_torchs


class _SlightlyLate(optim.StepLR):
    def rate(self, step):
        return super().rate(step - 1 if step else 0)


def test_a_wrong_schedule_is_caught():
    with pytest.raises(AssertionError, match="step 4"):
        assert_same_rates(
            lambda o: _SlightlyLate(o, 4), lambda o: lr_scheduler.StepLR(o, 4), steps=10
        )
    with pytest.raises(AssertionError, match="never changed"):
        assert_same_rates(
            lambda o: optim.StepLR(o, 40), lambda o: lr_scheduler.StepLR(o, 40), steps=10
        )


def test_what_is_no_optimizer_is_refused():
    with pytest.raises(TypeError, match="StepLR needs an Optimizer, got float"):
        optim.StepLR(0.1, 5)


def test_the_base_class_has_no_formula():
    with pytest.raises(NotImplementedError, match="Schedule has no rate"):
        optim.Schedule(mine_and_torchs()[0])


def test_the_base_rate_is_that_of_the_optimizers_making():
    sgd, _ = mine_and_torchs()
    optim.LinearLR(sgd, start_factor=0.5)
    assert sgd.lr == BASE_LR / 2
    assert optim.StepLR(sgd, 3).base_lr == BASE_LR


def test_each_step_sets_the_rate_of_the_next():
    sgd, _ = mine_and_torchs()
    schedule = optim.StepLR(sgd, 1, gamma=0.5)  # a length of one step is long enough
    rates = [sgd.lr]
    for _ in range(3):
        schedule.step()
        rates.append(sgd.lr)
    assert rates == [BASE_LR, BASE_LR / 2, BASE_LR / 4, BASE_LR / 8]
    assert schedule.steps_done == 3


@pytest.mark.parametrize("length", [0, -3, 2.0, None])
@pytest.mark.parametrize(
    "make",
    [
        lambda o, n: optim.StepLR(o, n),
        lambda o, n: optim.CosineAnnealingLR(o, n),
        lambda o, n: optim.LinearLR(o, total_iters=n),
        lambda o, n: optim.OneCycleLR(o, 0.1, n),
    ],
)
def test_a_length_must_be_a_positive_whole_number(make, length):
    with pytest.raises(ValueError, match=f"positive whole number of steps, got {length}"):
        make(mine_and_torchs()[0], length)
