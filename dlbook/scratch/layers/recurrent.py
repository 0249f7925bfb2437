"""Recurrent layers, by level and direction, and cells that make one step.

Letters: T steps, B batch, D input features, H hidden units, L levels times
directions.
"""

from __future__ import annotations

import math

import numpy as np

from dlbook.scratch.layers.basic import uniform_parameter
from dlbook.scratch.module import Module
from dlbook.scratch.ops.recurrent import gru, lstm, rnn
from dlbook.scratch.ops.shape import concat, stack
from dlbook.scratch.tensor import Tensor

NAMES = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


class Recurrent(Module):
    """Base class: a subclass sets ``gates`` and defines :meth:`step_sequence`.

    Each of the ``num_layers`` levels reads the hidden states of the one below. If
    ``bidirectional``, a second set of weights reads each level's input backward, and the
    level's output is both, side by side. With ``batch_first``, input and output are
    ``(B, T, ...)`` and not ``(T, B, ...)``; the states keep their order.

    The weights of level 0, ``weight_ih_l0`` ``(gates * H, D)``, ``weight_hh_l0``
    ``(gates * H, H)``, ``bias_ih_l0`` and ``bias_hh_l0`` ``(gates * H,)``, start uniform over
    ±1/√H as in torch; those of level k end in ``_lk``, those that read backward in
    ``_lk_reverse``.

    Differs from torch: no dropout between the levels, no input without a batch axis, no packed
    sequences and no projections.
    """

    gates: int  # how many times H the weights have rows

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bias: bool = True,
        batch_first: bool = False,
        bidirectional: bool = False,
        *,
        rng: np.random.Generator,
    ):
        self.input_size, self.hidden_size, self.num_layers = input_size, hidden_size, num_layers
        self.bias, self.batch_first, self.bidirectional = bias, batch_first, bidirectional
        for level in range(num_layers):
            for suffix in self._suffixes(level):
                features = hidden_size * (1 + bidirectional) if level else input_size
                _add_weights(self, suffix, features, hidden_size, bias, rng)

    def _suffixes(self, level: int) -> list[str]:
        """Return what the names of the weights of ``level`` end in, for each direction."""
        return [f"_l{level}", f"_l{level}_reverse"][: 1 + self.bidirectional]

    def step_sequence(
        self, input: Tensor, states: tuple[Tensor, ...], weights: list[Tensor]
    ) -> tuple[Tensor, tuple[Tensor, ...]]:
        """Run one level in one direction; return hidden states (T, B, H), and last states."""
        raise NotImplementedError(f"{type(self).__name__} has no step_sequence method")

    def _forward(self, input: Tensor, states: list[Tensor | None]):
        """Pass through all levels and directions; return output and last states."""
        self._validate(input, states)
        output = input.swapaxes(0, 1) if self.batch_first else input
        states = [self._zeros(output) if state is None else state for state in states]
        ends = []
        for level in range(self.num_layers):
            hidden = []
            for backward, suffix in enumerate(self._suffixes(level)):
                start = tuple(state[len(ends)] for state in states)
                # Reading backward is reading the reversed steps.
                steps = output[::-1] if backward else output
                out, end = self.step_sequence(steps, start, _weights_of(self, suffix))
                hidden.append(out[::-1] if backward else out)
                ends.append(end)
            output = concat(hidden, axis=-1) if self.bidirectional else hidden[0]
        output = output.swapaxes(0, 1) if self.batch_first else output
        return output, [stack(state) for state in zip(*ends, strict=True)]

    def _zeros(self, steps: Tensor) -> Tensor:
        shape = (self.num_layers * (1 + self.bidirectional), steps.shape[1], self.hidden_size)
        return Tensor(np.zeros(shape, steps.dtype, like=steps.data))

    def _validate(self, input: Tensor, states: list[Tensor | None]) -> None:
        name, order = type(self).__name__, "(B, T, D)" if self.batch_first else "(T, B, D)"
        if input.ndim != 3 or input.shape[-1] != self.input_size:
            raise ValueError(
                f"{name}: expected an input {order} with D = {self.input_size}, "
                f"got {input.shape}"
            )
        B = input.shape[0 if self.batch_first else 1]
        expected = (self.num_layers * (1 + self.bidirectional), B, self.hidden_size)
        for state in states:
            if state is not None and state.shape != expected:
                raise ValueError(
                    f"{name}: expected an initial state of shape {expected} "
                    f"(levels times directions, batch, hidden), got {state.shape}"
                )


