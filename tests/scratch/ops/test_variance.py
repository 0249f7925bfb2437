"""Variance and deviation: known answers, constant and large values, wrong calls."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from dlbook.scratch import Tensor
from dlbook.scratch.ops.variance import std, var
from tests.scratch.parity import assert_parity

both = pytest.mark.parametrize("op", [var, std])


def test_known_answers():
    x = Tensor([1.0, 3.0])
    assert (var(x).item(), var(x, correction=0).item()) == (2, 1)
    assert std(x, correction=0).item() == 1


@both
def test_of_equal_entries_both_are_zero_and_so_is_the_gradient(op, rng):
    assert_parity(op, getattr(torch, op.__name__), np.full((3, 4), 7.0), rng=rng)


@both
def test_a_large_mean_costs_no_digits(op, rng):
    # float32 has too few digits for torch to be exact as well.
    x = 1000 + rng.standard_normal((5, 300))
    ours = op(Tensor(x.astype(np.float32)), axis=1).data
    expected = getattr(np, op.__name__)(x.astype(np.float32).astype(float), axis=1, ddof=1)
    np.testing.assert_allclose(ours, expected, rtol=1e-6)


@both
@pytest.mark.parametrize("shape", [(1,), (3, 1)])
def test_one_entry_has_no_unbiased_variance(op, shape):
    message = (
        rf"{op.__name__}: shape .* has 1 entries along axis .*correction=1 needs more than 1"
    )
    with pytest.raises(ValueError, match=message):
        op(Tensor(np.ones(shape)), axis=-1)
    assert op(Tensor(np.ones(shape)), axis=-1, correction=0).data.sum() == 0


@both
def test_nothing_has_no_variance(op):
    with pytest.raises(ValueError, match=rf"{op.__name__}: there are no entries along axis"):
        op(Tensor(np.ones((3, 0))), axis=1)
    assert op(Tensor(np.ones((0, 3))), axis=1).shape == (0,)
    assert op(Tensor(np.ones((0, 1))), axis=1).shape == (0,)


@both
def test_integers_are_taken_as_float32(op):
    assert op(Tensor(np.arange(4))).dtype == np.float32


@both
def test_an_axis_that_is_not_there_is_named(op):
    with pytest.raises(ValueError, match=rf"{op.__name__}: shape \(3,\) has 1 axes"):
        op(Tensor(np.ones(3)), axis=1)
