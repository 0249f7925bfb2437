"""Networks through points are broken lines; regions are all there are, and linear."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
import torch
from scipy.optimize import linprog

from dlbook.scratch.piecewise import cut_polygon, linear_regions, max_regions, network_through

SQUARE = np.array([[-1.0, -1], [1, -1], [1, 1], [-1, 1]])


def random_network(*widths: int, seed: int = 0) -> list[np.ndarray]:
    rng = np.random.default_rng(seed)
    layers = [(rng.normal(size=(h, d)), rng.normal(0, 0.4, h)) for d, h in pairwise(widths)]
    return [array for layer in layers for array in layer]


def in_torch(parameters, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return torch's outputs, and the gradient of the first output for each input."""
    x = torch.tensor(x, requires_grad=True)
    h = x
    tensors = [torch.tensor(p) for p in parameters]
    for k in range(0, len(tensors), 2):
        z = torch.nn.functional.linear(h, tensors[k], tensors[k + 1])
        h = torch.relu(z) if k + 2 < len(tensors) else z
    h[:, 0].sum().backward()
    return h.detach().numpy(), x.grad.numpy()


def area(corners: np.ndarray) -> float:
    x, y = corners.T
    return abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2


def occurs(parameters, pattern) -> bool:
    """Ask a linear program whether a point inside the square has this pattern."""
    A, c, rows, limits, k = np.eye(2), np.zeros(2), [], [], 0
    for W, b in zip(parameters[:-2:2], parameters[1:-2:2], strict=True):
        A, c = W @ A, W @ c + b
        active = np.array(pattern[k : k + len(b)])
        sign, k = np.where(active, 1, -1), k + len(b)
        rows.append(np.column_stack([-sign[:, None] * A, np.ones(len(b))]))
        limits.append(sign * c)
        A, c = A * active[:, None], c * active
    bounds = [(-1, 1), (-1, 1), (None, 1)]
    best = linprog([0, 0, -1], np.concatenate(rows), np.concatenate(limits), bounds=bounds)
    return best.x[2] > 1e-9


@pytest.mark.parametrize("n", [1, 2, 7, 40])
def test_a_network_passes_through_its_points_and_is_linear_between(n):
    rng = np.random.default_rng(n)
    at, heights = np.cumsum(rng.uniform(0.1, 1, n + 1)) - 3, rng.normal(size=n + 1)
    x = np.sort(rng.uniform(at[0], at[-1], 50))
    outputs, slopes = in_torch(network_through(at, heights), x[:, None])
    np.testing.assert_allclose(outputs[:, 0], np.interp(x, at, heights), atol=1e-10)
    piece = np.searchsorted(at, x) - 1
    np.testing.assert_allclose(slopes[:, 0], (np.diff(heights) / np.diff(at))[piece], atol=1e-9)
    outside = in_torch(network_through(at, heights), np.array([[at[0] - 5]]))[0]
    assert outside.item() == heights[0]


@pytest.mark.parametrize(
    ("at", "heights", "named"),
    [
        ([0.0], [1.0], r"\(1,\)"),
        ([0.0, 1], [1.0, 2, 3], r"\(2,\) and \(3,\)"),
        ([0.0, 2, 1], [1.0, 2, 3], "increase"),
        ([0.0, 0, 1], [1.0, 2, 3], "repeated"),
        ([0.0, np.nan], [1.0, 2], "increase"),
    ],
)
def test_points_that_make_no_line_are_refused(at, heights, named):
    with pytest.raises(ValueError, match=named):
        network_through(at, heights)


@pytest.mark.parametrize("widths", [(2, 8, 1), (2, 4, 4, 1), (2, 3, 3, 3, 2), (2, 1, 6, 1)])
@pytest.mark.parametrize("seed", range(3))
def test_regions_are_all_patterns_that_occur(widths, seed):
    network = random_network(*widths, seed=seed)
    regions = linear_regions(network, SQUARE)
    assert sum(area(r.corners) for r in regions) == pytest.approx(area(SQUARE))
    patterns = {r.pattern for r in regions}
    assert len(patterns) == len(regions)
    every = product([False, True], repeat=sum(widths[1:-1]))
    assert patterns == {p for p in every if occurs(network, p)}


def test_on_a_region_the_network_is_its_linear_function():
    network = random_network(2, 7, 5, 3)
    regions = linear_regions(network, SQUARE)
    inside = np.array([r.corners.mean(axis=0) for r in regions])
    outputs, gradients = in_torch(network, inside)
    ours = np.array([r.slope @ x + r.offset for r, x in zip(regions, inside, strict=True)])
    np.testing.assert_allclose(ours, outputs, atol=1e-12)
    np.testing.assert_allclose([r.slope[0] for r in regions], gradients, atol=1e-12)


def test_a_network_without_hidden_layer_has_one_region():
    (region,) = linear_regions([np.ones((1, 2)), np.zeros(1)], SQUARE)
    assert region.pattern == ()
    np.testing.assert_array_equal(region.corners, SQUARE)


def test_lines_in_general_position_make_the_most_regions():
    network = random_network(2, 9, 1)
    assert len(linear_regions(network, 1000 * SQUARE)) == max_regions(9, 2) == 46


@pytest.mark.parametrize(
    ("units", "inputs", "most"),
    [(0, 2, 1), (5, 0, 1), (5, 1, 6), (3, 2, 7), (3, 3, 8), (4, 9, 16)],
)
def test_most_regions(units, inputs, most):
    assert max_regions(units, inputs) == most


def test_both_parts_of_a_polygon_make_up_the_whole():
    z = SQUARE @ [1.0, 0.3] + 0.2
    above, below = cut_polygon(SQUARE, z)
    assert area(above) + area(below) == pytest.approx(4)
    assert (above @ [1.0, 0.3] + 0.2 > -1e-12).all()
    assert (below @ [1.0, 0.3] + 0.2 < 1e-12).all()


@pytest.mark.parametrize("z", [np.ones(4), -np.ones(4), np.array([0.0, 1, 1, 0])])
def test_a_line_that_misses_a_polygon_leaves_it_whole(z):
    (part,) = cut_polygon(SQUARE, z)
    assert area(part) == 4
