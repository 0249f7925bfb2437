"""The small networks: shapes, learning, the same on a GPU."""

from __future__ import annotations

import pytest
import torch

from dlbook.models import count_parameters
from dlbook.models.cnn import conv_net, residual_net, strided_net
from dlbook.models.cnn.small import Residual
from tests.models.checks import GAP, device_gap, example, overfit


@pytest.mark.parametrize("size", [(28, 28), (32, 24)])
def test_any_size_gives_logits(size):
    assert conv_net(1, classes=7)(torch.zeros(3, 1, *size)).shape == (3, 7)
    assert residual_net(2, classes=7)(torch.zeros(3, 2, *size)).shape == (3, 7)
    assert strided_net(2, classes=7)(torch.zeros(3, 2, *size)).shape == (3, 7)


def test_parameters_by_hand():
    blocks = 9 * (16 + 16 * 32 + 32 * 64) + 2 * (16 + 32 + 64)
    residual = sum(2 * (9 * width**2 + 2 * width) for width in (32, 64))
    head = 64 * 10 + 10
    assert count_parameters(conv_net(1)) == blocks + head
    assert count_parameters(residual_net(1, (16, 32, 64))) == blocks + residual + head
    assert count_parameters(strided_net(1)) == blocks + 16 * 16 + 16 * 64 * 10 + 10


def test_there_is_a_way_around():
    x, layer = torch.randn(3, 8, 5, 4), Residual(8).eval()
    assert (layer(x) - x).abs().max() > 0.01
    torch.nn.init.zeros_(layer.branch[-2].weight)
    torch.nn.init.zeros_(layer.branch[-2].bias)
    torch.testing.assert_close(layer(x), x)


@pytest.mark.parametrize("build", [conv_net, residual_net, strided_net])
def test_it_learns(build):
    x, y = example(16, 3, 16, 16)
    assert overfit(build(3), x, y, steps=50) < 0.1


@pytest.mark.gpu
@pytest.mark.parametrize("build", [conv_net, residual_net, strided_net])
def test_cpu_and_gpu_agree(build):
    x, _ = example(5, 3, 32, 32)
    assert device_gap(build(3), x) < GAP
