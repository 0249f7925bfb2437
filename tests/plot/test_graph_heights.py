from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from dlbook.plot.graph_heights import _spread, heights
from dlbook.plot.graph_layout import Layout, arrange

GAP = 3.0


def overlaps(layout: Layout, y: np.ndarray, height: np.ndarray) -> list[tuple[int, int]]:
    """Items of a column that are nearer than the gap, or out of order."""
    return [
        (a, b)
        for column in layout.columns
        for a, b in pairwise(column)
        if y[a] - y[b] < (height[a] + height[b]) / 2 + GAP - 1e-9
    ]


@pytest.fixture
def layout():
    return arrange([(), (), (0, 1), (0,), (2, 3), (), (4, 5), (0, 1), (6, 7)])


def test_no_boxes_overlap(layout, rng):
    height = rng.uniform(2, 9, sum(map(len, layout.columns)))
    y = heights(layout, height, GAP)
    assert overlaps(layout, y, height) == []
    assert overlaps(layout, y, height + 1)  # the check sees larger boxes overlap
    assert overlaps(layout, -y, height)


def test_a_chain_is_straight():
    layout = arrange([(), (0,), (1,), (2,)])
    assert heights(layout, np.full(4, 5.0), GAP) == pytest.approx(0)


def test_leaves_make_way_for_the_chain_of_results():
    # x -> exp -> + b -> exp: the chain keeps one height, b steps aside.
    layout = arrange([(), (0,), (), (1, 2), (3,)])
    y = heights(layout, np.full(5, 5.0), GAP)
    assert abs(y[1] - y[3]) < 0.3 * abs(y[2] - y[3])


def test_a_node_without_neighbors_has_a_place():
    layout = arrange([(), ()])
    assert sorted(heights(layout, np.full(2, 5.0), GAP)) == pytest.approx([-4, 4])


def test_places_are_the_nearest_that_keep_their_distance():
    # Two boxes want the same place: the firmer one yields a third as much.
    y = _spread(np.array([0.0, 0.0]), np.array([3.0, 1.0]), [0, 1], [5.0, 5.0], GAP)
    assert y == pytest.approx([2.0, -6.0])


def test_places_that_keep_their_distance_are_kept():
    wish = np.array([20.0, 4.0, -7.0])
    assert _spread(wish, np.ones(3), [0, 1, 2], [5.0] * 3, GAP) == pytest.approx(wish)
