"""Where the boxes of a graph go, and by which way its arrows run.

The method of Sugiyama, Tagawa and Toda (1981): put each node in a column right
of its inputs, give an arrow that spans several columns a waypoint in each, order
every column so that few arrows cross, and only then choose coordinates. A
waypoint has a place of its own in its column, so no arrow runs through a box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

SWEEPS = 12


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

    Parameters
    ----------
    inputs : sequence of sequence of int
        For each node the positions of its inputs, which are less than its own.

    Returns
    -------
    Layout
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

    What is used once, and made only of what is used once, then moves right to
    where it is used: a bias stands beside its sum.
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
    """Order the columns: sort each by its neighbors' mean place, to and fro; keep the best."""
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
