"""Gradient descent, with momentum."""

import numpy as np
import pytest
import torch

from dlbook.scratch import Tensor, optim
from tests.scratch.optim.hundred_steps import assert_same_steps

SETTINGS = [
    {},
    {"momentum": 0.9},
    {"momentum": 0.9, "dampening": 0.3},
    {"momentum": 0.8, "nesterov": True},
    {"weight_decay": 0.1},
    {"momentum": 0.9, "weight_decay": 0.1, "nesterov": True},
]


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_every_step_is_torchs(dtype, settings):
    assert_same_steps(
        lambda p: optim.SGD(p, lr=0.05, **settings),
        lambda p: torch.optim.SGD(p, lr=0.05, **settings),
        dtype,
    )


def test_worked_by_hand():
    p = Tensor([1.0], requires_grad=True)
    sgd = optim.SGD([p], lr=0.5, momentum=0.5)
    for grad, expected in ((1.0, 0.5), (1.0, -0.25), (0.0, -0.625)):  # velocities 1, 1.5, 0.75
        p.grad = np.array([grad], np.float32)
        sgd.step()
        assert p.data.tolist() == [expected]


def test_the_gradient_itself_is_left_as_it_was():
    p = Tensor([1.0], requires_grad=True)
    p.grad = np.array([3.0], np.float32)
    sgd = optim.SGD([p], lr=0.5, momentum=0.5, weight_decay=0.5)
    sgd.step()
    sgd.step()
    assert p.grad.tolist() == [3.0]
