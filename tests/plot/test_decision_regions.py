from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from dlbook.plot import plot_decision_regions
from dlbook.plot.decision_regions import COLORS


@pytest.fixture
def data(rng):
    X = rng.standard_normal((23, 2)) * [1.0, 5.0]
    return X, (X[:, 1] > 0).astype(int)


def said_at(ax, x: float, y: float) -> int:
    """The class whose shade lies at a point."""
    mesh = ax.collections[0]
    corners = mesh.get_coordinates()
    column = np.searchsorted(corners[0, :, 0], x) - 1
    row = np.searchsorted(corners[:, 0, 1], y) - 1
    return int(mesh.get_array()[row, column])


def points_of(ax) -> dict[str, np.ndarray]:
    return {
        c.get_label(): np.asarray(c.get_offsets())
        for c in ax.collections
        if len(c.get_offsets()) > 1
    }


def test_every_example_is_drawn_with_its_class(ax, data):
    X, y = data
    assert plot_decision_regions(lambda P: (P[:, 1] > 0).astype(int), X, y, ax=ax) is ax
    drawn = points_of(ax)
    assert_array_equal(drawn["class 0"], X[y == 0])
    assert_array_equal(drawn["class 1"], X[y == 1])
    with pytest.raises(AssertionError):
        assert_array_equal(drawn["class 0"], X[: (y == 0).sum()])


def test_the_shade_is_what_the_classifier_says_there(ax, data):
    # The boundary depends on one axis only: exchanged axes would be seen.
    plot_decision_regions(lambda P: np.where(P[:, 1] > 2, 3, 1), *data, ax=ax)
    assert said_at(ax, 0.0, 3.0) == 3
    assert said_at(ax, 0.0, 1.0) == 1
    assert said_at(ax, 1.0, -3.0) == 1


def test_the_shade_of_a_class_is_a_paler_color_of_its_points(ax, data):
    plot_decision_regions(lambda P: np.zeros(len(P), int), *data, ax=ax)
    shade = np.array(ax.collections[0].to_rgba(0)[:3])
    assert np.argmax(shade) == 2  # class 0 is blue
    assert shade.min() > 0.7


def test_a_score_is_shaded_by_its_sign_with_the_boundary_at_zero(ax, data):
    plot_decision_regions(lambda P: P[:, 1] - 2, *data, ax=ax)
    shade, boundary = ax.collections[:2]
    assert_array_equal(boundary.levels, [0])
    assert np.vstack([p.vertices for p in boundary.get_paths()])[:, 1] == pytest.approx(
        2, abs=0.1
    )
    positive, negative = shade.cmap(1.0), shade.cmap(0.0)
    assert positive[0] > positive[2]  # class 1 is vermilion
    assert negative[2] > negative[0]


def test_a_score_of_one_sign_has_no_boundary(ax, data):
    plot_decision_regions(lambda P: np.ones(len(P)), *data, ax=ax)
    assert not any(getattr(c, "levels", [1])[0] == 0 for c in ax.collections)


def test_the_grid_covers_every_example(ax, data):
    X, y = data
    plot_decision_regions(lambda P: np.zeros(len(P), int), X, y, ax=ax)
    low, high = np.array([ax.get_xlim(), ax.get_ylim()]).T
    assert (low < X.min(axis=0)).all()
    assert (high > X.max(axis=0)).all()


def test_truth_values_are_classes(ax, data):
    X, y = data
    plot_decision_regions(lambda P: P[:, 1] > 0, X, y.astype(bool), ax=ax)
    assert said_at(ax, 0.0, 3.0) == 1


@pytest.mark.parametrize(
    ("X", "y", "message"),
    [
        (np.zeros((5, 3)), np.zeros(5, int), r"\(N, 2\).*\(5, 3\)"),
        (np.zeros((5, 2)), np.zeros(4, int), r"\(5, 2\) and \(4,\)"),
        (np.zeros((0, 2)), np.zeros(0, int), r"\(0, 2\)"),
        (np.zeros((5, 2)), np.zeros(5), "integers, got float64"),
        (np.zeros((5, 2)), np.full(5, -1), r"y: classes must lie in 0 \.\. 6, got -1"),
        (np.zeros((5, 2)), np.full(5, len(COLORS)), r"got 7 \.\. 7"),
    ],
)
def test_examples_that_do_not_fit_are_named(ax, X, y, message):
    with pytest.raises(ValueError, match=message):
        plot_decision_regions(lambda P: np.zeros(len(P), int), X, y, ax=ax)


@pytest.mark.parametrize(
    ("predict", "message"),
    [
        (lambda P: np.zeros((len(P), 2)), r"must return shape \(40000,\), got \(40000, 2\)"),
        (lambda P: np.full(len(P), 9), r"predict_fn: classes must lie in 0 \.\. 6, got 9"),
    ],
)
def test_predictions_that_do_not_fit_are_named(ax, data, predict, message):
    with pytest.raises(ValueError, match=message):
        plot_decision_regions(predict, *data, ax=ax)
