"""The comparison with torch fails on wrong layers."""

import numpy as np
import pytest
import torch

from dlbook.scratch import Tensor
from dlbook.scratch.layers import Linear
from tests.scratch.layers.parity import assert_layer_matches, assert_same


class _SlightlyWrong(Linear):
    """Its output is right to one part in a thousand."""

    def forward(self, input):
        return super().forward(input) * 1.001


class _WrongBackward(Linear):
    """Its output is right; no gradient reaches the input."""

    def forward(self, input):
        return super().forward(input.detach())


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [(_SlightlyWrong, "output 0"), (_WrongBackward, "gradient of input")],
)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_wrong_layer_is_caught(wrong, complaint, dtype):
    rng = np.random.default_rng(0)
    x = rng.standard_normal((5, 3)).astype(dtype)
    with pytest.raises((AssertionError, TypeError), match=complaint):
        assert_layer_matches(wrong(3, 4, rng=rng), torch.nn.Linear(3, 4), x, rng=rng)


def test_nothing_is_close_to_zeros():
    with pytest.raises(AssertionError, match="tests nothing"):
        assert_same(np.zeros(3), np.zeros(3), "zeros")


@pytest.mark.parametrize(
    ("mine", "complaint"),
    [
        (np.ones(3), "shape"),
        (np.ones((3, 1), np.float32), "dtype"),
        (np.full((3, 1), 2.0), "off"),
    ],
)
def test_shape_dtype_and_values_are_compared(mine, complaint):
    with pytest.raises(AssertionError, match=complaint):
        assert_same(mine, np.ones((3, 1)), "x")


def test_a_tensor_and_its_value_compare_equal():
    assert_same(Tensor([1.0, 2.0]), torch.tensor([1.0, 2.0]), "x")
