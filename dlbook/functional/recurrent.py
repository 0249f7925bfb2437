"""One step of recurrent networks in plain torch, with the gates in reach.

Weights and their order are torch's, so that a trained ``torch.nn.LSTM`` can be opened up: call
these with its ``weight_ih_l0``, ``weight_hh_l0``, ``bias_ih_l0`` and ``bias_hh_l0``.

Letters: B batch, D input features, H hidden units.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn.functional import linear


class LSTMGates(NamedTuple):
    """What an LSTM decides at one step, each of shape ``(B, H)``.

    Attributes
    ----------
    input, forget, output : Tensor
        Shares between 0 and 1: of the candidate that is written, of the cell that is kept, and
        of the cell that is shown.
    candidate : Tensor
        What could be written, between -1 and 1.
    """

    input: Tensor
    forget: Tensor
    candidate: Tensor
    output: Tensor


class GRUGates(NamedTuple):
    """What a GRU decides at one step, each of shape ``(B, H)``.

    Attributes
    ----------
    reset, update : Tensor
        Shares between 0 and 1: of the past that the candidate sees, and of the old state that
        stays.
    candidate : Tensor
        What could take the old state's place, between -1 and 1.
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

    Parameters
    ----------
    input, hx : Tensor
        Input ``(B, D)`` and state ``(B, H)``.
    weight_ih, weight_hh : Tensor
        Shapes ``(H, D)`` and ``(H, H)``.
    bias_ih, bias_hh : Tensor
        Shape ``(H,)``.
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
    """Take one step of long short-term memory.

    Source: Hochreiter and Schmidhuber 1997, with the forget gate of Gers, Schmidhuber and
    Cummins 2000.

    Parameters
    ----------
    input : Tensor
        Shape ``(B, D)``.
    hx : tuple of Tensor
        Hidden state and cell, each ``(B, H)``.
    weight_ih, weight_hh : Tensor
        Shapes ``(4H, D)`` and ``(4H, H)``: rows of input, forget, candidate, output in turn.
    bias_ih, bias_hh : Tensor
        Shape ``(4H,)``.

    Returns
    -------
    hx : tuple of Tensor
        The next hidden state and cell.
    gates : LSTMGates
        What was decided.
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
    """Take one step of the gated recurrent unit (Cho et al. 2014).

    Parameters
    ----------
    input, hx : Tensor
        Input ``(B, D)`` and state ``(B, H)``.
    weight_ih, weight_hh : Tensor
        Shapes ``(3H, D)`` and ``(3H, H)``: rows of reset, update, candidate in turn.
    bias_ih, bias_hh : Tensor
        Shape ``(3H,)``.

    Returns
    -------
    hx : Tensor
        The next state.
    gates : GRUGates
        What was decided.

    Notes
    -----
    Differs from the paper, as torch does: the reset gate multiplies the product with the state
    and not the state.
    """
    r, z, n = linear(input, weight_ih, bias_ih).chunk(3, dim=1)
    r_h, z_h, n_h = linear(hx, weight_hh, bias_hh).chunk(3, dim=1)
    reset, update = torch.sigmoid(r + r_h), torch.sigmoid(z + z_h)
    candidate = torch.tanh(n + reset * n_h)
    return update * hx + (1 - update) * candidate, GRUGates(reset, update, candidate)
