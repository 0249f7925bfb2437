"""Recurrent cells in plain torch: against torch's own, forward and backward."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.testing import assert_close

from dlbook.functional import recurrent
from tests.scratch.parity import assert_same

# Ours, torch's, gates.
PAIRS = {
    "rnn": (recurrent.rnn_cell, torch.nn.RNNCell, 1),
    "gru": (lambda *args: recurrent.gru_cell(*args)[0], torch.nn.GRUCell, 3),
    "lstm": (lambda *args: recurrent.lstm_cell(*args)[0], torch.nn.LSTMCell, 4),
}
B, D, H = 3, 5, 7


def drawn(name: str):
    """Return torch's cell, its input and its state, of unequal sizes."""
    torch.manual_seed(0)
    cell = PAIRS[name][1](D, H).double()
    state = torch.randn(B, H, dtype=torch.float64, requires_grad=True)
    if name == "lstm":
        state = (state, torch.randn(B, H, dtype=torch.float64, requires_grad=True))
    return cell, torch.randn(B, D, dtype=torch.float64, requires_grad=True), state


def slopes(outputs, inputs) -> list[np.ndarray]:
    """Return the slopes of a random direction of all outputs."""
    torch.manual_seed(1)
    directed = sum((out * torch.randn_like(out)).sum() for out in outputs)
    return [grad.numpy() for grad in torch.autograd.grad(directed, inputs)]


@pytest.mark.parametrize("name", PAIRS)
def test_equals_torch(name):
    cell, x, state = drawn(name)
    weights = [cell.weight_ih, cell.weight_hh, cell.bias_ih, cell.bias_hh]
    states = list(state) if name == "lstm" else [state]
    results = []
    for step in (lambda: PAIRS[name][0](x, state, *weights), lambda: cell(x, state)):
        out = step()
        results.append(list(out) if name == "lstm" else [out])
    for ours, theirs in zip(*results, strict=True):
        assert_same("state", ours.detach().numpy(), theirs.detach().numpy(), 1e-12)
    wanted = [x, *states, *weights]
    ours, theirs = (slopes(outputs, wanted) for outputs in results)
    for a, b in zip(ours, theirs, strict=True):
        assert_same("gradient", a, b, 1e-12)


@pytest.mark.parametrize("name", ["lstm", "gru"])
def test_the_comparison_sees_two_gates_swapped(name):
    """Negative control: the order of the gates matters."""
    cell, x, state = drawn(name)
    weights = [cell.weight_ih, cell.weight_hh, cell.bias_ih, cell.bias_hh]
    swapped = [torch.cat([w[H : 2 * H], w[:H], w[2 * H :]]) for w in weights]
    ours, theirs = PAIRS[name][0](x, state, *swapped), cell(x, state)
    if name == "lstm":
        ours, theirs = ours[0], theirs[0]
    assert (ours - theirs).abs().max() > 0.01


def test_a_cell_that_keeps_all_and_writes_nothing_does_not_change():
    _, x, (h, c) = drawn("lstm")
    still = torch.zeros(4 * H, dtype=torch.float64)
    still[:H], still[H : 2 * H] = -800.0, 800.0  # input gate shut, forget gate open
    zeros = [torch.zeros(4 * H, n, dtype=torch.float64) for n in (D, H)]
    (h_next, c_next), gates = recurrent.lstm_cell(x, (h, c), *zeros, still, 0 * still)
    assert_close(c_next, c, rtol=0, atol=0)
    assert_close(h_next, 0.5 * torch.tanh(c))
    assert_close(gates.forget, torch.ones_like(c))
    assert_close(gates.input, torch.zeros_like(c))
    assert_close(gates.candidate, torch.zeros_like(c))
    assert_close(gates.output, torch.full_like(c, 0.5))


def test_gates_of_a_gru_in_their_order():
    _, x, h = drawn("gru")
    bias = torch.cat([torch.full((H,), v, dtype=torch.float64) for v in (-800, 800, 800)])
    zeros = [torch.zeros(3 * H, n, dtype=torch.float64) for n in (D, H)]
    h_next, gates = recurrent.gru_cell(x, h, *zeros, bias, 0 * bias)
    assert_close(gates.reset, torch.zeros_like(h))
    assert_close(gates.update, torch.ones_like(h))
    assert_close(gates.candidate, torch.ones_like(h))
    assert_close(h_next, h, rtol=0, atol=0)
