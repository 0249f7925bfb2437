"""AlexNet has the parameters that follow from the paper."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from dlbook.models import count_operations, count_parameters
from dlbook.models.cnn import alexnet
from tests.models.checks import GAP, device_gap, example


@pytest.fixture
def ghost():
    with torch.device("meta"):
        return alexnet()


def test_parameters_layer_by_layer(ghost):
    sizes = [sum(p.numel() for p in layer.parameters()) for layer in ghost]
    assert [n for n in sizes if n] == [
        *(34_944, 307_456, 885_120, 663_936, 442_624),
        *(37_752_832, 16_781_312, 4_097_000),
    ]
    assert count_parameters(ghost) == 60_965_224


def test_operations(ghost):
    assert round(count_operations(ghost, 3, 227, 227) / 1e6) == 724


def test_the_normalization_is_the_one_of_section_3_3(ghost):
    channels = 7
    x, _ = example(2, channels, 3, 3)
    (layer, _) = [m for m in ghost if isinstance(m, nn.LocalResponseNorm)]
    for i in range(channels):
        near = x[:, max(0, i - 2) : i + 3]
        by_hand = x[:, i] / (2 + 1e-4 * (near**2).sum(dim=1)) ** 0.75
        torch.testing.assert_close(layer(x)[:, i], by_hand)


@pytest.mark.gpu
def test_cpu_and_gpu_agree():
    x, _ = example(2, 3, 227, 227)
    assert device_gap(alexnet(), x) < GAP
