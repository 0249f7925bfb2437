"""Padding and windows; receptive fields against the pixels whose gradient is not zero."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from dlbook.functional import ReceptiveField, max_pool2d, receptive_field, windows
from dlbook.models.vision import lenet5


def test_padding_never_is_the_largest():
    assert (max_pool2d(torch.full((1, 1, 2, 2), -3.0), 2, padding=1) == -3).all()


def test_windows_are_a_view():
    x = torch.zeros(1, 1, 5, 5)
    assert windows(x, (3, 3)).data_ptr() == x.data_ptr()


STACKS = {
    "dilated": [nn.Conv2d(1, 1, 3, dilation=2), nn.Conv2d(1, 1, 3, dilation=4)],
    "strided": [nn.Conv2d(1, 1, 5, 2, 2), nn.Conv2d(1, 1, 3, 2, 1), nn.Conv2d(1, 1, 3, 2, 1)],
    "pooled": [nn.Conv2d(1, 1, 3), nn.AvgPool2d(2), nn.Conv2d(1, 1, 4), nn.AvgPool2d(3, 2)],
}


def seen(layers: list[nn.Module], unit: int, side: int = 64) -> range:
    """Return the rows of the image on which a unit depends, from the first to the last."""
    model = nn.Sequential(*layers)
    for p in model.parameters():
        nn.init.ones_(p)
    x = torch.zeros(1, 1, side, side, requires_grad=True)
    model(x)[0, 0, unit, unit].backward()
    rows = x.grad[0, 0].abs().sum(dim=1).nonzero().flatten()
    return range(int(rows[0]), int(rows[-1]) + 1)


@pytest.mark.parametrize("name", STACKS)
def test_the_field_is_where_the_gradient_is(name):
    field = receptive_field(STACKS[name])[-1]
    unit = 4  # away from the border
    assert field.pixels(unit) == seen(STACKS[name], unit)


def test_by_hand():
    fields = receptive_field(STACKS["strided"])
    assert fields == [
        ReceptiveField(5, 2, -2),
        ReceptiveField(9, 4, -4),
        ReceptiveField(17, 8, -8),
    ]
    assert fields[1].pixels(2) == range(4, 13)


def test_layers_without_a_window_are_passed_over():
    sizes = [field.size for field in receptive_field(lenet5().modules())]
    assert sizes == [5, 6, 14, 16]
    assert receptive_field([nn.ReLU()]) == []
