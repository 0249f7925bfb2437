"""The long short-term memory layer: what it is for."""

import numpy as np

from dlbook.scratch import Tensor, optim
from dlbook.scratch.layers import LSTM, RNN, Linear
from dlbook.scratch.ops.losses import mse_loss


def test_a_closed_input_and_an_open_forget_gate_keep_the_cell(rng):
    layer = LSTM(3, 5, rng=rng)
    layer.bias_ih_l0.data[:5] = -90.0  # i is 0
    layer.bias_ih_l0.data[5:10] = 90.0  # f is 1
    zeros = Tensor(np.zeros((1, 4, 5), np.float32))
    cell = rng.standard_normal((1, 4, 5)).astype(np.float32)
    x = Tensor(rng.standard_normal((50, 4, 3)).astype(np.float32))
    _, (_, last) = layer(x, (zeros, Tensor(cell)))
    np.testing.assert_allclose(last.data, cell, rtol=1e-6)


def test_learns_to_add_the_marked_numbers_as_a_plain_network_does_not():
    # The adding problem of Hochreiter and Schmidhuber 1997, section 5.4, made short.
    losses = {}
    for cls in (LSTM, RNN):
        rng = np.random.default_rng(0)
        layer, head = cls(2, 24, rng=rng), Linear(24, 1, rng=rng)
        adam = optim.Adam([*layer.parameters(), *head.parameters()], lr=0.01)
        recent = []
        for _ in range(400):
            x = np.zeros((20, 32, 2), np.float32)
            x[:, :, 0] = rng.random((20, 32))
            for place in (rng.integers(0, 10, 32), rng.integers(10, 20, 32)):
                x[place, np.arange(32), 1] = 1
            target = (x[:, :, 0] * x[:, :, 1]).sum(0)[:, None]
            output, _ = layer(Tensor(x))
            loss = mse_loss(head(output[-1]), target)
            adam.zero_grad()
            loss.backward()
            optim.clip_grad_norm_(adam.params, 1.0)
            adam.step()
            recent = [*recent[-19:], loss.item()]
        losses[cls] = np.mean(recent)
    # Always to answer 1 has an error of 1/6.
    assert losses[LSTM] < 0.03
    assert losses[RNN] > 0.1
