"""Batch and group normalization: running values, hostile inputs, wrong calls."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812

from dlbook.scratch import Tensor, batch_norm, group_norm, layer_norm
from tests.scratch.parity import assert_parity


def test_each_channel_has_mean_0_and_variance_1_afterward(rng):
    x = 5 + 3 * rng.standard_normal((6, 4, 5))
    out = batch_norm(Tensor(x), None, None, training=True, eps=0).data
    np.testing.assert_allclose(out.mean(axis=(0, 2)), np.zeros(4), atol=1e-12)
    np.testing.assert_allclose(out.var(axis=(0, 2)), np.ones(4), rtol=1e-12)


@pytest.mark.parametrize("momentum", [0.1, 0.5, 1.0])
def test_running_values_move_as_in_torch(momentum, rng):
    ours = [Tensor(np.zeros(3, np.float32)), Tensor(np.ones(3, np.float32))]
    theirs = [torch.zeros(3), torch.ones(3)]
    for _ in range(3):
        x = rng.standard_normal((5, 3, 4)).astype(np.float32)
        batch_norm(x, *ours, training=True, momentum=momentum)
        F.batch_norm(torch.tensor(x), *theirs, training=True, momentum=momentum)
    for mine, yours in zip(ours, theirs, strict=True):
        assert mine.dtype == np.float32
        np.testing.assert_allclose(mine.data, yours.numpy(), rtol=1e-5, atol=1e-6)


def test_a_tenth_of_the_new_value_is_taken_unless_asked(rng):
    mean = Tensor(np.zeros(1))
    batch_norm(np.full((4, 1), 5.0), mean, None, training=True)
    np.testing.assert_allclose(mean.data, [0.5], rtol=1e-12)


def test_one_running_value_may_be_missing_while_training(rng):
    mean = Tensor(np.zeros(3))
    batch_norm(rng.standard_normal((5, 3)), mean, None, training=True)
    assert np.abs(mean.data).max() > 0


def test_evaluation_leaves_running_values_alone(rng):
    mean, variance = Tensor(np.zeros(3)), Tensor(np.ones(3))
    batch_norm(rng.standard_normal((5, 3)), mean, variance)
    assert mean.version == variance.version == 0


def test_a_mean_of_a_thousand(rng):
    x = (1000 + rng.standard_normal((64, 3, 28, 28))).astype(np.float32)
    out = batch_norm(Tensor(x), None, None, training=True).data
    exact = batch_norm(Tensor(x.astype(np.float64)), None, None, training=True).data
    np.testing.assert_allclose(out, exact, atol=2e-4)


def test_a_constant_channel_becomes_zero():
    x = Tensor(np.full((4, 2), 7.0, np.float32), requires_grad=True)
    out = batch_norm(x, None, None, training=True)
    out.backward(np.arange(8).reshape(4, 2))
    np.testing.assert_array_equal(out.data, np.zeros((4, 2)))
    # 1 / sqrt(eps) times each gradient less their mean
    np.testing.assert_allclose(x.grad[:, 0] * 1e-5**0.5, [-3, -1, 1, 3], rtol=1e-5)


def test_a_layout_with_channels_first_in_memory(rng):
    x = rng.standard_normal((3, 5, 4, 2))  # stored channels first, as convolution leaves it
    assert_parity(
        lambda x, w, b: batch_norm(x.swapaxes(0, 1), None, None, w, b, training=True),
        lambda x, w, b: F.batch_norm(x.swapaxes(0, 1), None, None, w, b, training=True),
        x,
        (3,),
        (3,),
        rng=rng,
    )


def test_one_group_is_layer_norm_and_a_group_each_is_instance_norm(rng):
    x = rng.standard_normal((2, 4, 5))
    np.testing.assert_allclose(group_norm(x, 1).data, layer_norm(x, (4, 5)).data, rtol=1e-12)
    np.testing.assert_allclose(
        group_norm(x, 4).data, F.instance_norm(torch.tensor(x)).numpy(), rtol=1e-10
    )


@pytest.mark.parametrize("shape", [(5, 4), (1, 4), (2, 4, 1, 1), (1, 2, 40, 50)])
def test_group_norm_of_special_shapes(shape, rng):
    assert_parity(
        lambda x, w: group_norm(x, 2, w),
        lambda x, w: F.group_norm(x, 2, w),
        shape,
        shape[1:2],
        rng=rng,
        tolerances={np.float64: 1e-10},
    )


@pytest.mark.parametrize("shape", [(1, 3), (1, 3, 1)])
def test_a_channel_with_one_entry_has_no_variance(shape):
    with pytest.raises(ValueError, match=r"batch_norm: each channel has one entry"):
        batch_norm(np.ones(shape), None, None, training=True)
    assert batch_norm(np.ones(shape), Tensor(np.zeros(3)), Tensor(np.ones(3))).shape == shape


@pytest.mark.parametrize("shape", [(3,), (0, 3), (2, 0)])
def test_an_input_with_channels_and_entries_is_wanted(shape):
    message = r"norm: expected an input \(B, C, ...\) that is not empty, got"
    with pytest.raises(ValueError, match="batch_" + message):
        batch_norm(np.ones(shape), None, None, training=True)
    with pytest.raises(ValueError, match="group_" + message):
        group_norm(np.ones(shape), 1)


def test_wrong_running_values_are_named():
    x, fine = np.ones((2, 3)), Tensor(np.ones(3))
    with pytest.raises(ValueError, match="batch_norm: running_mean is needed where training"):
        batch_norm(x, None, fine)
    with pytest.raises(ValueError, match="batch_norm: running_var is needed"):
        batch_norm(x, fine, None)
    with pytest.raises(ValueError, match=r"expected a running_var of shape \(3,\), got \(2,\)"):
        batch_norm(x, fine, Tensor(np.ones(2)), training=True)


@pytest.mark.parametrize("groups", [0, 2, 4])
def test_groups_must_divide_the_channels(groups):
    with pytest.raises(ValueError, match=f"group_norm: 3 channels do not divide into {groups}"):
        group_norm(np.ones((2, 3)), groups)


@pytest.mark.parametrize("name", ["weight", "bias"])
def test_wrong_weights_and_biases_are_named(name):
    with pytest.raises(ValueError, match=rf"group_norm: expected a {name} of shape \(3,\)"):
        group_norm(np.ones((2, 3)), 1, **{name: np.ones(2)})
    with pytest.raises(ValueError, match=rf"batch_norm: expected a {name} of shape \(3,\)"):
        batch_norm(np.ones((2, 3)), None, None, training=True, **{name: np.ones((3, 1))})
