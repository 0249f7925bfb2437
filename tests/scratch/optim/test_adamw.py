"""AdamW."""

import numpy as np
import pytest
import torch

from dlbook.scratch import Tensor, optim
from tests.scratch.optim.hundred_steps import assert_same_steps


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("settings", [{}, {"betas": (0.5, 0.7), "weight_decay": 0.5}], ids=str)
def test_every_step_is_torchs(dtype, settings):
    assert_same_steps(
        lambda p: optim.AdamW(p, lr=0.03, **settings),
        lambda p: torch.optim.AdamW(p, lr=0.03, **settings),
        dtype,
    )


def test_the_decay_does_not_pass_through_adams_division():
    p = Tensor([4.0], requires_grad=True)
    p.grad = np.array([0.0], np.float32)
    optim.AdamW([p], lr=0.5, weight_decay=0.5).step()
    assert p.data.tolist() == [3.0]  # (1 - 0.25) * 4
