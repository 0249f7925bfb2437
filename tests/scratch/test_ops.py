"""What the tables cannot say of single operations: statistics, laws, hostile masks."""

from __future__ import annotations

import itertools
import operator

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import (
    array_shapes,
    arrays,
    basic_indices,
    mutually_broadcastable_shapes,
)

from dlbook import scratch
from dlbook.scratch import Tensor, gradcheck
from dlbook.scratch.ops import elementwise
from dlbook.scratch.ops.attention import attention_weights, scaled_dot_product_attention
from dlbook.scratch.ops.im2col import Windows, batch_first
from dlbook.scratch.ops.index import _add_rows
from dlbook.scratch.ops.operands import memoize_last, same_dtype, sum_rows, unbroadcast
from dlbook.scratch.ops.recurrent import gru, lstm, rnn
from tests.scratch.cases.edges import LABELS
from tests.scratch.cases.operations import STATE, STEPS, weights

# --- operands and sums ------------------------------------------------------------

F32, F64, I64, U8, B = (
    Tensor(np.ones(2, dtype)) for dtype in (np.float32, np.float64, np.int64, np.uint8, bool)
)


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        ((F32, 2), np.float32),
        ((F32, np.float64(2)), np.float32),
        ((F32, I64), np.float32),
        ((F32, B, 0.5), np.float32),
        ((F64, U8), np.float64),
        ((I64, 2.5), np.float32),
        ((I64, np.float64(2.5)), np.float32),
        ((U8, 2), np.uint8),
        ((U8, I64), np.int64),
        ((B, B), np.bool_),
        ((B, 2), np.int64),
        ((2, 0.5), np.float32),
        ((True, False), np.bool_),
    ],
)
def test_operands_are_brought_to_one_dtype(values, dtype):
    for order in itertools.permutations(values):
        tensors = same_dtype(*order)
        assert {t.dtype for t in tensors} == {np.dtype(dtype)}
        for tensor, value in zip(tensors, order, strict=True):
            np.testing.assert_array_equal(tensor.data, getattr(value, "data", value))
    with pytest.raises(OverflowError):
        same_dtype(U8, 300)


def test_arrays_and_lists_on_the_left_become_tensors():
    x = Tensor([1.0, 2.0], requires_grad=True)
    array = np.array([3.0, 5.0], np.float32)
    for result, expected in [
        (array * x, [3, 10]),
        (array - x, [2, 3]),
        (array / x, [3, 2.5]),
        ([3.0, 5.0] * x, [3, 10]),
        (array @ x, 13),
    ]:
        assert result.requires_grad
        np.testing.assert_array_equal(result.data, expected)


def test_long_rows_are_summed_in_pairs():
    # One after another, the error would already show in float32.
    x = np.full((2, 100_000), 0.1, np.float32)
    np.testing.assert_allclose(sum_rows(x), np.full((2, 1), 10_000), rtol=1e-6)


@given(
    st.sampled_from([elementwise.add, elementwise.sub, elementwise.mul, elementwise.div]),
    mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=4),
)
def test_arithmetic_has_right_gradients_for_any_pair_of_shapes(op, shapes):
    rng = np.random.default_rng(0)
    a, b = (rng.uniform(0.5, 2.0, shape) for shape in shapes.input_shapes)
    gradcheck(op, a, b, rng=rng, directions=1)


@given(mutually_broadcastable_shapes(num_shapes=2, max_dims=4, min_side=0, max_side=4))
def test_unbroadcast_is_the_adjoint_of_broadcasting(shapes):
    shape, full = shapes.input_shapes[0], shapes.result_shape
    rng = np.random.default_rng(0)
    x, grad = rng.standard_normal(shape), rng.standard_normal(full)
    left = (grad * np.broadcast_to(x, full)).sum()
    summed = unbroadcast(grad, shape)
    assert summed.shape == shape
    np.testing.assert_allclose(left, (summed * x).sum(), rtol=1e-12, atol=1e-12)


