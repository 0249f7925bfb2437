"""Step decay."""

import pytest
from torch.optim import lr_scheduler

from dlbook.scratch import optim
from tests.scratch.optim.schedules.parity import assert_same_rates


@pytest.mark.parametrize(("step_size", "gamma"), [(1, 0.9), (7, 0.1), (3, 0.5)])
def test_every_step_is_torchs(step_size, gamma):
    assert_same_rates(
        lambda o: optim.StepLR(o, step_size, gamma),
        lambda o: lr_scheduler.StepLR(o, step_size, gamma),
        steps=30,
    )
