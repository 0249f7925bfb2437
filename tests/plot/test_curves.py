from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from dlbook.plot import plot_curves


def test_the_axes_are_returned_with_their_names(ax):
    assert plot_curves({"a": [1.0, 2.0]}, ax=ax, xlabel="step", ylabel="loss") is ax
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("step", "loss")


@pytest.mark.parametrize(
    ("curve", "x", "y"),
    [
        ([3.0, 1.0, 2.0], [0, 1, 2], [3, 1, 2]),
        (([5.0, 7.0, 8.0], [3.0, 1.0, 2.0]), [5, 7, 8], [3, 1, 2]),  # a pair is x and y
        (np.array([[1.0, 2.0], [3.0, 6.0]]), [0, 1], [2, 4]),  # two runs are no pair
    ],
)
def test_a_curve_is_drawn_over_its_steps(ax, curve, x, y):
    plot_curves({"loss": curve}, ax=ax)
    assert_array_equal(ax.lines[0].get_xdata(), x)
    assert_array_equal(ax.lines[0].get_ydata(), y)


def test_runs_become_their_median_in_a_band_from_least_to_greatest(ax):
    runs = np.array([[1.0, 5.0], [3.0, 4.0], [9.0, 0.0]])
    plot_curves({"loss": ([10.0, 20.0], runs)}, ax=ax)
    assert_array_equal(ax.lines[0].get_ydata(), [3.0, 4.0])  # the means are 4.33 and 3
    (band,) = ax.collections
    corners = {tuple(p) for p in band.get_paths()[0].vertices}
    assert corners == {(10.0, 1.0), (10.0, 9.0), (20.0, 0.0), (20.0, 5.0)}


def test_curves_differ_in_color_and_in_style(ax, rng):
    plot_curves({name: rng.random(5) for name in "abcdefg"}, ax=ax)
    assert len({line.get_color() for line in ax.lines}) == 7
    assert len({str(line._dash_pattern) for line in ax.lines}) == 7


def test_several_curves_are_named_and_a_single_one_is_not(ax, rng):
    plot_curves({"only": rng.random(5)}, ax=ax)
    assert ax.get_legend() is None
    plot_curves({"train": rng.random(5), "test": rng.random(5)}, ax=ax)
    assert [t.get_text() for t in ax.get_legend().texts][-2:] == ["train", "test"]


@pytest.mark.parametrize(
    ("curves", "message"),
    [
        ({}, "no curves"),
        (np.zeros(3), "mapping from names"),
        ({"a": np.zeros((2, 3, 4))}, r"'a'.*\(steps,\) or \(runs, steps\).*\(2, 3, 4\)"),
        ({"a": []}, r"'a'.*shape \(0,\)"),
        ({"a": (np.zeros(3), np.zeros(4))}, r"'a': x has shape \(3,\) and y \(4,\)"),
        ({"a": (np.zeros((2, 4)), np.zeros((2, 4)))}, r"'a': x has shape \(2, 4\)"),
    ],
)
def test_what_does_not_fit_is_named(ax, curves, message):
    with pytest.raises((ValueError, TypeError), match=message):
        plot_curves(curves, ax=ax)
