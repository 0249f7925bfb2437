"""One step of recurrent networks in plain torch, with the gates visible.

Weights and their order are torch's, so that a trained ``torch.nn.LSTM`` can be opened up: call
these with its ``weight_ih_l0``, ``weight_hh_l0``, ``bias_ih_l0`` and ``bias_hh_l0``. Each has G
blocks of H rows, one per gate or candidate: ``weight_ih`` ``(G*H, D)``, ``weight_hh``
``(G*H, H)``, biases ``(G*H,)``.

Letters: B batch, D input features, H hidden units.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn.functional import linear


class LSTMGates(NamedTuple):
    """The gates of an LSTM at one step, each of shape ``(B, H)``.

    ``input``, ``forget`` and ``output``, between 0 and 1, say what fraction of the candidate is
    written, of the cell is kept, and of the cell is exposed.
    """

    input: Tensor
    forget: Tensor
    candidate: Tensor
    output: Tensor


class GRUGates(NamedTuple):
    """The gates of a GRU at one step, each of shape ``(B, H)``.

    ``reset`` and ``update``, between 0 and 1, say what fraction of the past the candidate sees,
    and of the old state is kept.
    """

    reset: Tensor
    update: Tensor
    candidate: Tensor


def rnn_cell(
    input: Tensor,
    hx: Tensor,
    weight_ih: Tensor,
    weight_hh: Tensor,
    bias_ih: Tensor,
    bias_hh: Tensor,
) -> Tensor:
    """Return the next state, tanh(W_ih x + b_ih + W_hh h + b_hh) (Elman 1990).

    ``input`` has shape ``(B, D)``, ``hx`` ``(B, H)``.
    """
    return torch.tanh(linear(input, weight_ih, bias_ih) + linear(hx, weight_hh, bias_hh))


def lstm_cell(
    input: Tensor,
    hx: tuple[Tensor, Tensor],
    weight_ih: Tensor,
    weight_hh: Tensor,
    bias_ih: Tensor,
    bias_hh: Tensor,
) -> tuple[tuple[Tensor, Tensor], LSTMGates]:
    """Take one step of long short-term memory, and return the next ``hx`` and the gates.

    Source: Hochreiter and Schmidhuber 1997, with the forget gate of Gers, Schmidhuber and
    Cummins 2000. ``hx`` is hidden state and cell, each ``(B, H)``; rows of the weights are
    input, forget, candidate, output in turn.
    """
    h, c = hx
    z = linear(input, weight_ih, bias_ih) + linear(h, weight_hh, bias_hh)
    i, f, g, o = z.chunk(4, dim=1)
    gates = LSTMGates(torch.sigmoid(i), torch.sigmoid(f), torch.tanh(g), torch.sigmoid(o))
    c = gates.forget * c + gates.input * gates.candidate
    return (gates.output * torch.tanh(c), c), gates


def gru_cell(
    input: Tensor,
    hx: Tensor,
    weight_ih: Tensor,
    weight_hh: Tensor,
    bias_ih: Tensor,
    bias_hh: Tensor,
) -> tuple[Tensor, GRUGates]:
    """Take one step of the gated recurrent unit, and return the next state and the gates.

    Source: Cho et al. 2014. Rows of the weights are reset, update, candidate in turn. Differs
    from the paper, as torch does: the reset gate multiplies the product with the state, not the
    state.
    """
    r, u, n = linear(input, weight_ih, bias_ih).chunk(3, dim=1)
    r_h, u_h, n_h = linear(hx, weight_hh, bias_hh).chunk(3, dim=1)
    reset, update = torch.sigmoid(r + r_h), torch.sigmoid(u + u_h)
    candidate = torch.tanh(n + reset * n_h)
    return update * hx + (1 - update) * candidate, GRUGates(reset, update, candidate)
