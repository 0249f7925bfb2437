"""The multilayer perceptron: its formula by hand, its layers, its errors."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from dlbook.models import mlp
from tests.models.checks import example


def test_it_is_the_formula():
    x, _ = example(7, 3, 2)
    model = mlp(6, 11, 5)
    (W1, b1, W2, b2) = model.parameters()
    h = torch.relu(x.reshape(7, 6) @ W1.T + b1)
    torch.testing.assert_close(model(x), h @ W2.T + b2)


def test_layers_and_activations_alternate():
    kinds = [type(layer) for layer in mlp(6, 11, 7, 5, activation=nn.Tanh)]
    assert kinds == [nn.Flatten, nn.Linear, nn.Tanh, nn.Linear, nn.Tanh, nn.Linear]
    assert [type(layer) for layer in mlp(6, 5)] == [nn.Flatten, nn.Linear]


@pytest.mark.parametrize("widths", [(), (5,)])
def test_too_few_widths_are_refused(widths):
    with pytest.raises(ValueError, match="inputs and outputs"):
        mlp(*widths)
