"""Joining and padding: gradients go back to their part, and wrong calls are named."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from dlbook.scratch import Tensor, concat, pad, stack
from tests.scratch.parity import assert_parity


def test_concat_gives_each_its_part_of_the_gradient():
    a, b = Tensor([1.0, 2.0], requires_grad=True), Tensor([3.0], requires_grad=True)
    out = concat([a, b])
    np.testing.assert_array_equal(out.data, [1, 2, 3])
    out.backward([10, 20, 30])
    np.testing.assert_array_equal(a.grad, [10, 20])
    np.testing.assert_array_equal(b.grad, [30])


def test_stack_makes_a_new_axis():
    a, b = Tensor([1.0, 2.0], requires_grad=True), Tensor([3.0, 4.0], requires_grad=True)
    out = stack([a, b], axis=1)
    np.testing.assert_array_equal(out.data, [[1, 3], [2, 4]])
    out.backward([[1, 2], [3, 4]])
    np.testing.assert_array_equal(b.grad, [2, 4])


def test_a_tensor_is_joined_with_itself():
    a = Tensor([1.0], requires_grad=True)
    concat([a, a, a]).backward([1, 10, 100])
    np.testing.assert_array_equal(a.grad, [111])


def test_empty_parts(rng):
    assert_parity(
        lambda *xs: concat(xs), lambda *xs: torch.concat(xs), (0, 3), (2, 3), (0, 3), rng=rng
    )
    assert_parity(lambda *xs: stack(xs), lambda *xs: torch.stack(xs), (0,), (0,), rng=rng)
    assert_parity(lambda *xs: stack(xs), lambda *xs: torch.stack(xs), (), (), rng=rng)


@pytest.mark.parametrize("op", [concat, stack])
def test_a_list_of_tensors_is_wanted(op):
    for wrong in ([], Tensor([1.0])):
        with pytest.raises(ValueError, match=rf"{op.__name__}: expected a list of tensors"):
            op(wrong)


def test_arrays_are_joined_and_dtypes_agree():
    out = concat([Tensor(np.ones(2, np.float32)), np.arange(2)])
    assert out.dtype == np.float32
    np.testing.assert_array_equal(out.data, [1, 1, 0, 1])


@pytest.mark.parametrize("shapes", [((2, 3), (2, 4)), ((2, 3), (3,)), ((2, 3), (2, 3, 1))])
def test_concat_names_shapes_that_do_not_fit(shapes):
    tensors = [Tensor(np.ones(s)) for s in shapes]
    with pytest.raises(
        ValueError, match=r"concat: shapes \(2, 3\), .* differ .* than along axis 0"
    ):
        concat(tensors)


def test_stack_names_shapes_that_do_not_fit():
    with pytest.raises(ValueError, match=r"stack: shapes \(2,\), \(3,\) must be equal"):
        stack([Tensor(np.ones(2)), Tensor(np.ones(3))])


@pytest.mark.parametrize(("op", "axis"), [(concat, 1), (stack, 2), (concat, -2), (stack, -3)])
def test_an_axis_that_is_not_there_is_named(op, axis):
    with pytest.raises(ValueError, match=rf"{op.__name__}: shape .* axis {axis} is none"):
        op([Tensor(np.ones(2))], axis)


def test_pad_counts_from_the_last_axis():
    x = Tensor([[1.0, 2.0]], requires_grad=True)
    out = pad(x, (0, 1, 1, 0), value=9)
    np.testing.assert_array_equal(out.data, [[9, 9, 9], [1, 2, 9]])
    out.backward(np.arange(6).reshape(2, 3))
    np.testing.assert_array_equal(x.grad, [[3, 4]])


def test_no_padding_is_no_change():
    x = Tensor([1.0])
    np.testing.assert_array_equal(pad(x, ()).data, x.data)
    assert pad(x, (0, 0)).dtype == np.float32


@pytest.mark.parametrize("counts", [(1,), (1, 1, 1), (1, 1, 1, 1), (-1, 0), (0, -1)])
def test_pad_wants_pairs(counts):
    with pytest.raises(ValueError, match=r"pad: expected pairs of counts .* shape \(3,\), got"):
        pad(Tensor(np.ones(3)), counts)


def test_pad_wants_pairs_of_a_matrix_too():
    with pytest.raises(
        ValueError, match=r"pad: expected pairs of counts .* shape \(3, 2\), got"
    ):
        pad(Tensor(np.ones((3, 2))), (1, 1, 1))
    with pytest.raises(
        ValueError, match=r"pad: expected pairs of counts .* shape \(3, 2\), got"
    ):
        pad(Tensor(np.ones((3, 2))), (1, 1, 1, 1, 1, 1))
