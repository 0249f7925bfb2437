"""Recurrent cells: one step of a recurrent layer, for loops of one's own.

A cell is the operation over a sequence of one step. A loop over cells gives the
layer's result, several times more slowly: a layer multiplies the inputs of all
steps by the weights at once.
"""

from __future__ import annotations

import numpy as np

from dlbook.scratch.layers.recurrent import add_weights, weights_of
from dlbook.scratch.module import Module
from dlbook.scratch.ops.gru import gru
from dlbook.scratch.ops.lstm import lstm
from dlbook.scratch.ops.rnn import rnn
from dlbook.scratch.tensor import Tensor


class Cell(Module):
    """Base class of the cells.

    Parameters
    ----------
    input_size, hidden_size : int
        D and H.
    bias : bool
        Whether there are biases.
    rng : numpy.random.Generator
        Source of the initial weights, spread evenly over ±1/√H as in torch.

    Attributes
    ----------
    weight_ih, weight_hh, bias_ih, bias_hh : Tensor
        Shapes ``(gates * H, D)``, ``(gates * H, H)`` and twice ``(gates * H,)``.
    """

    gates: int  # how many times H the weights have rows

    def __init__(
        self, input_size: int, hidden_size: int, bias: bool = True, *, rng: np.random.Generator
    ):
        self.hidden_size = hidden_size
        add_weights(self, "", self.gates, input_size, hidden_size, bias, rng)

    def zeros(self, input: Tensor) -> Tensor:
        """Return the state to start from, shape ``(B, H)``."""
        return Tensor(np.zeros((len(input), self.hidden_size), input.dtype, like=input.data))


class RNNCell(Cell):
    """One step of :class:`~dlbook.scratch.layers.RNN`.

    Parameters
    ----------
    *args, **kwargs
        As in :class:`~dlbook.scratch.layers.cells.Cell`.
    nonlinearity : str
        ``"tanh"`` or ``"relu"``.
    """

    gates = 1

    def __init__(self, *args, nonlinearity: str = "tanh", **kwargs):
        super().__init__(*args, **kwargs)
        self.nonlinearity = nonlinearity

    def forward(self, input: Tensor, hx: Tensor | None = None) -> Tensor:
        """Return the new hidden state (B, H) for an input (B, D) and the old state."""
        hx = self.zeros(input) if hx is None else hx
        return rnn(input[None], hx, *weights_of(self, ""), nonlinearity=self.nonlinearity)[0]


class GRUCell(Cell):
    """One step of :class:`~dlbook.scratch.layers.GRU`; parameters as in ``Cell``."""

    gates = 3

    def forward(self, input: Tensor, hx: Tensor | None = None) -> Tensor:
        """Return the new hidden state (B, H) for an input (B, D) and the old state."""
        hx = self.zeros(input) if hx is None else hx
        return gru(input[None], hx, *weights_of(self, ""))[0]


class LSTMCell(Cell):
    """One step of :class:`~dlbook.scratch.layers.LSTM`; parameters as in ``Cell``."""

    gates = 4

    def forward(
        self, input: Tensor, hx: tuple[Tensor, Tensor] | None = None
    ) -> tuple[Tensor, Tensor]:
        """Return the new hidden and cell state (B, H) for an input (B, D) and the old ones."""
        hx = (self.zeros(input), self.zeros(input)) if hx is None else hx
        states = lstm(input[None], *hx, *weights_of(self, ""))
        return states[0, 0], states[1, 0]
