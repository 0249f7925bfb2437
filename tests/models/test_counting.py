"""Parameters and operations, against counts by hand."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from dlbook.models import count_operations, count_parameters


def test_a_shared_parameter_counts_once_and_a_frozen_one_not():
    a, b = nn.Linear(3, 5), nn.Linear(3, 5)
    assert count_parameters(nn.Sequential(a, b)) == 2 * (15 + 5)
    b.weight = a.weight
    assert count_parameters(nn.Sequential(a, b)) == 15 + 5 + 5
    a.bias.requires_grad_(False)
    assert count_parameters(nn.Sequential(a, b)) == 15 + 5


@pytest.mark.parametrize(
    ("layer", "shape", "operations"),
    [
        (nn.Linear(3, 5), (3,), 15),
        (nn.Linear(3, 5), (7, 3), 7 * 15),
        (nn.Conv2d(2, 3, 5), (2, 9, 8), 3 * (5 * 4) * (2 * 5 * 5)),
        (nn.Conv2d(2, 3, 5, stride=2, padding=2), (2, 9, 8), 3 * (5 * 4) * (2 * 25)),
        (nn.Conv2d(4, 6, 3, groups=2), (4, 5, 6), 6 * (3 * 4) * (2 * 9)),
        (nn.ConvTranspose2d(2, 3, 4, stride=2, padding=1), (2, 5, 4), (5 * 4) * 2 * 3 * 16),
        (nn.Sequential(nn.Conv2d(1, 2, 1), nn.ReLU(), nn.BatchNorm2d(2)), (1, 3, 5), 15 * 2),
    ],
)
def test_operations_are_counted_by_hand(layer, shape, operations):
    assert count_operations(layer, *shape) == operations


def test_a_layer_used_twice_counts_twice():
    layer = nn.Linear(3, 3)
    assert count_operations(nn.Sequential(layer, layer), 3) == 2 * 9


def test_the_model_is_left_as_it_was():
    model = nn.Sequential(nn.BatchNorm2d(2), nn.Conv2d(2, 3, 1)).train()
    before = {name: value.clone() for name, value in model.state_dict().items()}
    count_operations(model, 2, 4, 4)
    assert model.training
    assert not model[1]._forward_hooks
    for name, value in model.state_dict().items():
        assert value.device.type == "cpu"
        assert torch.equal(value, before[name])
