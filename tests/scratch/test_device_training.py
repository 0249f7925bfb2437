"""Modules and optimizers work where their arrays are, as on a GPU."""

import numpy as np
import pytest

from dlbook.scratch import Tensor, mse_loss, optim
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
from tests.scratch.device_array import DeviceArray

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
        optim.clip_grad_value_(model.parameters(), 0.4)
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
