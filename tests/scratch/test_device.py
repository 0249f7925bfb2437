"""Operations run where their inputs are: on a pretended device, and on a GPU."""

from __future__ import annotations

import numpy as np
import pytest

from dlbook.scratch import Tensor, detect_anomaly, mse_loss, no_grad, optim, trace
from dlbook.scratch.layers import (
    GRU,
    LSTM,
    RNN,
    BatchNorm2d,
    Conv2d,
    Flatten,
    Linear,
    MaxPool2d,
    ReLU,
    Sequential,
    TransformerEncoderLayer,
)
from tests.scratch.cases.operations import CASES
from tests.scratch.device_array import DeviceArray
from tests.scratch.parity import draw


def results(case, arrays, seed, upload):
    """Return output and gradients of a case, computed on uploaded inputs."""
    xs = [Tensor(upload(x), requires_grad=True) for x in arrays]
    out = case.ours(*xs)
    out.backward(seed)
    return [out.data, *(x.grad for x in xs)]


def inputs_and_seed(case, rng):
    arrays = [draw(rng, spec) for spec in case.specs]
    return arrays, rng.standard_normal(case.ours(*map(Tensor, arrays)).shape)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_nothing_leaves_the_device(case, rng):
    arrays, seed = inputs_and_seed(case, rng)
    expected = results(case, arrays, seed, lambda x: x)
    for mine, theirs in zip(results(case, arrays, seed, DeviceArray), expected, strict=True):
        assert isinstance(mine, DeviceArray)
        np.testing.assert_array_equal(mine.host, theirs)


@pytest.mark.gpu
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_gpu_gives_the_same_numbers(case, rng):
    cupy = pytest.importorskip("cupy")
    arrays, seed = inputs_and_seed(case, rng)
    expected = results(case, arrays, seed, lambda x: x)
    for mine, theirs in zip(results(case, arrays, seed, cupy.asarray), expected, strict=True):
        assert isinstance(mine, cupy.ndarray)
        largest = np.abs(theirs).max(initial=0)
        np.testing.assert_allclose(mine.get(), theirs, rtol=1e-10, atol=1e-10 * largest)


def test_the_pretended_device_refuses_what_cupy_refuses():
    x = DeviceArray(np.ones(3))
    for refused in (
        lambda: np.asarray(x),
        lambda: x + np.ones(3),
        lambda: np.maximum.reduce(x),
        lambda: np.ones(3, like=x),
        lambda: x.max(initial=0),
        lambda: np.max(x, initial=0),
        lambda: np.abs(x, where=x > 0),
        lambda: x[np.array([0])],
    ):
        with pytest.raises((TypeError, NotImplementedError)):
            refused()


def test_numbers_and_lists_are_taken_to_the_device():
    x = Tensor(DeviceArray(np.ones((2, 2), np.float32)), requires_grad=True)
    (x * 2 + 1.5).backward([[1, 2], [3, 4]])
    assert x.grad.dtype == np.float32
    np.testing.assert_array_equal(x.grad.host, [[2, 4], [6, 8]])


def test_updates_versions_and_modes_work_there():
    x = Tensor(DeviceArray(np.ones(2)), requires_grad=True)
    y = (x * x).sum()
    x.data -= 1
    with pytest.raises(RuntimeError, match="was changed 1 time"):
        y.backward()
    with no_grad():
        assert not (x * 2).requires_grad
    assert isinstance(x.detach().data, DeviceArray)
    np.testing.assert_array_equal(x.data.host, [0, 0])


def test_tracing_and_anomalies_work_there():
    x = Tensor(DeviceArray(np.array([4.0, 1.0])), requires_grad=True)
    graph = trace(lambda x: (x * 2).sum(), x)
    graph.output.backward()
    np.testing.assert_array_equal(graph.nodes[0].grad.host, [2, 2])
    with detect_anomaly():
        (x * x).sum().backward()
    nan = pytest.raises(FloatingPointError, match="log: NaN appears here first, in 1 of 2")
    with nan, detect_anomaly():
        (x - 2).log()


# --- modules and optimizers -----------------------------------------------------------

NETWORKS = {
    "linear": (
        lambda rng: Sequential(Linear(4, 5, rng=rng), ReLU(), Linear(5, 2, rng=rng)),
        (3, 4),
    ),
    "conv": (
        lambda rng: Sequential(
            Conv2d(2, 3, 3, rng=rng),
            BatchNorm2d(3),
            MaxPool2d(2),
            Flatten(),
            Linear(12, 2, rng=rng),
        ),
        (3, 2, 6, 6),
    ),
    "rnn": (lambda rng: RNN(4, 5, bidirectional=True, rng=rng), (3, 2, 4)),
    "gru": (lambda rng: GRU(4, 5, num_layers=2, rng=rng), (3, 2, 4)),
    "lstm": (lambda rng: LSTM(4, 5, batch_first=True, rng=rng), (3, 2, 4)),
    "transformer": (lambda rng: TransformerEncoderLayer(4, 2, 6, 0.0, rng=rng), (3, 2, 4)),
}
OPTIMIZERS = {
    "sgd": lambda p: optim.SGD(p, 0.1, momentum=0.9, nesterov=True, weight_decay=0.1),
    "rmsprop": lambda p: optim.RMSprop(p, 0.1, momentum=0.9, weight_decay=0.1),
    "adagrad": lambda p: optim.Adagrad(p, 0.1, weight_decay=0.1),
    "adam": lambda p: optim.Adam(p, 0.1, weight_decay=0.1),
    "adamw": lambda p: optim.AdamW(p, 0.1),
    "muon": lambda p: optim.Muon([q for q in p if q.ndim == 2], 0.1),
}


def train(model, x, convert, make_optimizer) -> list[np.ndarray]:
    """Take two steps, and return the parameters."""
    model.to(convert)
    optimizer = make_optimizer(model.parameters())
    for _ in range(2):
        out = model(Tensor(convert(x)))
        out = out[0] if isinstance(out, tuple) else out
        loss = mse_loss(out, Tensor(convert(np.ones(out.shape, np.float32))))
        model.zero_grad()
        loss.backward()
        optim.clip_grad_norm_(model.parameters(), 0.5)
        optimizer.step()
    values = [p.data for p in model.parameters()]
    assert {type(value) for value in values} == {type(convert(np.zeros(1)))}
    return [value.host if isinstance(value, DeviceArray) else value for value in values]


def assert_same_on_device(network: str, optimizer: str, rng) -> None:
    make, shape = NETWORKS[network]
    x = rng.standard_normal(shape).astype(np.float32)
    here, there = make(np.random.default_rng(0)), make(np.random.default_rng(0))
    mine = train(here, x, np.array, OPTIMIZERS[optimizer])
    for a, b in zip(mine, train(there, x, DeviceArray, OPTIMIZERS[optimizer]), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("network", NETWORKS)
def test_every_kind_of_layer(network, rng):
    assert_same_on_device(network, "sgd", rng)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer(optimizer, rng):
    assert_same_on_device("linear", optimizer, rng)


def test_masks_go_where_the_scores_are(rng):
    layer = TransformerEncoderLayer(4, 2, 6, 0.0, rng=rng)
    x = rng.standard_normal((3, 2, 4)).astype(np.float32)
    masks = {"src_mask": ~np.tri(3, dtype=bool), "src_key_padding_mask": np.eye(2, 3, 1) > 0}
    here = layer(Tensor(x), **masks).data
    there = layer.to(DeviceArray)(Tensor(DeviceArray(x)), **masks).data
    np.testing.assert_allclose(there.host, here, rtol=1e-5, atol=1e-6)
