"""Reductions: known answers, ties, empty axes, wrong calls."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from dlbook.scratch import Tensor
from tests.scratch.parity import assert_parity

X = [[1.0, 5.0, 3.0], [4.0, 2.0, 6.0]]


def test_known_answers():
    x = Tensor(X, requires_grad=True)
    np.testing.assert_array_equal(x.sum(axis=0).data, [5, 7, 9])
    np.testing.assert_array_equal(x.mean(axis=1, keepdims=True).data, [[3], [4]])
    np.testing.assert_array_equal(x.max(axis=1).data, [5, 6])
    np.testing.assert_array_equal(x.argmax(axis=1).data, [1, 2])
    assert x.argmax().item() == 5
    x.mean(axis=1).backward([3, 6])
    np.testing.assert_array_equal(x.grad, [[1, 1, 1], [2, 2, 2]])


def test_ties_in_max_share_the_gradient():
    x = Tensor([[2.0, 1.0, 2.0], [3.0, 3.0, 3.0]], requires_grad=True)
    x.max(axis=1).backward([1, 1])
    np.testing.assert_allclose(x.grad, [[0.5, 0, 0.5], [1 / 3] * 3], rtol=1e-6)


@pytest.mark.parametrize("axis", [0, 1, (0, 1)])
@pytest.mark.parametrize("keepdims", [True, False])
def test_ties_in_max_are_shared_as_torch_does(axis, keepdims, rng):
    ties = rng.integers(0, 2, (3, 4, 5)).astype(float)
    assert_parity(
        lambda a: a.max(axis=axis, keepdims=keepdims),
        lambda a: a.amax(axis, keepdim=keepdims),
        ties,
        rng=rng,
    )


@pytest.mark.parametrize("shape", [(1,), (1, 1), (0, 3), (3, 1)])
def test_size_one_and_empty_axes(shape, rng):
    assert_parity(lambda a: a.sum(axis=0), lambda a: a.sum(0), shape, rng=rng)
    assert_parity(lambda a: a.sum(), torch.sum, shape, rng=rng)
    last = len(shape) - 1
    assert_parity(lambda a: a.mean(axis=last), lambda a: a.mean(last), shape, rng=rng)
    assert_parity(lambda a: a.max(axis=last), lambda a: a.amax(last), shape, rng=rng)


def test_a_number_reduces_to_itself(rng):
    for name in ("sum", "mean", "max"):
        assert_parity(lambda a, n=name: getattr(a, n)(), lambda a: a * 1, (), rng=rng)


def test_no_axis_is_no_reduction(rng):
    assert_parity(lambda a: a.sum(axis=()), lambda a: a * 1, (3, 4), rng=rng)


@pytest.mark.parametrize("name", ["mean", "max", "argmax"])
def test_nothing_has_no_mean_and_no_largest_entry(name):
    with pytest.raises(ValueError, match=rf"{name}: there are no entries along axis \(1,\) of"):
        getattr(Tensor(np.ones((3, 0))), name)(axis=1)


@pytest.mark.parametrize("name", ["sum", "mean", "max", "argmax"])
def test_an_axis_that_is_not_there_is_named(name):
    with pytest.raises(ValueError, match=rf"{name}: shape \(3, 4\) has 2 axes, so axis 2"):
        getattr(Tensor(np.ones((3, 4))), name)(axis=2)


def test_integers():
    i = Tensor(np.array([[1, 2], [3, 5]]))
    assert (i.sum().item(), i.sum().dtype) == (11, np.int64)
    assert (i.sum(axis=1).dtype, i.max(axis=1).dtype) == (np.int64, np.int64)
    assert (i.mean().item(), i.mean().dtype) == (2.75, np.float32)
    assert (Tensor(np.array([True, True])) * 1).sum().item() == 2
    assert Tensor(np.array([[True, True]])).sum(axis=-1).item() == 2


def test_large_values_do_not_drown_small_ones(rng):
    x = (1000 + rng.standard_normal((5, 700))).astype(np.float32)
    ours = Tensor(x).mean(axis=1).data
    np.testing.assert_allclose(ours, x.astype(np.float64).mean(axis=1), rtol=1e-6)


def test_not_a_number_is_not_hidden():
    x = Tensor([1.0, np.nan], requires_grad=True)
    for reduced in (x.sum(), x.mean(), x.max()):
        assert np.isnan(reduced.item())
