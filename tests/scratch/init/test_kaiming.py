"""Kaiming (He) initialization."""

import math

import numpy as np
import pytest
import torch

from dlbook.scratch import Tensor, init
from tests.scratch.init.statistics import Recorder, assert_moments, empty
from tests.scratch.init.torch_init import asked_of_torch


@pytest.mark.parametrize("name", ["kaiming_uniform_", "kaiming_normal_"])
@pytest.mark.parametrize("shape", [(7, 3), (4, 5, 3, 2)])
@pytest.mark.parametrize("mode", ["fan_in", "fan_out"])
@pytest.mark.parametrize(
    ("a", "nonlinearity"), [(0, "leaky_relu"), (0.2, "leaky_relu"), (0, "tanh")]
)
def test_draws_with_torchs_numbers(name, shape, mode, a, nonlinearity, monkeypatch):
    theirs = asked_of_torch(
        monkeypatch, getattr(torch.nn.init, name), torch.empty(shape), a, mode, nonlinearity
    )
    recorder = Recorder()
    getattr(init, name)(empty(*shape), a, mode, nonlinearity, rng=recorder)
    assert recorder.asked == pytest.approx(theirs, rel=1e-15)


def test_moments():
    rng = np.random.default_rng(0)
    he, out = math.sqrt(2 / 300), math.sqrt(2 / 100)
    assert_moments(init.kaiming_normal_(empty(100, 300), rng=rng).data, 0, he, kurtosis=3)
    assert_moments(init.kaiming_uniform_(empty(100, 300), rng=rng).data, 0, he, kurtosis=9 / 5)
    by_outputs = init.kaiming_normal_(empty(100, 300), mode="fan_out", rng=rng).data
    assert_moments(by_outputs, 0, out, kurtosis=3)


def test_keeps_the_signal_of_a_deep_relu_net_and_xavier_does_not():
    rng = np.random.default_rng(0)
    size = {}
    for fill in (init.kaiming_normal_, init.xavier_normal_):
        h = rng.standard_normal((50, 128))
        for _ in range(20):
            h = np.maximum(h @ fill(Tensor(np.empty((128, 128))), rng=rng).data.T, 0)
        size[fill] = math.sqrt((h**2).mean())
    assert 0.3 < size[init.kaiming_normal_] < 3
    assert size[init.xavier_normal_] < 0.005


def test_an_unknown_mode_is_refused():
    with pytest.raises(ValueError, match="expected 'fan_in' or 'fan_out', got 'fan'"):
        init.kaiming_normal_(empty(3, 4), mode="fan", rng=np.random.default_rng(0))
