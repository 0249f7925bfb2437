"""Layer and RMS normalization: hostile inputs and wrong calls."""

from __future__ import annotations

import numpy as np
import pytest
import torch.nn.functional as F  # noqa: N812

from dlbook.scratch import Tensor, layer_norm, rms_norm
from dlbook.scratch.ops.norm import standardized, standardized_grad
from tests.scratch.parity import assert_parity

both = pytest.mark.parametrize(
    ("ours", "theirs"), [(layer_norm, F.layer_norm), (rms_norm, F.rms_norm)]
)


def test_known_answers():
    x = Tensor([[1.0, 3.0], [-7.0, 7.0]])
    np.testing.assert_allclose(layer_norm(x, 2, eps=0).data, [[-1, 1], [-1, 1]], rtol=1e-6)
    np.testing.assert_allclose(
        rms_norm(x, 2, eps=0).data, [[5**-0.5, 3 * 5**-0.5], [-1, 1]], rtol=1e-6
    )


def test_rows_have_mean_0_and_variance_1_afterward(rng):
    x = 5 + 3 * rng.standard_normal((4, 100))
    out, inverse, mean, variance = standardized(x, 0.0)
    np.testing.assert_allclose(out.mean(axis=1), np.zeros(4), atol=1e-12)
    np.testing.assert_allclose(out.var(axis=1), np.ones(4), rtol=1e-12)
    np.testing.assert_allclose(mean[:, 0], x.mean(axis=1), rtol=1e-12)
    np.testing.assert_allclose(variance[:, 0], x.var(axis=1), rtol=1e-12)
    np.testing.assert_allclose(inverse[:, 0], 1 / x.std(axis=1), rtol=1e-12)


def test_the_gradient_changes_neither_mean_nor_variance(rng):
    x = rng.standard_normal((4, 100))
    out, inverse, _, _ = standardized(x, 0.0)
    grad = standardized_grad(rng.standard_normal((4, 100)), out, inverse)
    np.testing.assert_allclose(grad.sum(axis=1), np.zeros(4), atol=1e-12)
    np.testing.assert_allclose((grad * out).sum(axis=1), np.zeros(4), atol=1e-12)
    assert np.abs(grad).max() > 0.1


def test_a_bias_without_a_weight_leaves_the_normalized_input_alone(rng):
    assert_parity(
        lambda x, b: layer_norm(x, 5, None, b),
        lambda x, b: F.layer_norm(x, (5,), None, b),
        (3, 5),
        (5,),
        rng=rng,
    )


@both
def test_a_mean_of_a_thousand(ours, theirs, rng):
    x = 1000 + rng.standard_normal((3, 7))
    assert_parity(
        lambda x: ours(x, 7),
        lambda x: theirs(x, (7,)),
        x,
        rng=rng,
        tolerances={np.float64: 1e-9},
    )
    exact = x.astype(np.float32).astype(np.float64)
    out = ours(Tensor(x.astype(np.float32)), 7).data
    # The mean itself has a rounding error of 3e-5 in float32.
    np.testing.assert_allclose(out, ours(Tensor(exact), 7).data, atol=1e-4)


@both
@pytest.mark.parametrize("row", [[5.0, 5.0, 5.0], [0.0, 0.0, 0.0]])
def test_a_constant_row_stays_finite(ours, theirs, row, rng):
    assert_parity(
        lambda x: ours(x, 3, eps=1e-5),
        lambda x: theirs(x, (3,), eps=1e-5),
        np.array([row]),
        rng=rng,
        tolerances={np.float64: 1e-9},
    )


@both
@pytest.mark.parametrize("shape", [(0, 4), (4,), (2, 1500)])
def test_empty_size_one_and_long_rows(ours, theirs, shape, rng):
    last = shape[-1:]
    assert_parity(
        lambda x, w: ours(x, last[0], w),
        lambda x, w: theirs(x, last, w),
        shape,
        last,
        rng=rng,
    )


@both
def test_the_default_eps_is_torchs(ours, theirs, rng):
    x = 1e-4 * rng.standard_normal((3, 7))
    assert_parity(lambda x: ours(x, 7), lambda x: theirs(x, (7,)), x, rng=rng)


@both
@pytest.mark.parametrize("shape", [(4,), (), (2, 2), (3, 0)])
def test_the_last_axes_must_be_normalized_shape(ours, theirs, shape):
    x = np.ones((2, 3, 0) if 0 in shape else (2, 3))
    with pytest.raises(ValueError, match=rf"{ours.__name__}: the last axes of the input"):
        ours(x, shape)


def test_wrong_weights_and_biases_are_named():
    x = np.ones((2, 3))
    with pytest.raises(
        ValueError, match=r"layer_norm: expected a weight of shape \(3,\), got \(2,"
    ):
        layer_norm(x, 3, np.ones(2))
    with pytest.raises(
        ValueError, match=r"layer_norm: expected a bias of shape \(3,\), got \(1,"
    ):
        layer_norm(x, 3, None, np.ones(1))
    with pytest.raises(ValueError, match=r"rms_norm: expected a weight of shape \(3,\)"):
        rms_norm(x, (3,), np.ones((3, 1)))
