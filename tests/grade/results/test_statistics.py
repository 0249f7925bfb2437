from __future__ import annotations

import numpy as np
import pytest

from dlbook.grade.results.statistics import discrimination, mean_and_spread, reliability

SCORES = np.array([[1, 1, 0], [1, 0, 0], [0, 1, 1], [0, 0, 1], [1, 1, 1.0]])


def test_discrimination_is_the_correlation_with_all_others():
    for place, found in enumerate(discrimination(SCORES)):
        rest = np.delete(SCORES, place, axis=1).sum(axis=1)
        assert found == pytest.approx(np.corrcoef(SCORES[:, place], rest)[0, 1])


def test_an_exercise_that_follows_the_others_discriminates_and_its_opposite_does_not():
    ability = np.linspace(0, 1, 30)
    columns = [(ability > t).astype(float) for t in (0.3, 0.5, 0.7)]
    *_, middle, opposite = discrimination(np.stack([*columns, 1 - columns[1]], axis=1))
    assert middle > 0
    assert opposite < -0.5


def test_reliability_by_hand():
    # Variances of the items 0.3 each, sums 2, 1, 2, 1, 3 with variance 0.7.
    assert reliability(SCORES) == pytest.approx(3 / 2 * (1 - 0.9 / 0.7))
    same = np.repeat(SCORES[:, :1], 4, axis=1)
    assert reliability(same) == pytest.approx(1.0)


def test_rows_that_are_not_complete_are_left_out():
    with_gap = np.vstack([SCORES, [np.nan, 1, 1]])
    assert discrimination(with_gap) == discrimination(SCORES)
    assert reliability(with_gap) == reliability(SCORES)


@pytest.mark.parametrize("shape", [(0, 3), (2, 3), (5, 1), (5, 0), (5, 3)])
def test_where_it_is_not_defined_there_is_no_number(shape):
    scores = np.full(shape, 1 / 3)
    assert discrimination(scores) == [None] * shape[1]
    assert reliability(scores) is None


def test_mean_and_spread():
    assert mean_and_spread(np.array([1.0, 2.0, np.nan])) == (1.5, pytest.approx(0.5**0.5))
    assert mean_and_spread(np.array([3.0])) == (3.0, None)
    assert mean_and_spread(np.array([])) == (None, None)
