"""LeNet-5 has the shapes of figure 2, learns, and is the same on a GPU."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from dlbook.models import count_operations, count_parameters
from dlbook.models.cnn import lenet5
from tests.models.checks import GAP, device_gap, example, overfit


def test_parameters_layer_by_layer():
    sizes = [sum(p.numel() for p in layer.parameters()) for layer in lenet5()]
    assert [n for n in sizes if n] == [156, 2_416, 48_120, 10_164, 850]
    assert count_parameters(lenet5()) == 61_706


def test_feature_maps_have_the_sizes_of_the_paper():
    x, _ = example(2, 1, 28, 28)
    shapes = []
    for layer in lenet5():
        x = layer(x)
        if isinstance(layer, nn.Conv2d | nn.AvgPool2d):
            shapes.append(tuple(x.shape[1:]))
    assert shapes == [(6, 28, 28), (6, 14, 14), (16, 10, 10), (16, 5, 5)]


def test_operations_by_hand():
    convolutions = 28 * 28 * 6 * 25 + 10 * 10 * 16 * 6 * 25
    assert (
        count_operations(lenet5(), 1, 28, 28) == convolutions + 400 * 120 + 120 * 84 + 84 * 10
    )


def test_the_activation_can_be_chosen():
    assert not [layer for layer in lenet5(activation=nn.ReLU) if isinstance(layer, nn.Tanh)]
    assert lenet5(classes=7)(torch.zeros(3, 1, 28, 28)).shape == (3, 7)


def test_it_learns():
    x, y = example(16, 1, 28, 28)
    assert overfit(lenet5(), x, y, steps=60, lr=3e-3) < 0.1


@pytest.mark.gpu
def test_cpu_and_gpu_agree():
    x, _ = example(5, 1, 28, 28)
    assert device_gap(lenet5(), x) < GAP
