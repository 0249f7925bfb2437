"""Fan-in, fan-out and gain."""

import pytest
import torch

from dlbook.scratch.init import calculate_gain, fan_in_and_fan_out
from tests.scratch.init.statistics import empty


@pytest.mark.parametrize("shape", [(3, 5), (3, 5, 7), (8, 5, 2, 3), (1, 1)])
def test_fans_are_torchs(shape):
    expected = torch.nn.init._calculate_fan_in_and_fan_out(torch.empty(shape))
    assert fan_in_and_fan_out(empty(*shape)) == expected


@pytest.mark.parametrize("shape", [(3,), (), (0, 4), (4, 0)])
def test_what_has_no_fan_is_refused(shape):
    with pytest.raises(ValueError, match="needs at least the axes") as error:
        fan_in_and_fan_out(empty(*shape))
    assert str(shape) in str(error.value)


@pytest.mark.parametrize("name", ["linear", "sigmoid", "tanh", "relu", "leaky_relu", "selu"])
def test_gains_are_torchs(name):
    assert calculate_gain(name) == torch.nn.init.calculate_gain(name)


def test_gain_of_a_slope():
    assert calculate_gain("leaky_relu", 0.2) == torch.nn.init.calculate_gain("leaky_relu", 0.2)
    assert calculate_gain("leaky_relu", 0) == calculate_gain("relu")
    assert calculate_gain("leaky_relu", 1) == 1


def test_an_unknown_activation_is_refused():
    with pytest.raises(ValueError, match=r"expected one of .*'relu'.* got 'mish'"):
        calculate_gain("mish")
