"""Lay out a graph: columns, order, and heights of its boxes and arrows.

The method of Sugiyama, Tagawa and Toda (1981): put each node in a column right
of its inputs, give an arrow that spans several columns a waypoint in each, order
each column so that few arrows cross, and only then choose heights. A waypoint
has a place of its own in its column, so no arrow runs through a box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

SWEEPS = 12
RELAXATIONS = 60


@dataclass(frozen=True)
class Layout:
    """Items 0 .. n-1 are the nodes, the items after them are waypoints of arrows.

    Attributes
    ----------
    columns : list of list of int
        Items of each column, from top to bottom; column 0 is the leftmost.
    routes : list of list of int
        For each input of each node: the items on the way from it to the node.
    """

    columns: list[list[int]]
    routes: list[list[int]]


def arrange(inputs: Sequence[Sequence[int]]) -> Layout:
    """Give each node and waypoint its column and its place in it.

    ``inputs`` are, for each node, the positions of its inputs, which are less than its own.
    """
    column_of = _columns(inputs)
    columns = [[] for _ in range(max(column_of) + 1)]
    for node, column in enumerate(column_of):
        columns[column].append(node)
    waypoints: dict[tuple[int, int], int] = {}

    def waypoint(source: int, column: int) -> int:
        # Arrows from one source share their way, and branch off where they must.
        if (source, column) not in waypoints:
            waypoints[source, column] = len(inputs) + len(waypoints)
            columns[column].append(waypoints[source, column])
        return waypoints[source, column]

    routes = [
        [source, *(waypoint(source, c) for c in range(column_of[source] + 1, column)), node]
        for node, column in enumerate(column_of)
        for source in inputs[node]
    ]
    return Layout(_untangle(columns, routes), routes)


def _columns(inputs: Sequence[Sequence[int]]) -> list[int]:
    """Put each node right of its inputs.

    A node used once, whose inputs are all used once, then moves right to where it is used: a
    bias is drawn next to its sum.
    """
    column: list[int] = []
    for sources in inputs:
        column.append(1 + max((column[s] for s in sources), default=-1))
    users: list[list[int]] = [[] for _ in inputs]
    for node, sources in enumerate(inputs):
        for source in dict.fromkeys(sources):
            users[source].append(node)
    free: list[bool] = []
    for sources in inputs:
        free.append(all(free[s] and len(users[s]) == 1 for s in sources))
    for node in reversed(range(len(inputs))):
        if free[node] and users[node]:
            column[node] = min(column[user] for user in users[node]) - 1
    return column


def _untangle(columns: list[list[int]], routes: list[list[int]]) -> list[list[int]]:
    """Order the columns: sort by the neighbors' mean place, back and forth; keep the best."""
    left, right = neighbors(routes)
    best = columns
    for sweep in range(SWEEPS):
        forward = sweep % 2 == 0
        columns = _sweep(columns if forward else columns[::-1], left if forward else right)
        columns = columns if forward else columns[::-1]
        if _crossings(columns, left) < _crossings(best, left):
            best = columns
    return best


def _sweep(columns: list[list[int]], behind: dict[int, list[int]]) -> list[list[int]]:
    """Sort each column by the mean place of the neighbors in the column before it."""
    done = columns[:1]
    for column in columns[1:]:
        place = {item: i for i, item in enumerate(done[-1])}
        # An item without neighbors there keeps its place, as a share of the column.
        scale = max(len(done[-1]) - 1, 1) / max(len(column) - 1, 1)
        wish = {
            item: float(np.mean([place[b] for b in behind.get(item, ())] or [i * scale]))
            for i, item in enumerate(column)
        }
        done.append(sorted(column, key=wish.__getitem__))
    return done


def neighbors(routes: list[list[int]]) -> tuple[dict, dict]:
    """Return each item's neighbors in the column to its left, and in that to its right."""
    left, right = {}, {}
    for route in routes:
        for a, b in pairwise(route):
            if b not in right.setdefault(a, []):
                right[a].append(b)
                left.setdefault(b, []).append(a)
    return left, right


def _crossings(columns: list[list[int]], left: dict[int, list[int]]) -> int:
    """Count the pairs of arrows that cross between neighboring columns."""
    total = 0
    for before, column in pairwise(columns):
        place = {item: i for i, item in enumerate(before)}
        ends = [(place[a], i) for i, item in enumerate(column) for a in left.get(item, [])]
        total += sum(
            (a - c) * (b - d) < 0 for k, (a, b) in enumerate(ends) for c, d in ends[:k]
        )
    return total


def heights(layout: Layout, height: Sequence[float], gap: float) -> np.ndarray:
    """Return the height of each item's center.

    Items are pulled toward the mean of their neighbors as far as the order of their column and
    the gaps between its boxes allow. ``height`` is that of each item's box, waypoints included;
    ``gap`` the smallest distance between boxes of a column.
    """
    near, weights = _links(layout)
    y = np.zeros(len(height))
    for column in layout.columns:
        y[column] = _spread(np.zeros(len(column)), np.ones(len(column)), column, height, gap)
    for sweep in range(RELAXATIONS):
        for column in layout.columns[:: 1 if sweep % 2 else -1]:
            wish = np.array([np.average(y[near[i]], weights=weights[i]) for i in column])
            firm = np.array([sum(weights[i]) for i in column])
            y[column] = _spread(wish, firm, column, height, gap)
    return y


def _links(layout: Layout) -> tuple[dict, dict]:
    """Return each item's neighbors, and the weights with which they pull it.

    The weights by the number of waypoints among a line's ends are those of Gansner, Koutsofios,
    North and Vo (1993); that of leaves is ours: the chain of results should be straight.
    """
    left, right = neighbors(layout.routes)
    waypoints = {item for route in layout.routes for item in route[1:-1]}
    # An item without neighbors stays where it is.
    near = {
        i: left.get(i, []) + right.get(i, []) or [i]
        for column in layout.columns
        for i in column
    }

    def weight(a: int, b: int) -> float:
        if a not in left or b not in left:
            return 0.2
        return (1, 2, 8)[(a in waypoints) + (b in waypoints)]

    return near, {i: [weight(i, n) for n in near[i]] for i in near}


def _spread(wish: np.ndarray, firm: np.ndarray, column: list[int], height, gap: float):
    """Return the places nearest to ``wish`` that keep the order and the distances.

    Nearest in the least-squares sense, weighted by ``firm``. After adding the smallest
    distances to the items above, each place must only be no higher than the one before: pooling
    adjacent violators solves this exactly.
    """
    h = np.array([height[i] for i in column])
    offset = np.concatenate([[0], np.cumsum((h[:-1] + h[1:]) / 2 + gap)])
    pools: list[tuple[float, float, int]] = []  # mean, weight, count
    for mean, weight in zip(wish + offset, firm, strict=True):
        count = 1
        while pools and pools[-1][0] < mean:
            above, w, n = pools.pop()
            mean = (above * w + mean * weight) / (w + weight)
            weight, count = weight + w, count + n
        pools.append((mean, weight, count))
    return np.array([mean for mean, _, count in pools for _ in range(count)]) - offset
