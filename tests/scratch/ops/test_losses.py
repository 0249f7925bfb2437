"""Losses for numbers: known answers, the kink, hostile values, wrong calls."""

from __future__ import annotations

import numpy as np
import pytest
import torch.nn.functional as F  # noqa: N812

from dlbook import scratch
from dlbook.scratch import Tensor, huber_loss, l1_loss, mse_loss, smooth_l1_loss
from tests.scratch.parity import assert_parity

NAMES = ["mse_loss", "l1_loss", "huber_loss", "smooth_l1_loss"]
every = pytest.mark.parametrize("name", NAMES)


def test_known_answers():
    x, y = Tensor([1.0, 5.0]), Tensor([1.5, 2.0])
    assert mse_loss(x, y).item() == (0.25 + 9) / 2
    assert l1_loss(x, y).item() == (0.5 + 3) / 2
    assert huber_loss(x, y, delta=2).item() == (0.125 + 2 * (3 - 1)) / 2
    assert smooth_l1_loss(x, y, beta=2).item() == (0.0625 + (3 - 1)) / 2


@every
def test_where_error_is_zero_or_at_the_kink(name, rng):
    x = np.array([0.0, 1.0, -1.0, 2.0, 1000.0, -1000.0])
    assert_parity(getattr(scratch, name), getattr(F, name), x, np.zeros(6), rng=rng)


@every
@pytest.mark.parametrize("shape", [(), (1,), (1, 1)])
def test_size_one(name, shape, rng):
    assert_parity(getattr(scratch, name), getattr(F, name), shape, shape, rng=rng)


@every
def test_an_empty_mean_is_refused(name):
    with pytest.raises(ValueError, match=f"{name}: there are no entries"):
        getattr(scratch, name)(np.ones((0, 3)), np.ones((0, 3)))


@every
def test_shapes_must_be_equal(name):
    with pytest.raises(
        ValueError, match=rf"{name}: input has shape \(3,\) and target \(3, 1\)"
    ):
        getattr(scratch, name)(np.ones(3), np.ones((3, 1)))


@every
def test_other_reductions_are_refused(name):
    with pytest.raises(ValueError, match=f"{name}: reduction must be one of"):
        getattr(scratch, name)(np.ones(3), np.ones(3), reduction="average")


@every
def test_integers_take_the_dtype_of_the_prediction(name):
    prediction = Tensor(np.ones(2, np.float32), requires_grad=True)
    loss = getattr(scratch, name)(prediction, np.array([0, 3]))
    loss.backward()
    assert loss.dtype == prediction.grad.dtype == np.float32
    assert getattr(scratch, name)(np.array([1, 2]), np.array([0, 3])).dtype == np.float32


@pytest.mark.parametrize("value", [0, -1.0])
def test_the_kink_lies_above_zero(value):
    with pytest.raises(ValueError, match="huber_loss: delta must be positive, got"):
        huber_loss(np.ones(2), np.ones(2), delta=value)
    with pytest.raises(ValueError, match="smooth_l1_loss: beta must be positive, got"):
        smooth_l1_loss(np.ones(2), np.ones(2), beta=value)
