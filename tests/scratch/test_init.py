"""Initial weights follow torch's formulas, and the distributions that they should."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from scipy import stats

from dlbook.scratch import Tensor, init


def empty(*shape: int, dtype=np.float64) -> Tensor:
    """Return a tensor to be filled; not-a-numbers show where it was not."""
    return Tensor(np.full(shape, np.nan, dtype), requires_grad=True)


class Recorder:
    """A stand-in for a generator that notes what it is asked for, and gives zeros."""

    def uniform(self, low, high, shape):
        self.asked = (low, high)
        return np.zeros(shape)

    normal = uniform


def follows(values: np.ndarray, distribution) -> bool:
    """Say whether numbers may be drawn from a distribution (Kolmogorov-Smirnov)."""
    return stats.kstest(values.ravel(), distribution.cdf).pvalue > 1e-4


@pytest.mark.parametrize("shape", [(3, 5), (3, 5, 7), (8, 5, 2, 3), (1, 1)])
def test_fans_are_torchs(shape):
    expected = torch.nn.init._calculate_fan_in_and_fan_out(torch.empty(shape))
    assert init.fan_in_and_fan_out(empty(*shape)) == expected


@pytest.mark.parametrize("name", ["linear", "sigmoid", "tanh", "relu", "leaky_relu"])
def test_gains_are_torchs(name):
    for param in (None, *((0.2, 0, 1) if name == "leaky_relu" else ())):
        assert init.calculate_gain(name, param) == torch.nn.init.calculate_gain(name, param)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("uniform_", {"a": -1.0, "b": 3.0}),
        ("normal_", {"mean": 2.0, "std": 0.5}),
        *[
            (f"xavier_{kind}_", {"gain": gain})
            for kind in ("uniform", "normal")
            for gain in (1.0, 5 / 3)
        ],
        *[
            ("kaiming_normal_", {"mode": mode, "a": a, "nonlinearity": f})
            for mode in ("fan_in", "fan_out")
            for a, f in [(0, "leaky_relu"), (0.2, "leaky_relu"), (0, "tanh")]
        ],
    ],
)
@pytest.mark.parametrize("shape", [(7, 3), (4, 5, 3, 2)])
def test_numbers_are_drawn_with_torchs_bounds_or_moments(name, options, shape, monkeypatch):
    seen = []

    def note(tensor, first, second, generator=None):
        seen.append((first, second))
        return tensor

    monkeypatch.setattr(torch.Tensor, "uniform_", note)
    monkeypatch.setattr(torch.Tensor, "normal_", note)
    getattr(torch.nn.init, name)(torch.empty(shape), **options)
    recorder = Recorder()
    getattr(init, name)(empty(*shape), **options, rng=recorder)
    assert recorder.asked == pytest.approx(seen[-1], rel=1e-15)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("normal_", stats.norm()),
        ("uniform_", stats.uniform()),
        ("xavier_normal_", stats.norm(scale=math.sqrt(2 / 400))),
        ("kaiming_normal_", stats.norm(scale=math.sqrt(2 / 300))),
    ],
)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_a_tensor_is_filled_in_place_and_in_its_dtype(name, expected, dtype):
    tensor = empty(100, 300, dtype=dtype)
    assert getattr(init, name)(tensor, rng=np.random.default_rng(0)) is tensor
    assert tensor.dtype == dtype
    assert follows(tensor.data, expected)
    assert not follows(1.1 * tensor.data, expected)


@pytest.mark.parametrize("shape", [(5, 5), (4, 7), (7, 4), (4, 3, 2, 2), (1, 6), (6, 1)])
@pytest.mark.parametrize(("gain", "dtype"), [(1.0, np.float64), (2.5, np.float32)])
def test_orthogonal_is_orthogonal(shape, gain, dtype):
    tensor = empty(*shape, dtype=dtype)
    assert init.orthogonal_(tensor, gain, rng=np.random.default_rng(0)) is tensor
    matrix = tensor.data.reshape(len(tensor), -1)
    small = matrix @ matrix.T if len(matrix) <= matrix.shape[1] else matrix.T @ matrix
    difference = np.abs(small - gain**2 * np.eye(len(small))).max()
    assert difference < (1e-5 if dtype == np.float32 else 1e-13)


def test_orthogonal_is_uniform_over_the_rotations_and_reflections():
    # A coordinate of a uniform point on the unit sphere in 4 dimensions. Without the correction
    # of signs the first column of Q leans to one side.
    rng, coordinate = np.random.default_rng(0), stats.beta(1.5, 1.5, loc=-1, scale=2)
    drawn = np.stack([init.orthogonal_(empty(4, 4), rng=rng).data for _ in range(4000)])
    assert all(follows(entry, coordinate) for entry in drawn.reshape(4000, 16).T)


def test_refusals():
    rng = np.random.default_rng(0)
    for shape in [(3,), (), (0, 4), (4, 0)]:
        with pytest.raises(ValueError, match=r"needs at least the axes .* bias to zeros"):
            init.fan_in_and_fan_out(empty(*shape))
    with pytest.raises(ValueError, match=r"expected one of .*'relu'.* got 'mish'"):
        init.calculate_gain("mish")
    with pytest.raises(ValueError, match="expected 'fan_in' or 'fan_out', got 'fan'"):
        init.kaiming_normal_(empty(3, 4), mode="fan", rng=rng)
    with pytest.raises(ValueError, match=r"at least two axes, got shape \(3,\)"):
        init.orthogonal_(empty(3), rng=rng)
