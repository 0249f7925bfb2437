"""Gather reads where scatter_add adds; positions are checked."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from dlbook.scratch import Tensor, gather, scatter_add
from tests.scratch.parity import assert_parity


def test_known_answers():
    x = Tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
    index = np.array([[1, 0], [1, 1]])
    picked = gather(x, 0, index)
    np.testing.assert_array_equal(picked.data, [[3, 2], [3, 4]])
    picked.backward([[1, 10], [100, 1000]])
    np.testing.assert_array_equal(x.grad, [[0, 10], [101, 1000]])
    added = scatter_add(x, 0, index, np.array([[1.0, 10.0], [100.0, 1000.0]], np.float32))
    np.testing.assert_array_equal(added.data, [[1, 12], [104, 1004]])


@pytest.mark.parametrize("axis", [0, 1, 2, -1])
def test_every_axis_and_a_smaller_index(axis, rng):
    index = rng.integers(0, 3, (2, 2, 3))
    assert_parity(
        lambda x: gather(x, axis, Tensor(index)),
        lambda x: torch.gather(x, axis, torch.tensor(index)),
        (4, 5, 3),
        rng=rng,
    )
    assert_parity(
        lambda x, src: scatter_add(x, axis, index, src),
        lambda x, src: torch.scatter_add(x, axis, torch.tensor(index), src),
        (4, 5, 3),
        (2, 2, 3),
        rng=rng,
    )


def test_the_picked_axis_may_be_longer_in_the_index(rng):
    index = rng.integers(0, 2, (7, 3))
    assert_parity(
        lambda x: gather(x, 0, index),
        lambda x: torch.gather(x, 0, torch.tensor(index)),
        (2, 3),
        rng=rng,
    )


def test_an_empty_index_picks_nothing():
    x = Tensor(np.ones((2, 3)), requires_grad=True)
    picked = gather(x, 0, np.ones((0, 3), int))
    picked.sum().backward()
    np.testing.assert_array_equal(x.grad, np.zeros((2, 3)))


@pytest.mark.parametrize("name", ["gather", "scatter_add"])
@pytest.mark.parametrize(
    ("index", "error", "message"),
    [
        (np.ones((1, 1)), TypeError, "index must hold integers, got float64"),
        (
            np.ones(1, int),
            ValueError,
            r"index of shape \(1,\) does not fit input of shape \(2, 3\)",
        ),
        (np.ones((1, 4), int), ValueError, "none but axis 0 longer"),
        (np.full((1, 1), 2), IndexError, r"positions must lie in 0 \.\. 1, got 2 \.\. 2"),
        (np.full((1, 1), -1), IndexError, r"got -1 \.\. -1"),
    ],
)
def test_wrong_positions_are_named(name, index, error, message):
    args = (np.ones(index.shape),) if name == "scatter_add" else ()
    with pytest.raises(error, match=f"{name}: .*{message}"):
        {"gather": gather, "scatter_add": scatter_add}[name](
            Tensor(np.ones((2, 3))), 0, index, *args
        )


@pytest.mark.parametrize("shape", [(1, 2), (1,), (1, 3, 1)])
def test_scatter_add_wants_a_source_of_the_shape_of_the_index(shape):
    with pytest.raises(ValueError, match=r"scatter_add: index has shape \(1, 3\) and src"):
        scatter_add(Tensor(np.ones((2, 3))), 0, np.ones((1, 3), int), np.ones(shape))


def test_an_axis_that_is_not_there_is_named():
    with pytest.raises(ValueError, match=r"gather: shape \(2, 3\) has 2 axes"):
        gather(Tensor(np.ones((2, 3))), 2, np.ones((1, 1), int))
