"""The workloads: the same networks everywhere, and honest counts."""

import math

import numpy as np
import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from tools.bench.engines import with_numpy, with_scratch, with_torch
from tools.bench.measure import check_losses
from tools.bench.workloads import WORKLOADS

every_workload = pytest.mark.parametrize("name", WORKLOADS)


@pytest.fixture(autouse=True)
def _one_thread(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "1")


@every_workload
def test_weights_are_those_of_the_networks(name):
    shapes = WORKLOADS[name].shapes
    torchs = {
        key: tuple(v.shape) for key, v in with_torch.models()[name]().state_dict().items()
    }
    mine = with_scratch.models(np.random.default_rng(0))[name]().state_dict()
    assert shapes == torchs
    assert shapes == {key: value.shape for key, value in mine.items()}


@every_workload
def test_every_process_draws_the_same(name):
    x, y, weights = WORKLOADS[name].data()
    again_x, again_y, again = WORKLOADS[name].data()
    np.testing.assert_array_equal(x, again_x)
    np.testing.assert_array_equal(y, again_y)
    for key, value in weights.items():
        np.testing.assert_array_equal(value, again[key])
        assert value.dtype == np.float32


@pytest.mark.parametrize("engine", ["scratch", "autograd"])
@every_workload
def test_engines_compute_the_same_as_torch(engine, name):
    if engine == "autograd":
        pytest.importorskip("autograd")
        from tools.bench.engines import with_autograd as module
    else:
        module = with_scratch
    steps = module.make(name), with_torch.make(name)
    mine, torchs = ([step() for _ in range(3)] for step in steps)
    check_losses(engine, mine, torchs)
    assert torchs[0] > torchs[1] > torchs[2]


def test_step_by_hand_computes_the_same_as_torch():
    by_hand, torchs = with_numpy.make("mlp"), with_torch.make("mlp")
    check_losses("numpy", *([step() for _ in range(3)] for step in (by_hand, torchs)))
    assert with_numpy.make("cnn") is None


@every_workload
def test_arithmetic_is_what_torch_counts(name):
    if name == "lstm":
        pytest.skip("torch does not count inside its LSTM")
    step = with_torch.make(name)
    with FlopCounterMode(display=False) as counter:
        step()
    # Torch does not count its CPU attention: two products forward, four backward.
    B, T, E = WORKLOADS["transformer"].input_shape
    attention = 6 * (2 * B * T * T * E) if name == "transformer" else 0
    assert WORKLOADS[name].flops == counter.get_total_flops() + attention


def test_arithmetic_of_the_lstm_is_that_of_its_products():
    # In a step of a sequence both weights meet every example once forward; backward each
    # weight once more, and the hidden state once.
    T, B, D, H = 64, 32, 128, 128
    one = 2 * T * B * D * 4 * H
    assert WORKLOADS["lstm"].flops == 2 * one + 2 * one + one
    assert math.prod(WORKLOADS["lstm"].input_shape) == T * B * D
    assert torch.nn.LSTM(D, H).weight_ih_l0.shape == (4 * H, D)
