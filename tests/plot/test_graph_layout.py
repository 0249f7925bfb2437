from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from dlbook.plot.graph_layout import _crossings, arrange, neighbors


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
def test_every_arrow_goes_one_column_to_the_right_at_each_step(seed):
    inputs = random_graph(np.random.default_rng(seed), 17)
    layout = arrange(inputs)
    column = column_of(layout)
    for route in layout.routes:
        assert [column[b] - column[a] for a, b in pairwise(route)] == [1] * (len(route) - 1)
    ends = [(route[0], route[-1]) for route in layout.routes]
    assert ends == [(s, node) for node, sources in enumerate(inputs) for s in sources]


@pytest.mark.parametrize("seed", range(20))
def test_every_item_has_one_place_and_waypoints_are_no_nodes(seed):
    inputs = random_graph(np.random.default_rng(seed), 17)
    layout = arrange(inputs)
    places = sorted(item for column in layout.columns for item in column)
    assert places == list(range(len(places)))
    assert all(w >= len(inputs) for route in layout.routes for w in route[1:-1])


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
