"""RMSprop."""

import numpy as np
import pytest
import torch

from dlbook.scratch import Tensor, optim
from tests.scratch.optim.hundred_steps import assert_same_steps

SETTINGS = [
    {},
    {"alpha": 0.9, "eps": 1e-3},
    {"momentum": 0.8},
    {"momentum": 0.8, "weight_decay": 0.1},
]


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_every_step_is_torchs(dtype, settings):
    assert_same_steps(
        lambda p: optim.RMSprop(p, lr=0.01, **settings),
        lambda p: torch.optim.RMSprop(p, lr=0.01, **settings),
        dtype,
    )


def test_worked_by_hand():
    p = Tensor([1.0], requires_grad=True)
    p.grad = np.array([2.0], np.float32)
    optim.RMSprop([p], lr=0.5, alpha=0.75, eps=0).step()  # v = 0.25 * 4 = 1
    np.testing.assert_allclose(p.data, [0.0], atol=1e-6)
