"""Adam."""

import numpy as np
import pytest
import torch

from dlbook.scratch import Tensor, optim
from tests.scratch.optim.hundred_steps import assert_same_steps

SETTINGS = [
    {},
    {"betas": (0.5, 0.7), "eps": 1e-3},
    {"betas": (0.0, 0.0)},
    {"weight_decay": 0.1},
]


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_every_step_is_torchs(dtype, settings):
    assert_same_steps(
        lambda p: optim.Adam(p, lr=0.03, **settings),
        lambda p: torch.optim.Adam(p, lr=0.03, **settings),
        dtype,
    )


def test_the_first_step_has_the_length_of_the_rate_whatever_the_gradient():
    p = Tensor([0.0, 0.0], requires_grad=True)
    p.grad = np.array([1e-3, -1e3], np.float32)
    optim.Adam([p], lr=0.25).step()
    np.testing.assert_allclose(p.data, [-0.25, 0.25], rtol=1e-4)
