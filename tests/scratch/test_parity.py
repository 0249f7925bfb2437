"""The comparison with torch fails on every kind of wrong answer."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from dlbook.scratch.tensor import record
from tests.scratch.parity import assert_parity, draw, integers, positive


def square(x, factor=1.0, slope=2.0, dtype=None):
    out = (x.data * x.data * factor).astype(dtype or x.dtype)
    return record("square", out, (x, lambda grad: slope * grad * x.data))


def test_equal_functions_pass(rng):
    assert_parity(square, torch.square, (3, 4), rng=rng)


def test_a_wrong_forward_is_caught(rng):
    with pytest.raises(AssertionError, match="output"):
        assert_parity(lambda x: square(x, factor=1.001), torch.square, (3, 4), rng=rng)


@pytest.mark.parametrize("slope", [2.002, 1.998, 0.0])
def test_a_wrong_gradient_is_caught(rng, slope):
    with pytest.raises(AssertionError, match="gradient of input 0"):
        assert_parity(lambda x: square(x, slope=slope), torch.square, (3, 4), rng=rng)


def test_a_missing_gradient_is_caught(rng):
    with pytest.raises(AssertionError, match="gradient of input 1: torch has one"):
        assert_parity(lambda x, y: x * y.detach(), lambda x, y: x * y, (3, 4), (3, 4), rng=rng)


def test_a_missing_graph_is_caught(rng):
    with pytest.raises(RuntimeError, match="no gradient flows"):
        assert_parity(lambda x: x.detach(), lambda x: x * 1, (3, 4), rng=rng)


def test_a_graph_too_many_is_caught(rng):
    with pytest.raises(AssertionError):
        assert_parity(lambda x: x * 1, lambda x: x.detach(), (3, 4), rng=rng)


def test_a_wrong_dtype_is_caught(rng):
    with pytest.raises(AssertionError, match="output: float64, torch has float32"):
        assert_parity(lambda x: square(x, dtype=np.float64), torch.square, (3, 4), rng=rng)


def test_a_wrong_shape_is_caught(rng):
    with pytest.raises(AssertionError, match=r"output: shape \(1, 3, 4\)"):
        assert_parity(lambda x: square(x)[None], torch.square, (3, 4), rng=rng)


def test_a_swapped_axis_of_equal_length_is_caught(rng):
    with pytest.raises(AssertionError, match="output"):
        assert_parity(lambda x: square(x).T, torch.square, (4, 4), rng=rng)


def test_specs_give_what_they_say(rng):
    assert draw(rng, (2, 3), np.float32).dtype == np.float32
    assert draw(rng, positive(50)).min() >= 0.5
    counts = draw(rng, integers(3, 50))
    assert counts.dtype.kind == "i"
    assert set(counts) == {0, 1, 2}
    np.testing.assert_array_equal(draw(rng, np.ones(2)), np.ones(2))