class RNN(Recurrent):
    """h_t = φ(W_ih x_t + b_ih + W_hh h_(t-1) + b_hh), with φ named by ``nonlinearity``.

    The other arguments are those of :class:`~dlbook.scratch.layers.recurrent.Recurrent`.
    """

    gates = 1

    def __init__(self, *args, nonlinearity: str = "tanh", **kwargs):
        super().__init__(*args, **kwargs)
        self.nonlinearity = nonlinearity

    def forward(self, input: Tensor, hx: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Return the hidden states of the top level, and the last ones of all levels.

        ``input`` has shape (T, B, D), or (B, T, D) with ``batch_first``; the first
        hidden states ``hx`` (L, B, H) are zeros if left out.
        """
        output, (h_n,) = self._forward(input, [hx])
        return output, h_n

    def step_sequence(self, input, states, weights):
        """Run the operation."""
        hidden = rnn(input, *states, *weights, nonlinearity=self.nonlinearity)
        return hidden, (hidden[-1],)


class GRU(Recurrent):
    """Gated recurrent units, see :func:`~dlbook.scratch.ops.recurrent.gru`."""

    gates = 3

    def forward(self, input: Tensor, hx: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Return the hidden states of the top level, and the last ones of all levels."""
        output, (h_n,) = self._forward(input, [hx])
        return output, h_n

    def step_sequence(self, input, states, weights):
        """Run the operation."""
        hidden = gru(input, *states, *weights)
        return hidden, (hidden[-1],)


class LSTM(Recurrent):
    """Long short-term memory, see :func:`~dlbook.scratch.ops.recurrent.lstm`."""

    gates = 4

    def forward(
        self, input: Tensor, hx: tuple[Tensor, Tensor] | None = None
    ) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        """Return the hidden states of the top level, and the last states of all levels.

        ``hx`` holds the first hidden and cell states, each (L, B, H).
        """
        output, (h_n, c_n) = self._forward(input, [None, None] if hx is None else list(hx))
        return output, (h_n, c_n)

    def step_sequence(self, input, states, weights):
        """Run the operation."""
        hidden_and_cell = lstm(input, *states, *weights)
        return hidden_and_cell[0], (hidden_and_cell[0, -1], hidden_and_cell[1, -1])


# --- cells: one step of a layer, for a loop of one's own -----------------------------
#
# A cell is the operation over a sequence of one step. A loop over cells gives the
# layer's result, several times more slowly: a layer multiplies the inputs of all
# steps by the weights at once.


class _Cell(Module):
    """Base class of the cells: weights ``weight_ih`` and so on, of one level."""

    gates: int  # how many times H the weights have rows

    def __init__(
        self, input_size: int, hidden_size: int, bias: bool = True, *, rng: np.random.Generator
    ):
        self.hidden_size = hidden_size
        _add_weights(self, "", input_size, hidden_size, bias, rng)

    def zeros(self, input: Tensor) -> Tensor:
        """Return the state to start from, shape ``(B, H)``."""
        return Tensor(np.zeros((len(input), self.hidden_size), input.dtype, like=input.data))


class RNNCell(_Cell):
    """One step of :class:`~dlbook.scratch.layers.RNN`."""

    gates = 1

    def __init__(self, *args, nonlinearity: str = "tanh", **kwargs):
        super().__init__(*args, **kwargs)
        self.nonlinearity = nonlinearity

    def forward(self, input: Tensor, hx: Tensor | None = None) -> Tensor:
        """Return the new hidden state (B, H) for an input (B, D) and the old state."""
        hx = self.zeros(input) if hx is None else hx
        return rnn(input[None], hx, *_weights_of(self, ""), nonlinearity=self.nonlinearity)[0]


class GRUCell(_Cell):
    """One step of :class:`~dlbook.scratch.layers.GRU`."""

    gates = 3

    def forward(self, input: Tensor, hx: Tensor | None = None) -> Tensor:
        """Return the new hidden state (B, H) for an input (B, D) and the old state."""
        hx = self.zeros(input) if hx is None else hx
        return gru(input[None], hx, *_weights_of(self, ""))[0]


class LSTMCell(_Cell):
    """One step of :class:`~dlbook.scratch.layers.LSTM`."""

    gates = 4

    def forward(
        self, input: Tensor, hx: tuple[Tensor, Tensor] | None = None
    ) -> tuple[Tensor, Tensor]:
        """Return the new hidden and cell state (B, H) for an input (B, D) and the old ones."""
        hx = (self.zeros(input), self.zeros(input)) if hx is None else hx
        states = lstm(input[None], *hx, *_weights_of(self, ""))
        return states[0, 0], states[1, 0]


def _add_weights(module: Module, suffix: str, D: int, H: int, bias: bool, rng) -> None:
    """Give ``module`` the weights of one direction of one level."""
    rows = module.gates * H
    shapes = [(rows, D), (rows, H)] + [(rows,)] * 2 * bias
    for name, shape in zip(NAMES, shapes, strict=False):
        setattr(module, name + suffix, uniform_parameter(shape, 1 / math.sqrt(H), rng))


def _weights_of(module: Module, suffix: str) -> list[Tensor]:
    names = [name + suffix for name in NAMES]
    return [getattr(module, name) for name in names if hasattr(module, name)]