def test_shared_work_is_done_once_for_a_gradient_and_again_for_the_next():
    calls = []
    work = memoize_last(lambda grad: calls.append(grad) or grad * 2)
    first, second = np.ones(2), np.ones(2)  # equal, and not the same
    assert work(first) is work(first)
    work(second)
    work(first)
    assert len(calls) == 3


# --- entry by entry ---------------------------------------------------------------


def test_of_nothing_a_softmax_a_loss_and_attention_are_defined():
    nothing, labels = np.ones((2, 0)), np.ones(0, int)
    assert scratch.logsumexp(nothing).data.tolist() == [-np.inf, -np.inf]
    assert scratch.softmax(nothing).shape == (2, 0)
    assert scratch.cross_entropy(nothing.T, labels, reduction="sum").item() == 0
    assert scratch.cross_entropy(nothing.T, labels, reduction="none").shape == (0,)
    assert scratch.mse_loss(nothing, nothing, reduction="sum").item() == 0
    no_keys = scaled_dot_product_attention(np.ones((3, 4)), np.ones((0, 4)), np.ones((0, 5)))
    np.testing.assert_array_equal(no_keys.data, np.zeros((3, 5)))
    assert attention_weights(np.ones((2, 0, 3)), np.ones((2, 5, 3))).shape == (2, 0, 5)


def test_of_one_entry_too():
    assert scratch.cross_entropy(np.ones((3, 1)), [0, -100, 0]).item() == 0
    assert attention_weights(np.ones((2, 5, 1)), np.ones((2, 5, 1))).shape == (2, 5, 5)
    running = Tensor(np.zeros(3)), Tensor(np.ones(3))
    assert scratch.batch_norm(np.ones((1, 3)), *running).shape == (1, 3)


@pytest.mark.parametrize(
    "op", [operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne]
)
def test_comparisons_are_numpys_without_gradient(op, rng):
    x, y = rng.integers(0, 3, (4, 5)) / 2, rng.integers(0, 3, 5) / 2
    for left, right in [
        (Tensor(x, requires_grad=True), Tensor(y)),
        (Tensor(x), y),
        (x, Tensor(y)),
    ]:
        result = op(left, right)
        assert result.dtype == np.bool_
        assert not result.requires_grad
        np.testing.assert_array_equal(result.data, op(x, y))
    np.testing.assert_array_equal(op(0.5, Tensor(x)).data, op(0.5, x))
    assert (Tensor([0.1]) == 0.1).item() is True  # compared in the tensor's dtype


def test_argmax_is_numpys_the_first_of_ties():
    x = np.array([[1.0, 5.0, 5.0], [4.0, 2.0, 6.0]])
    for axis in (None, 0, 1, -1):
        out = Tensor(x, requires_grad=True).argmax(axis=axis)
        assert not out.requires_grad
        np.testing.assert_array_equal(out.data, x.argmax(axis=axis))


