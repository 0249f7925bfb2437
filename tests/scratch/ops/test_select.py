"""Choosing between values: ties, borders, NaN on the side not taken, wrong calls."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from dlbook.scratch import Tensor, clip, maximum, minimum, where
from tests.scratch.parity import assert_parity


def leaf(*values: float) -> Tensor:
    return Tensor(list(values), requires_grad=True)


def test_where_takes_and_gives_back_entry_by_entry():
    a, b = leaf(1.0, 2.0, 3.0), leaf(10.0)
    out = where(np.array([True, False, True]), a, b)
    np.testing.assert_array_equal(out.data, [1, 10, 3])
    out.backward([1, 2, 4])
    np.testing.assert_array_equal(a.grad, [1, 0, 4])
    np.testing.assert_array_equal(b.grad, [2])


def test_where_keeps_nan_of_the_other_side_away():
    a, b = leaf(np.nan, 4.0), leaf(5.0, np.nan)
    out = where(np.array([False, True]), a, b)
    np.testing.assert_array_equal(out.data, [5, 4])
    out.backward([np.nan, 1])
    np.testing.assert_array_equal(a.grad, [0, 1])
    np.testing.assert_array_equal(b.grad, [np.nan, 0])


def test_where_takes_tensors_as_condition_and_numbers_as_values():
    x = leaf(-1.0, 2.0)
    np.testing.assert_array_equal(where(x > 0, x, 0).data, [0, 2])
    assert where(x > 0, x, 0).dtype == np.float32


def test_where_wants_a_boolean_condition_and_shapes_that_fit():
    with pytest.raises(
        TypeError, match=r"where: the condition must be boolean, got float32: .*!="
    ):
        where(leaf(1.0), 1.0, 2.0)
    with pytest.raises(ValueError, match=r"where: shapes \(2,\) and \(3,\) and \(\)"):
        where(np.array([True, False]), leaf(1.0, 2.0, 3.0), 0.0)


def test_the_border_of_clip_belongs_to_the_inside(rng):
    points = np.array([-1.0, -0.5, 0.0, 0.5, 1.0])
    assert_parity(lambda x: x.clip(-0.5, 0.5), lambda x: x.clip(-0.5, 0.5), points, rng=rng)


def test_clip_keeps_the_dtype_and_wants_a_border():
    assert clip(leaf(1.0), np.float64(0.5)).dtype == np.float32
    assert clip(Tensor(np.array([1, 5])), max=3).dtype == np.int64
    with pytest.raises(ValueError, match="clip: give min, max or both"):
        clip(leaf(1.0))


@pytest.mark.parametrize(
    ("ours", "theirs"), [(maximum, torch.maximum), (minimum, torch.minimum)]
)
def test_ties_share_the_gradient(ours, theirs, rng):
    ties = rng.integers(0, 2, (3, 4)).astype(float)
    assert_parity(ours, theirs, ties, ties.T.reshape(3, 4).copy(), rng=rng)


@pytest.mark.parametrize("op", [maximum, minimum])
def test_numbers_and_shapes(op):
    assert op(leaf(1.0), 2).dtype == np.float32
    np.testing.assert_array_equal(
        op(np.array([0.0, 2.0]), leaf(1.0)).data, op(1.0, [0.0, 2.0]).data
    )
    with pytest.raises(ValueError, match=rf"{op.__name__}: shapes \(2,\) and \(3,\)"):
        op(leaf(1.0, 2.0), leaf(1.0, 2.0, 3.0))
