"""ReLU networks as piecewise linear functions: built from points, and taken apart."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb
from typing import NamedTuple

import numpy as np


def network_through(at, heights) -> list[np.ndarray]:
    """Return a network of one hidden ReLU layer whose graph passes through given points.

    Parameters
    ----------
    at : array_like
        Where, shape ``(n + 1,)``, increasing.
    heights : array_like
        The values there, shape ``(n + 1,)``.

    Returns
    -------
    list of numpy.ndarray
        ``W1`` (n, 1), ``b1`` (n,), ``W2`` (1, n) and ``b2`` (1,). Between two points the
        network is linear. Left of the first it is constant; past the last it keeps its slope.
    """
    at, heights = np.asarray(at, dtype=float), np.asarray(heights, dtype=float)
    if at.ndim != 1 or at.shape != heights.shape or len(at) < 2:
        raise ValueError(
            "network_through: expected two or more points, as many heights as places, got "
            f"shapes {at.shape} and {heights.shape}"
        )
    if not (np.diff(at) > 0).all():
        raise ValueError("network_through: places must increase; sort them, drop repeated ones")
    slopes = np.diff(heights) / np.diff(at)
    W1, b1 = np.ones((len(slopes), 1)), -at[:-1]
    W2, b2 = np.diff(slopes, prepend=0)[None], heights[:1].copy()
    return [W1, b1, W2, b2]


class Region(NamedTuple):
    """A convex polygon on which a network is one linear function, ``slope @ x + offset``.

    ``corners`` has shape ``(V, 2)``, in order; ``pattern`` holds for each hidden unit, layer
    after layer, whether it is active; ``slope`` has shape ``(outputs, 2)``.
    """

    corners: np.ndarray
    pattern: tuple[bool, ...]
    slope: np.ndarray
    offset: np.ndarray


def linear_regions(parameters: Sequence[np.ndarray], corners) -> list[Region]:
    """Return the regions of a ReLU network with two inputs, inside a convex polygon.

    Parameters
    ----------
    parameters : sequence of numpy.ndarray
        Weights ``(H, D)`` and biases ``(H,)`` of each layer in turn; ReLU follows each layer
        but the last.
    corners : array_like
        The polygon, shape ``(V, 2)``, in order.
    """
    layers = list(zip(parameters[::2], parameters[1::2], strict=True))
    regions = [Region(np.asarray(corners, dtype=float), (), np.eye(2), np.zeros(2))]
    smallest = 1e-12 * _area(regions[0].corners)
    for depth, (W, b) in enumerate(layers, start=1):
        # On each region so far the layer's input is linear, so each unit's cut is straight.
        regions = [r._replace(slope=W @ r.slope, offset=W @ r.offset + b) for r in regions]
        if depth < len(layers):
            regions = [part for r in regions for part in _cut_by_units(r, smallest)]
    return regions


def _cut_by_units(region: Region, smallest: float) -> list[Region]:
    """Cut a region along each unit's line z = 0, and apply ReLU to each part."""
    polygons = [region.corners]
    for w, b in zip(region.slope, region.offset, strict=True):
        parts = [part for p in polygons for part in cut_polygon(p, p @ w + b)]
        polygons = [part for part in parts if _area(part) > smallest]
    out = []
    for corners in polygons:
        active = region.slope @ corners.mean(axis=0) + region.offset > 0
        slope, offset = region.slope * active[:, None], region.offset * active
        out.append(Region(corners, region.pattern + tuple(active.tolist()), slope, offset))
    return out


def cut_polygon(corners: np.ndarray, z: np.ndarray) -> list[np.ndarray]:
    """Split a convex polygon along the line z = 0, where ``z`` is linear and given at corners.

    Returns the part with z ≥ 0 and the part with z ≤ 0; a part with fewer than three corners
    is left out.
    """
    parts = []
    for side in (z, -z):
        kept = []
        for k in range(len(corners)):
            here, there = corners[k - 1], corners[k]
            if side[k - 1] * side[k] < 0:  # the edge crosses the line
                kept.append(here + (there - here) * side[k - 1] / (side[k - 1] - side[k]))
            if side[k] >= 0:
                kept.append(there)
        if len(kept) > 2:
            parts.append(np.array(kept))
    return parts


def _area(corners: np.ndarray) -> float:
    x, y = corners.T
    return abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2


def max_regions(units: int, inputs: int) -> int:
    """Return the largest number of regions that hyperplanes make: Zaslavsky 1975.

    ``units`` hyperplanes, the cuts of a hidden layer, in a space of ``inputs`` dimensions.
    """
    return sum(comb(units, k) for k in range(inputs + 1))
