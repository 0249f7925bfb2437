"""The checks of the models find what is wrong."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from dlbook.models import mlp
from tests.models.checks import GAP, device_gap, example, gap, outputs_and_gradients, overfit


def test_a_model_agrees_with_itself():
    x, _ = example(7, 5)
    assert device_gap(mlp(5, 11, 3), x, device="cpu") == 0.0


@pytest.mark.parametrize("place", ["0.weight", "2.bias"])
def test_one_wrong_number_is_found(place):
    model, other = nn.Sequential(*mlp(5, 11, 3)[1:]), nn.Sequential(*mlp(5, 11, 3)[1:])
    other.load_state_dict(model.state_dict())
    with torch.no_grad():
        other.get_parameter(place).flatten()[1] += 0.05
    x, _ = example(7, 5)
    here, there = (outputs_and_gradients(m, (x,), "cpu") for m in (model, other))
    assert gap(here, there) > 3 * GAP


def test_a_wrong_gradient_is_found():
    first = [torch.tensor([1.0, 2.0]), torch.tensor([3.0])]
    assert gap(first, [first[0], torch.tensor([3.03])]) == pytest.approx(0.01, rel=1e-3)


def test_what_cannot_be_told_apart_is_not_learned():
    x, y = example(16, 5)
    assert overfit(mlp(5, 64, 10), x, y, steps=100) < 0.05
    assert overfit(mlp(5, 64, 10), torch.zeros_like(x), y, steps=100) > 1.0