def test_float32_is_exact_where_the_mean_is_large(rng):
    x = (1000 + rng.standard_normal((5, 700))).astype(np.float32)
    exact = x.astype(np.float64)
    for ours, expected, tolerance in [
        (Tensor(x).mean(axis=1), exact.mean(1), 1e-6),
        (Tensor(x).var(axis=1), exact.var(1, ddof=1), 1e-6),
        (Tensor(x).std(axis=1), exact.std(1, ddof=1), 1e-6),
        (scratch.layer_norm(Tensor(x), 700), scratch.layer_norm(exact, 700).data, 3e-4),
        (scratch.rms_norm(Tensor(x), 700), scratch.rms_norm(exact, 700).data, 1e-4),
    ]:
        np.testing.assert_allclose(ours.data, expected, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
def test_dropout_drops_a_share_and_keeps_the_mean(p, rng):
    x = Tensor(np.ones(100_000, np.float32), requires_grad=True)
    out = scratch.dropout(x, p, rng=rng)
    out.backward(np.full(out.shape, 2.0))
    assert abs((out.data == 0).mean() - p) < 5 * np.sqrt(p * (1 - p) / out.size)
    np.testing.assert_allclose(out.data[out.data != 0], 1 / (1 - p), rtol=1e-6)
    np.testing.assert_array_equal(x.grad, 2 * out.data)


def test_dropout_at_its_ends(rng):
    x = Tensor(np.ones(50))
    assert scratch.dropout(x, 0.5, training=False, rng=rng) is x
    assert scratch.dropout(x, 0.0, rng=rng) is x
    assert (scratch.dropout(x, 1, rng=rng).data == 0).all()
    default = scratch.dropout(x, rng=np.random.default_rng(0)).data
    half = scratch.dropout(x, 0.5, rng=np.random.default_rng(0)).data
    np.testing.assert_array_equal(default, half)
    assert set(np.unique(default)) == {0, 2}


@given(arrays(np.float64, (3, 4), elements=st.floats(-1e4, 1e4)), st.floats(-1e4, 1e4))
def test_softmax_sums_to_one_and_a_common_shift_changes_nothing(x, shift):
    p = scratch.softmax(Tensor(x)).data
    np.testing.assert_allclose(p.sum(axis=1), np.ones(3), rtol=1e-12)
    shifted = scratch.softmax(Tensor(x + shift)).data
    np.testing.assert_allclose(shifted, p, rtol=1e-8, atol=1e-10)


# --- indices and products ---------------------------------------------------------


def test_tensors_index_tensors():
    x = Tensor(np.arange(12.0).reshape(3, 4), requires_grad=True)
    rows, columns = Tensor(np.array([0, 2])), Tensor(np.array([1, 1]))
    np.testing.assert_array_equal(x[rows].data, x.data[[0, 2]])
    np.testing.assert_array_equal(x[rows, columns].data, [1, 9])
    x[x > 5].sum().backward()
    np.testing.assert_array_equal(x.grad, x.data > 5)


@given(st.data(), array_shapes(max_dims=3, min_side=0, max_side=4))
def test_gradients_of_slices_go_back_where_they_came_from(data, shape):
    index = data.draw(basic_indices(shape, allow_newaxis=True))
    x = Tensor(np.arange(float(np.prod(shape))).reshape(shape), requires_grad=True)
    picked = x[index]
    picked.backward(np.ones(picked.shape))
    np.testing.assert_array_equal(x.grad, np.isin(x.data, picked.data).astype(float))


@given(st.lists(st.integers(0, 4), max_size=20), st.sampled_from([np.int64, np.uint8]))
def test_adding_rows_equals_adding_one_after_another(rows, dtype):
    rows = np.array(rows, dtype)
    grad = np.random.default_rng(0).standard_normal((len(rows), 3))
    expected = np.zeros((5, 3))
    np.add.at(expected, rows, grad)
    np.testing.assert_allclose(_add_rows(rows, grad, (5, 3)), expected, rtol=1e-12, atol=1e-12)


LENGTHS = dict(zip("abcde", (2, 3, 4, 5, 6), strict=True))
TERM = st.lists(st.sampled_from("abcde"), unique=True, max_size=4).map("".join)


@given(st.lists(TERM, min_size=1, max_size=3), st.data())
def test_any_einsum_equals_numpys_and_has_the_right_gradient(terms, data):
    labels = sorted(set("".join(terms)))
    result = "".join(data.draw(st.permutations(labels))[: data.draw(st.integers(0, 3))])
    equation = f"{','.join(terms)}->{result}"
    rng = np.random.default_rng(0)
    operands = [rng.standard_normal([LENGTHS[label] for label in term]) for term in terms]
    ours = scratch.einsum(equation, *map(Tensor, operands)).data
    np.testing.assert_allclose(ours, np.einsum(equation, *operands), rtol=1e-10, atol=1e-10)
    gradcheck(lambda *xs: scratch.einsum(equation, *xs), *operands, rng=rng, directions=1)


# --- windows ----------------------------------------------------------------------

PAIRS = st.tuples(st.integers(1, 3), st.integers(1, 3))


@given(PAIRS, PAIRS, st.tuples(st.integers(0, 2), st.integers(0, 2)), PAIRS, st.data())
def test_im2col_equals_torch_and_col2im_is_its_transpose(
    kernel, stride, padding, dilation, data
):
    windows = Windows(kernel, stride, padding, dilation)
    size = data.draw(st.tuples(st.integers(1, 8), st.integers(1, 8)))
    counts = windows.counts(size)
    assume(min(counts) >= 1)
    rng = np.random.default_rng(0)
    x = rng.standard_normal((3, *size, 2))
    columns = windows.im2col(x, counts)
    image = torch.tensor(batch_first(x))
    theirs = F.unfold(image, kernel, dilation, padding, stride).numpy()
    np.testing.assert_array_equal(batch_first(columns).reshape(theirs.shape), theirs)
    other = rng.standard_normal(columns.shape)
    left, right = (columns * other).sum(), (x * windows.col2im(other, size)).sum()
    np.testing.assert_allclose(left, right, rtol=1e-10, atol=1e-10)


def test_convolutions_hand_their_results_on_without_a_copy(rng):
    x = Tensor(rng.standard_normal((2, 3, 5, 6)))
    out = scratch.conv2d(x, rng.standard_normal((4, 3, 1, 1)))
    for result in (out, scratch.max_pool2d(out, 2)):
        assert np.moveaxis(result.data, 0, -1).flags.c_contiguous


# --- normalization ----------------------------------------------------------------


@pytest.mark.parametrize("momentum", [None, 0.5, 1.0])
def test_running_values_move_as_in_torch(momentum, rng):
    options = {} if momentum is None else {"momentum": momentum}
    ours = [Tensor(np.zeros(3, np.float32)), Tensor(np.ones(3, np.float32))]
    theirs = [torch.zeros(3), torch.ones(3)]
    for _ in range(3):
        x = rng.standard_normal((5, 3, 4)).astype(np.float32)
        scratch.batch_norm(x, *ours, training=True, **options)
        F.batch_norm(torch.tensor(x), *theirs, training=True, **options)
    for mine, yours in zip(ours, theirs, strict=True):
        assert mine.dtype == np.float32
        np.testing.assert_allclose(mine.data, yours.numpy(), rtol=1e-5, atol=1e-6)
    scratch.batch_norm(x, ours[0], None, training=True)  # one of them may be missing
    version = ours[0].version
    scratch.batch_norm(x, *ours)
    assert ours[0].version == version


# --- attention and recurrence -----------------------------------------------------


def test_causal_and_another_mask_both_hold(rng):
    x, allowed = rng.standard_normal((2, 5, 3)), rng.random((5, 5)) < 0.6
    both = attention_weights(x, x, allowed, is_causal=True).data
    merged = attention_weights(x, x, allowed & np.tri(5, dtype=bool)).data
    np.testing.assert_array_equal(both, merged)
    added = np.where(allowed, 0, -np.inf)
    for mask in (added, Tensor(added), added.tolist(), np.broadcast_to(added, (2, 5, 5))):
        np.testing.assert_array_equal(attention_weights(x, x, mask, True).data, merged)


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
    alone = scaled_dot_product_attention(query.data[:1], key.data, value.data, mask[:1])
    np.testing.assert_allclose(alone.data, out.data[:1], rtol=1e-12)


every_recurrence = pytest.mark.parametrize(
    ("op", "gates", "states"), [(rnn, 1, 1), (gru, 3, 1), (lstm, 4, 2)]
)


def recurrent_arguments(gates: int, states: int) -> list[np.ndarray]:
    return [np.ones(shape) for shape in (STEPS, *[STATE] * states, *weights(gates))]


@every_recurrence
def test_each_wrong_shape_of_a_recurrence_is_named(op, gates, states):
    names = (*("h0", "c0")[:states], "weight_ih", "weight_hh", "bias_ih", "bias_hh")
    for place, name in enumerate(names, start=1):
        args = recurrent_arguments(gates, states)
        right, args[place] = args[place].shape, np.ones((9, *args[place].shape[1:]))
        with pytest.raises(ValueError, match=f"{op.__name__}: .* need a {name} of") as error:
            op(*args)
        assert f"{right}, got {args[place].shape}" in str(error.value)
    with pytest.raises(ValueError, match="both biases or neither"):
        op(*recurrent_arguments(gates, states)[:-1])
    for shape in [(3, 5), (0, 3, 5), (1, 4, 3, 5)]:
        args[0] = np.ones(shape)
        with pytest.raises(ValueError, match="at least one step"):
            op(*args)


@every_recurrence
def test_sums_of_a_thousand_do_not_overflow(op, gates, states, rng):
    args = [x * rng.choice([-1e3, 1e3], x.shape) for x in recurrent_arguments(gates, states)]
    tensors = [Tensor(x, requires_grad=True) for x in args]
    out = op(*tensors)
    out.backward(np.ones(out.shape))
    assert np.isfinite(out.data).all()
    assert all(np.isfinite(t.grad).all() for t in tensors)


# --- losses -----------------------------------------------------------------------


def test_the_divergence_is_zero_for_equal_distributions_only(rng):
    log_p, log_q = (scratch.log_softmax(rng.standard_normal((4, 5))).data for _ in range(2))
    p = np.exp(log_p)
    same = scratch.kl_div(log_p, p, reduction="none").data
    np.testing.assert_allclose(same, 0 * p, atol=1e-15)
    assert (scratch.kl_div(log_q, p, reduction="none").data.sum(axis=1) > 0.01).all()
    ruled_out = scratch.kl_div(np.array([-np.inf, 0.0]), np.array([0.5, 0.5]), "sum")
    assert ruled_out.item() == np.inf


def test_what_follows_the_end_of_a_target_is_not_read(rng):
    x = scratch.log_softmax(rng.standard_normal((8, 4, 5)))
    garbage = np.array([[1, 1, 3], [4, 1, 9], [3, -7, 9], [9, 9, 9]])
    losses = [
        scratch.ctc_loss(x, y, [8, 7, 5, 6], [3, 2, 1, 0]).item() for y in (LABELS, garbage)
    ]
    assert losses[0] == losses[1]


def test_a_target_too_long_for_ctc_costs_infinitely_much_and_unlikely_ones_much(rng):
    x = Tensor(rng.standard_normal((2, 2, 3)) - [[[0], [1000]]], requires_grad=True)
    args = ([[1, 1], [1, 2]], [2, 2], [2, 2])  # between equal labels a blank must stand
    losses = scratch.ctc_loss(x, *args, reduction="none")
    assert losses.data[0] == np.inf
    assert losses.data[1] == pytest.approx(2000, abs=10)
    losses.backward([1, 1])
    assert np.isnan(x.grad[:, 0]).any()
    # The gradient is that of log_probs, not of logits: one for each step of the only path.
    np.testing.assert_allclose(x.grad[:, 1], [[0, -1, 0], [0, 0, -1]], atol=1e-12)


@pytest.mark.parametrize("target", [(), (1,), (1, 1), (1, 2), (2, 1, 2)])
@pytest.mark.parametrize("blank", [0, 3])
def test_ctc_is_the_sum_over_all_paths_that_spell_the_target(target, blank, rng):
    def spelled(path):
        return tuple(label for label, _ in itertools.groupby(path) if label != blank)

    log_p = scratch.log_softmax(rng.standard_normal((5, 1, 4))).data
    total = sum(
        np.exp(log_p[np.arange(5), 0, path].sum())
        for path in itertools.product(range(4), repeat=5)
        if spelled(path) == target
    )
    labels = np.array([target], int).reshape(1, -1)
    loss = scratch.ctc_loss(log_p, labels, [5], [len(target)], blank=blank, reduction="sum")
    np.testing.assert_allclose(loss.item(), -np.log(total), rtol=1e-10)
