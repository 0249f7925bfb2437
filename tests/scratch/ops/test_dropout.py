"""Dropout drops a share, keeps the mean, and does nothing in evaluation."""

from __future__ import annotations

import numpy as np
import pytest

from dlbook.scratch import Tensor, dropout


def ones(n: int = 100_000) -> Tensor:
    return Tensor(np.ones(n, np.float32), requires_grad=True)


@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
def test_a_share_is_dropped_and_the_mean_stays(p, rng):
    out = dropout(ones(), p, rng=rng).data
    dropped = (out == 0).mean()
    assert abs(dropped - p) < 5 * np.sqrt(p * (1 - p) / out.size)
    np.testing.assert_allclose(out[out != 0], 1 / (1 - p), rtol=1e-6)


def test_half_is_dropped_unless_asked(rng):
    out = dropout(ones(), rng=rng).data
    np.testing.assert_array_equal(np.unique(out), [0, 2])


def test_the_gradient_passes_where_the_value_did(rng):
    x = ones(50)
    out = dropout(x, 0.3, rng=rng)
    out.backward(np.full(50, 2.0))
    np.testing.assert_array_equal(x.grad, 2 * out.data)


def test_in_evaluation_and_at_zero_nothing_happens(rng):
    x = ones(5)
    assert dropout(x, 0.5, training=False, rng=rng) is x
    assert dropout(x, 0.0, rng=rng) is x


def test_at_one_everything_is_dropped(rng):
    x = ones(5)
    out = dropout(x, 1, rng=rng)
    out.sum().backward()
    np.testing.assert_array_equal(out.data, np.zeros(5))
    np.testing.assert_array_equal(x.grad, np.zeros(5))


def test_the_same_generator_drops_the_same():
    first, second, third = (
        dropout(ones(50), rng=np.random.default_rng(seed)).data for seed in (0, 0, 1)
    )
    np.testing.assert_array_equal(first, second)
    assert (first != third).any()


@pytest.mark.parametrize("p", [-0.1, 1.1, np.nan])
def test_p_is_a_probability(p, rng):
    with pytest.raises(ValueError, match="dropout: p must lie between 0 and 1, got"):
        dropout(ones(5), p, rng=rng)


def test_float64_stays_float64(rng):
    assert dropout(Tensor(np.ones(3)), rng=rng).dtype == np.float64
