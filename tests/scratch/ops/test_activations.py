"""Activations: values at known points, and far out where exponentials overflow."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812

from dlbook import scratch
from dlbook.scratch import Tensor
from tests.scratch.parity import TOLERANCES, assert_parity

PAIRS = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": F.leaky_relu,
    "silu": F.silu,
    "softplus": F.softplus,
    "elu": F.elu,
    "selu": F.selu,
    "gelu": lambda x: F.gelu(x, approximate="tanh"),
}
every = pytest.mark.parametrize("name", PAIRS)


@pytest.mark.parametrize(
    ("name", "x", "y", "slope"),
    [
        ("sigmoid", 0.0, 0.5, 0.25),
        ("tanh", 0.0, 0.0, 1.0),
        ("relu", 0.0, 0.0, 0.0),
        ("relu", -2.0, 0.0, 0.0),
        ("relu", 3.0, 3.0, 1.0),
        ("leaky_relu", -2.0, -0.02, 0.01),
        ("leaky_relu", 0.0, 0.0, 0.01),
        ("silu", 0.0, 0.0, 0.5),
        ("softplus", 0.0, np.log(2), 0.5),
        ("gelu", 0.0, 0.0, 0.5),
        ("elu", 0.0, 0.0, 1.0),
        ("elu", -np.log(2), -0.5, 0.5),
        ("selu", 1.0, 1.0507009873554805, 1.0507009873554805),
    ],
)
def test_known_points(name, x, y, slope):
    x = Tensor(x, requires_grad=True)
    out = getattr(scratch, name)(x)
    out.backward()
    np.testing.assert_allclose([out.item(), x.grad], [y, slope], rtol=1e-6)


@every
@pytest.mark.parametrize(
    "points", [[-1000.0, 1000.0], [-30.0, 30.0], [0.0, -0.0], [1e-8, -1e-8]]
)
def test_far_out_and_near_zero(name, points, rng):
    assert_parity(
        getattr(scratch, name), PAIRS[name], np.array(points), rng=rng, tolerances=TOLERANCES
    )


@every
def test_infinity_and_nan_come_out_as_torch_has_them(name):
    points = np.array([np.inf, np.nan])
    with np.errstate(invalid="ignore"):
        ours = getattr(scratch, name)(Tensor(points)).data
    np.testing.assert_allclose(ours, PAIRS[name](torch.tensor(points)).numpy(), rtol=1e-12)


@every
@pytest.mark.parametrize("shape", [(), (0,), (1, 1), (0, 3)])
def test_empty_and_size_one(name, shape, rng):
    assert_parity(getattr(scratch, name), PAIRS[name], shape, rng=rng)


@every
def test_integers(name):
    out = getattr(scratch, name)(Tensor(np.array([-1, 2])))
    assert out.dtype == (np.int64 if name == "relu" else np.float32)


def test_a_small_sigmoid_still_has_a_logarithm():
    x = Tensor([-20.0, -80.0], requires_grad=True)
    logarithm = scratch.log(scratch.sigmoid(x))
    np.testing.assert_allclose(logarithm.data, [-20, -80], rtol=1e-6)
    logarithm.sum().backward()
    np.testing.assert_allclose(x.grad, [1, 1], rtol=1e-6)


def test_a_slope_given_as_numpy_number_keeps_float32():
    assert scratch.leaky_relu(Tensor([-1.0]), np.float64(0.1)).dtype == np.float32


def test_selu_keeps_mean_and_variance(rng):
    x = Tensor(rng.standard_normal(200_000))
    out = scratch.selu(x).data
    assert abs(out.mean()) < 0.01
    assert abs(out.var() - 1) < 0.02


@pytest.mark.parametrize("alpha", [0.5, 2.0])
def test_elu_at_zero_has_the_slope_of_its_left_side(alpha, rng):
    assert_parity(
        lambda x: scratch.elu(x, alpha),
        lambda x: F.elu(x, alpha),
        np.array([0.0, -1.0, 1.0]),
        rng=rng,
    )
