"""Attention: known answers, hostile masks, wrong shapes. The table has the rest."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812

from dlbook.scratch import Tensor
from dlbook.scratch.ops.attention import attention_weights, scaled_dot_product_attention


def test_worked_by_hand():
    # Scores 4 * ln 3 / sqrt(4) / 2 = ln 3 and 0: weights 3/4 and 1/4.
    query = np.full((1, 4), np.log(3) / 2)
    key = np.array([[1.0] * 4, [0.0] * 4])
    np.testing.assert_allclose(attention_weights(query, key).data, [[0.75, 0.25]], rtol=1e-12)
    out = scaled_dot_product_attention(query, key, np.array([[8.0], [4.0]]))
    np.testing.assert_allclose(out.data, [[7.0]], rtol=1e-12)


def test_equal_keys_share_the_weight_equally(rng):
    weights = attention_weights(rng.standard_normal((3, 4)), np.ones((5, 4))).data
    np.testing.assert_allclose(weights, np.full((3, 5), 0.2), rtol=1e-12)


def test_causal_weights_are_zero_above_the_diagonal_and_sum_to_one(rng):
    x = rng.standard_normal((2, 5, 3))
    weights = attention_weights(x, x, is_causal=True).data
    assert (weights[:, ~np.tri(5, dtype=bool)] == 0).all()
    assert (weights[:, np.tri(5, dtype=bool)] > 0).all()
    np.testing.assert_allclose(weights.sum(-1), np.ones((2, 5)), rtol=1e-12)


def test_causal_and_another_mask_both_hold(rng):
    x, allowed = rng.standard_normal((5, 3)), rng.random((5, 5)) < 0.6
    both = attention_weights(x, x, allowed, is_causal=True).data
    np.testing.assert_array_equal(
        both, attention_weights(x, x, allowed & np.tri(5, dtype=bool)).data
    )


@pytest.mark.parametrize(
    "mask",
    [
        np.array([[True, True, False], [False, False, False]]),
        np.array([[0, 0, -np.inf], [-np.inf, -np.inf, -np.inf]]),
    ],
)
def test_a_query_that_may_attend_to_nothing_gets_zeros_and_passes_on_no_gradient(mask, rng):
    query, key, value = (
        Tensor(rng.standard_normal(shape), requires_grad=True)
        for shape in ((2, 4), (3, 4), (3, 5))
    )
    out = scaled_dot_product_attention(query, key, value, mask)
    assert (out.data[1] == 0).all()
    out.backward(rng.standard_normal((2, 5)))
    for tensor in (query, key, value):
        assert np.isfinite(tensor.grad).all()
    assert (query.grad[1] == 0).all()
    assert np.abs(query.grad[0]).max() > 1e-3
    # What the first query receives is as if the second were not there.
    alone = [Tensor(x, requires_grad=True) for x in (query.data[:1], key.data, value.data)]
    scaled_dot_product_attention(*alone, mask[:1])
    np.testing.assert_allclose(
        scaled_dot_product_attention(*alone, mask[:1]).data, out.data[:1], rtol=1e-12
    )


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_scores_of_a_thousand_do_not_overflow(dtype, rng):
    query = (rng.standard_normal((3, 4)) * 1000).astype(dtype)
    key = rng.standard_normal((5, 4)).astype(dtype)
    mine = attention_weights(Tensor(query), Tensor(key)).data
    theirs = F.softmax(torch.tensor(query) @ torch.tensor(key).T / 2, -1).numpy()
    assert np.isfinite(mine).all()
    assert np.abs(mine - theirs).max() < (2e-3 if dtype == np.float32 else 1e-11)
    assert mine.dtype == dtype


def test_no_keys_give_zeros():
    out = scaled_dot_product_attention(np.ones((3, 4)), np.ones((0, 4)), np.ones((0, 5)))
    np.testing.assert_array_equal(out.data, np.zeros((3, 5)))


def test_a_mask_may_be_a_tensor(rng):
    x, mask = rng.standard_normal((3, 4)), rng.standard_normal((3, 3))
    np.testing.assert_array_equal(
        attention_weights(x, x, Tensor(mask)).data, attention_weights(x, x, mask).data
    )


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ((3, 4), (5, 6)),
        ((2, 3, 4), (3, 5, 4)),
        ((2, 3, 4), (5, 4)),
        ((4,), (4,)),
        ((3, 0), (5, 0)),
    ],
)
def test_shapes_that_do_not_fit_are_named(query, key):
    with pytest.raises(ValueError, match="attention: expected a query") as error:
        attention_weights(np.ones(query), np.ones(key))
    assert f"{query} and {key}" in str(error.value)


@pytest.mark.parametrize("shape", [(5, 3), (3, 4), (2, 3, 5), (1, 1, 3, 5)])
def test_a_mask_that_does_not_fit_is_named(shape):
    with pytest.raises(ValueError, match="does not broadcast to the scores") as error:
        attention_weights(np.ones((3, 4)), np.ones((5, 4)), np.zeros(shape))
    assert str(shape) in str(error.value)


def test_a_mask_may_broadcast(rng):
    query, key = rng.standard_normal((2, 3, 4)), rng.standard_normal((2, 5, 4))
    row = np.array([0, -np.inf, 0, 0, 1])
    np.testing.assert_array_equal(
        attention_weights(query, key, row).data,
        attention_weights(query, key, np.broadcast_to(row, (2, 3, 5))).data,
    )


def test_keys_may_have_one_entry_and_there_may_be_no_queries(rng):
    one = rng.standard_normal((2, 5, 1))
    assert attention_weights(one, one).shape == (2, 5, 5)
    none = rng.standard_normal((2, 0, 3))
    assert attention_weights(none, rng.standard_normal((2, 5, 3))).shape == (2, 0, 5)
