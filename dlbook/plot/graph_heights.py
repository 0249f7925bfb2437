"""At what height the boxes of a graph stand, so that its arrows run straight."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dlbook.plot.graph_layout import Layout, neighbors

RELAXATIONS = 60


def heights(layout: Layout, height: Sequence[float], gap: float) -> np.ndarray:
    """Return the height at which the center of each item stands.

    Items are drawn toward the mean of their neighbors as far as the order of
    their column and the gaps between its boxes allow.

    Parameters
    ----------
    layout : Layout
        What :func:`arrange` returned.
    height : sequence of float
        Of each item's box, waypoints included.
    gap : float
        Least distance between boxes of one column.
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
    """Return each item's neighbors, and with what weight it wants to stand at their height.

    The weights by how many ends of a line are waypoints are those of Gansner,
    Koutsofios, North and Vo (1993); that of leaves is ours: it is the chain of
    results that shall be straight.
    """
    left, right = neighbors(layout.routes)
    waypoints = {item for route in layout.routes for item in route[1:-1]}
    # What has no neighbor wants to stay where it is.
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

    Nearest by the squares of the differences, each times its ``firm``. Once the
    least distances to the items above are added, a place need only be no higher
    than the one before: then pooling the neighbors that violate this is exact.
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
