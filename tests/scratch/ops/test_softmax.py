"""Softmax and its logarithm with hostile logits."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dlbook.scratch import Tensor, log_softmax, logsumexp, softmax
from tests.scratch.parity import assert_parity

PAIRS = [(softmax, F.softmax), (log_softmax, F.log_softmax)]
both = pytest.mark.parametrize(("ours", "theirs"), PAIRS)


def test_known_answer():
    np.testing.assert_allclose(softmax(Tensor([0.0, np.log(3)])).data, [0.25, 0.75], rtol=1e-6)
    np.testing.assert_allclose(
        log_softmax(Tensor([0.0, np.log(3)])).data, np.log([0.25, 0.75]), rtol=1e-6
    )


@both
@pytest.mark.parametrize(
    "logits",
    [
        [[1000.0, -1000.0, 0.0], [1000.0, 1000.0, 999.0]],
        [[1001.0, 1000.0, 999.5], [-1000.0, -1001.0, -1000.0]],
        [[-np.inf, 0.0, 1.0], [2.0, -np.inf, -np.inf]],
        [[0.0, 0.0, 0.0], [7.0, 7.0, 7.0]],
    ],
    ids=["±1000", "mean 1000", "masked", "ties"],
)
def test_hostile_logits_equal_torch(ours, theirs, logits, rng):
    assert_parity(lambda x: ours(x), lambda x: theirs(x, -1), np.array(logits), rng=rng)


@both
@pytest.mark.parametrize("row", [[-np.inf, -np.inf], [np.inf, 0.0], [np.nan, 0.0]])
def test_without_probabilities_the_result_is_nan_as_in_torch(ours, theirs, row):
    x = Tensor([row, [0.0, 1.0]])
    out = ours(x).data
    assert np.isnan(out[0]).any()
    assert np.isfinite(out[1]).all()


@both
@pytest.mark.parametrize("shape", [(3, 1), (1, 3), (0, 3), (3, 0), (1,)])
def test_empty_and_size_one_axes(ours, theirs, shape, rng):
    assert_parity(lambda x: ours(x), lambda x: theirs(x, -1), shape, rng=rng)


@both
def test_an_axis_that_is_not_there_is_named(ours, theirs):
    with pytest.raises(ValueError, match=rf"{ours.__name__}: shape \(3,\) has 1 axes"):
        ours(Tensor(np.ones(3)), axis=1)


@given(arrays(np.float64, (3, 4), elements=st.floats(-1e4, 1e4)), st.floats(-1e4, 1e4))
def test_probabilities_sum_to_one_and_a_common_shift_changes_nothing(x, shift):
    p = softmax(Tensor(x)).data
    np.testing.assert_allclose(p.sum(axis=1), np.ones(3), rtol=1e-12)
    assert (p >= 0).all()
    np.testing.assert_allclose(softmax(Tensor(x + shift)).data, p, rtol=1e-8, atol=1e-10)


def test_the_gradient_sums_to_zero(rng):
    for fn in (softmax, log_softmax):
        x = Tensor(rng.standard_normal((3, 4)), requires_grad=True)
        fn(x).backward(rng.standard_normal((3, 4)))
        np.testing.assert_allclose(x.grad.sum(axis=1), np.zeros(3), atol=1e-14)
        assert np.abs(x.grad).max() > 0.01


def test_integers_are_taken_as_float32():
    assert softmax(Tensor(np.arange(3))).dtype == np.float32


@pytest.mark.parametrize(
    "logits",
    [
        [[1000.0, -1000.0, 0.0], [-1000.0, -1000.0, -1001.0]],
        [[1001.0, 1000.0, 999.5], [-np.inf, 0.0, 1.0]],
        [[3.0, 3.0, 3.0], [0.0, 0.0, 0.0]],
    ],
)
@pytest.mark.parametrize("keepdims", [True, False])
def test_logsumexp_of_hostile_logits(logits, keepdims, rng):
    assert_parity(
        lambda x: logsumexp(x, 1, keepdims),
        lambda x: torch.logsumexp(x, 1, keepdims),
        np.array(logits),
        rng=rng,
    )


def test_logsumexp_of_nothing_possible_and_of_infinity():
    x = Tensor([[-np.inf, -np.inf], [np.inf, 0.0]], requires_grad=True)
    out = logsumexp(x)
    np.testing.assert_array_equal(out.data, [-np.inf, np.inf])
    out.backward([1, 1])
    np.testing.assert_array_equal(x.grad, [[np.nan, np.nan], [np.nan, 0]])  # as in torch


def test_logsumexp_of_empty_and_wrong_axes(rng):
    assert_parity(logsumexp, lambda x: torch.logsumexp(x, -1), (2, 3, 5), rng=rng)
    assert_parity(logsumexp, lambda x: torch.logsumexp(x, -1), (0, 3), rng=rng)
    assert logsumexp(np.ones((2, 0))).data.tolist() == [-np.inf, -np.inf]
    with pytest.raises(ValueError, match=r"logsumexp: shape \(3,\) has 1 axes"):
        logsumexp(np.ones(3), 1)
