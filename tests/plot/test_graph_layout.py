from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from dlbook.plot.graph_layout import (
    Layout,
    _crossings,
    _spread,
    arrange,
    heights,
    neighbors,
)


def random_graph(rng, nodes: int) -> list[tuple[int, ...]]:
    """Inputs of each node: a third are leaves, the others have one or two inputs."""
    inputs = [()]
    for i in range(1, nodes):
        count = rng.integers(0, 3)
        inputs.append(tuple(int(j) for j in rng.integers(0, i, count)))
    return inputs


def column_of(layout) -> dict[int, int]:
    return {item: c for c, column in enumerate(layout.columns) for item in column}


@pytest.mark.parametrize("seed", range(20))
def test_arrows_go_one_column_to_the_right_at_each_step_and_items_have_one_place(seed):
    inputs = random_graph(np.random.default_rng(seed), 17)
    layout = arrange(inputs)
    column = column_of(layout)
    for route in layout.routes:
        assert [column[b] - column[a] for a, b in pairwise(route)] == [1] * (len(route) - 1)
        assert all(waypoint >= len(inputs) for waypoint in route[1:-1])
    ends = [(route[0], route[-1]) for route in layout.routes]
    assert ends == [(s, node) for node, sources in enumerate(inputs) for s in sources]
    places = sorted(item for column in layout.columns for item in column)
    assert places == list(range(len(places)))


def test_a_leaf_stands_beside_its_only_use():
    # x, w, x*w, b, x*w + b: b belongs in the column of x*w.
    layout = arrange([(), (), (0, 1), (), (2, 3)])
    assert column_of(layout) == {0: 0, 1: 0, 2: 1, 3: 1, 4: 2}


def test_what_is_made_of_leaves_alone_moves_with_them():
    # x, exp(x), w, w.T, exp(exp(x)) ...: w and its transpose stand late.
    layout = arrange([(), (), (1,), (0,), (3,), (4,), (5, 2)])
    column = column_of(layout)
    assert (column[1], column[2]) == (2, 3)


def test_a_shared_leaf_stays_left_of_its_first_use():
    layout = arrange([(), (0,), (1,), (2, 0)])
    assert column_of(layout)[0] == 0


def test_arrows_from_one_source_share_their_way():
    layout = arrange([(), (0,), (1, 0), (2, 0), (3, 0)])
    ways = [route for route in layout.routes if route[0] == 0 and len(route) > 2]
    longest = max(ways, key=len)
    assert all(route[:-1] == longest[: len(route) - 1] for route in ways)


def test_crossings_that_can_be_avoided_are():
    # Four leaves and four results, wired in reverse: in the given order all cross.
    inputs = [(), (), (), (), (3,), (2,), (1,), (0,), (4, 5), (6, 7), (8, 9)]
    layout = arrange(inputs)
    left, _ = neighbors(layout.routes)
    assert _crossings(layout.columns, left) == 0
    in_given_order = [sorted(column) for column in layout.columns]
    assert _crossings(in_given_order, left) == 6


def test_an_input_used_twice_has_two_routes():
    assert arrange([(), (0, 0)]).routes == [[0, 1], [0, 1]]


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
