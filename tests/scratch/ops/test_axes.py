"""Axes are checked, counted and summed over."""

from __future__ import annotations

import numpy as np
import pytest

from dlbook.scratch.ops.axes import (
    checked_axes,
    count_entries,
    dot_rows,
    largest_along,
    sum_along,
    sum_rows,
)


@pytest.mark.parametrize(
    ("axis", "axes"),
    [(None, (0, 1, 2)), (0, (0,)), (-1, (2,)), ((0, -1), (0, 2)), ([1], (1,)), ((), ())],
)
def test_axes_count_from_zero(axis, axes):
    assert checked_axes("op", axis, (3, 4, 5)) == axes
    assert checked_axes("op", -3, (3, 4, 5)) == (0,)


@pytest.mark.parametrize("axis", [2, -3, (0, 2)])
def test_an_axis_that_is_not_there_is_named(axis):
    with pytest.raises(ValueError, match=r"op: shape \(3, 4\) has 2 axes, so axis .* is none"):
        checked_axes("op", axis, (3, 4))


def test_an_axis_named_twice_is_refused():
    with pytest.raises(ValueError, match=r"op: axis \(1, -1\) names an axis of shape \(3, 4\)"):
        checked_axes("op", (1, -1), (3, 4))


def test_counting():
    assert count_entries("op", (3, 4, 5), (0, 2)) == 15
    assert count_entries("op", (), ()) == 1
    assert count_entries("op", (0, 0), (1,)) == 0  # nothing in, nothing out
    with pytest.raises(ValueError, match=r"op: there are no entries along axis \(1,\)"):
        count_entries("op", (3, 0), (1,))
    with pytest.raises(ValueError, match=r"op: there are no entries along axis \(0,\)"):
        count_entries("op", (0,), (0,))


@pytest.mark.parametrize("shape", [(7, 5), (2, 3, 5), (5,), (3, 0), (2, 3, 1025)])
def test_row_sums(shape, rng):
    x = rng.standard_normal(shape)
    np.testing.assert_allclose(sum_rows(x), x.sum(-1, keepdims=True), rtol=1e-11, atol=1e-12)


def test_long_rows_are_summed_in_pairs():
    # One after another, ones stop counting in float32 at 2**24; here the
    # error would already show.
    x = np.full((2, 100_000), 0.1, np.float32)
    np.testing.assert_allclose(sum_rows(x), np.full((2, 1), 10_000), rtol=1e-6)


@pytest.mark.parametrize("shape", [(7, 5), (3, 0), (2, 1025)])
def test_row_products(shape, rng):
    x, y = rng.standard_normal((2, *shape))
    expected = (x * y).sum(-1, keepdims=True)
    np.testing.assert_allclose(dot_rows(x, y), expected, rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize("axis", [0, 1, 2, -1])
def test_the_largest_along_an_axis_keeps_it(axis, rng):
    x = rng.standard_normal((3, 4, 5))
    np.testing.assert_array_equal(largest_along(x, axis), x.max(axis, keepdims=True))


def test_of_nothing_the_largest_is_minus_infinity():
    np.testing.assert_array_equal(largest_along(np.ones((2, 0)), 1), [[-np.inf], [-np.inf]])
    np.testing.assert_array_equal(largest_along(np.ones((0, 2)), 0), [[-np.inf, -np.inf]])
    assert largest_along(np.ones((0, 2)), 1).shape == (0, 1)


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_sums_along_an_axis_keep_it(axis, rng):
    x = rng.standard_normal((3, 4, 5))
    np.testing.assert_allclose(sum_along(x, axis), x.sum(axis, keepdims=True), rtol=1e-11)
