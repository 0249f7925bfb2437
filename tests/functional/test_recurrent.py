"""The gates that the recurrent cells return, by their names."""

from __future__ import annotations

import torch

from dlbook.functional import gru_cell, lstm_cell

B, D, H = 3, 5, 7


def weights(*biases: float) -> list[torch.Tensor]:
    """Return weights of zero, and a bias for each gate."""
    bias = torch.tensor(biases).repeat_interleave(H)
    return [torch.zeros(len(bias), D), torch.zeros(len(bias), H), bias, 0 * bias]


def means(gates) -> dict[str, float]:
    return {name: gate.mean().item() for name, gate in gates._asdict().items()}


def test_a_cell_that_keeps_all_and_writes_nothing_does_not_change():
    x, h, c = torch.randn(B, D), torch.randn(B, H), torch.randn(B, H)
    (h_next, c_next), gates = lstm_cell(x, (h, c), *weights(-800.0, 800.0, 0.0, 0.0))
    assert torch.equal(c_next, c)
    torch.testing.assert_close(h_next, 0.5 * torch.tanh(c))
    assert means(gates) == {"input": 0, "forget": 1, "candidate": 0, "output": 0.5}


def test_gates_of_a_gru_in_their_order():
    x, h = torch.randn(B, D), torch.randn(B, H)
    h_next, gates = gru_cell(x, h, *weights(-800.0, 800.0, 800.0))
    assert means(gates) == {"reset": 0, "update": 1, "candidate": 1}
    assert torch.equal(h_next, h)
