"""Xavier (Glorot) initialization."""

import math

import numpy as np
import pytest
import torch

from dlbook.scratch import Tensor, init
from tests.scratch.init.statistics import Recorder, assert_moments, empty
from tests.scratch.init.torch_init import asked_of_torch


@pytest.mark.parametrize("name", ["xavier_uniform_", "xavier_normal_"])
@pytest.mark.parametrize("shape", [(7, 3), (4, 5, 3, 2), (1, 1)])
@pytest.mark.parametrize("gain", [1.0, 5 / 3])
def test_draws_with_torchs_numbers(name, shape, gain, monkeypatch):
    theirs = asked_of_torch(monkeypatch, getattr(torch.nn.init, name), torch.empty(shape), gain)
    recorder = Recorder()
    getattr(init, name)(empty(*shape), gain, rng=recorder)
    assert recorder.asked == pytest.approx(theirs, rel=1e-15)


def test_moments():
    rng, std = np.random.default_rng(0), math.sqrt(2 / (100 + 300))
    assert_moments(init.xavier_normal_(empty(100, 300), rng=rng).data, 0, std, kurtosis=3)
    assert_moments(init.xavier_uniform_(empty(100, 300), rng=rng).data, 0, std, kurtosis=9 / 5)


def test_keeps_the_variance_of_a_deep_linear_net_and_he_does_not():
    rng = np.random.default_rng(0)
    spread = {}
    for fill in (init.xavier_normal_, init.kaiming_normal_):
        h = rng.standard_normal((50, 128))
        for _ in range(20):
            h = h @ fill(Tensor(np.empty((128, 128))), rng=rng).data.T
        spread[fill] = h.std()
    assert 0.5 < spread[init.xavier_normal_] < 2
    assert spread[init.kaiming_normal_] > 500  # √2 to the power 20 is 1,024


def test_a_bias_is_refused():
    with pytest.raises(ValueError, match="set a bias to zeros"):
        init.xavier_uniform_(empty(3), rng=np.random.default_rng(0))
