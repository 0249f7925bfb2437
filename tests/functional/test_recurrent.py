"""Gates of the recurrent cells, in their order."""

from __future__ import annotations

import torch
from torch.testing import assert_close

from dlbook.functional import recurrent

B, D, H = 3, 5, 7


def drawn(*shapes: tuple[int, int]) -> list[torch.Tensor]:
    draw = torch.Generator().manual_seed(0)
    return [torch.randn(shape, generator=draw, dtype=torch.float64) for shape in shapes]


def test_a_cell_that_keeps_all_and_writes_nothing_does_not_change():
    x, h, c = drawn((B, D), (B, H), (B, H))
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
    x, h = drawn((B, D), (B, H))
    bias = torch.cat([torch.full((H,), v, dtype=torch.float64) for v in (-800, 800, 800)])
    zeros = [torch.zeros(3 * H, n, dtype=torch.float64) for n in (D, H)]
    h_next, gates = recurrent.gru_cell(x, h, *zeros, bias, 0 * bias)
    assert_close(gates.reset, torch.zeros_like(h))
    assert_close(gates.update, torch.ones_like(h))
    assert_close(gates.candidate, torch.ones_like(h))
    assert_close(h_next, h, rtol=0, atol=0)
