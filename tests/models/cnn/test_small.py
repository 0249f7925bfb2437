"""The small networks: shapes, learning, the same on a GPU."""

from __future__ import annotations

import pytest
import torch

from dlbook.models import count_parameters
from dlbook.models.cnn import conv_net, small_resnet
from tests.models.checks import GAP, device_gap, example, overfit


@pytest.mark.parametrize("size", [(28, 28), (32, 24)])
def test_any_size_gives_logits(size):
    assert conv_net(1, classes=7)(torch.zeros(3, 1, *size)).shape == (3, 7)
    assert small_resnet(2, classes=7)(torch.zeros(3, 2, *size)).shape == (3, 7)


def test_parameters_by_hand():
    convolutions = 9 * (16 + 16 * 32 + 32 * 64)
    assert count_parameters(conv_net(1)) == convolutions + 2 * (16 + 32 + 64) + 64 * 10 + 10


@pytest.mark.parametrize("build", [conv_net, small_resnet])
def test_it_learns(build):
    x, y = example(16, 3, 16, 16)
    assert overfit(build(3), x, y, steps=50) < 0.1


@pytest.mark.gpu
@pytest.mark.parametrize("build", [conv_net, small_resnet])
def test_cpu_and_gpu_agree(build):
    x, _ = example(5, 3, 32, 32)
    assert device_gap(build(3), x) < GAP
