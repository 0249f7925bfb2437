"""Columns of a table become inputs that say what they should, and nothing of other rows."""

from __future__ import annotations

import numpy as np
import pytest

from dlbook.data.tables import find_thresholds, one_hot, steps


def test_one_hot_marks_each_code():
    found = one_hot(np.array([[1, 0], [0, 2]]), (2, 3))
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, [[0, 1, 1, 0, 0], [1, 0, 0, 0, 1]])


@pytest.mark.parametrize(
    ("codes", "sizes", "named"),
    [
        (np.array([[0, 3]]), (2, 3), "column 1"),
        (np.array([[-1, 0]]), (2, 3), "column 0"),
        (np.array([[0, 0, 0]]), (2, 3), r"\(1, 3\)"),
        (np.array([0, 0]), (2, 3), r"\(2,\)"),
    ],
)
def test_codes_that_do_not_fit_are_refused(codes, sizes, named):
    with pytest.raises(ValueError, match=named):
        one_hot(codes, sizes)


def test_steps_say_which_thresholds_are_reached():
    found = steps(np.array([[1.0, 5], [2, 4]]), [np.array([2.0]), np.array([1.0, 5])])
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, [[0, 1, 1], [1, 1, 0]])
    with pytest.raises(ValueError, match="2 columns"):
        steps(np.ones((3, 2)), [np.ones(1)])


def test_thresholds_increase_separate_rows_and_are_values_of_the_column():
    numbers = np.random.default_rng(0).normal(size=(500, 3)).round(2)
    for column, thresholds in zip(numbers.T, find_thresholds(numbers, 10), strict=True):
        assert (np.diff(thresholds) > 0).all()
        assert thresholds[0] > column.min()
        assert np.isin(thresholds, column).all()
        assert 10 <= len(thresholds) <= 20


def test_a_column_that_is_nearly_always_zero_gets_thresholds_all_the_same():
    column = np.zeros(1000)
    column[:30] = np.arange(1, 31)
    (thresholds,) = find_thresholds(column[:, None], 10)
    assert len(thresholds) >= 9
    (none,) = find_thresholds(np.ones((5, 1)))
    assert len(none) == 0
