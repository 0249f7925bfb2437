"""The plain recurrent layer."""

from __future__ import annotations

from dlbook.scratch.layers.recurrent import Recurrent
from dlbook.scratch.ops.rnn import rnn
from dlbook.scratch.tensor import Tensor


class RNN(Recurrent):
    """h_t = φ(W_ih x_t + b_ih + W_hh h_(t-1) + b_hh), see :func:`~dlbook.scratch.ops.rnn.rnn`.

    Parameters
    ----------
    *args, **kwargs
        As in :class:`~dlbook.scratch.layers.recurrent.Recurrent`.
    nonlinearity : str
        φ: ``"tanh"`` or ``"relu"``.
    """

    gates = 1

    def __init__(self, *args, nonlinearity: str = "tanh", **kwargs):
        super().__init__(*args, **kwargs)
        self.nonlinearity = nonlinearity

    def forward(self, input: Tensor, hx: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Return the hidden states of the top level, and the last ones of all levels.

        Parameters
        ----------
        input : Tensor
            Shape ``(T, B, D)``, or ``(B, T, D)`` with ``batch_first``.
        hx : Tensor, optional
            First hidden states, ``(L, B, H)``; zeros where left out.
        """
        output, (h_n,) = self.run(input, [hx])
        return output, h_n

    def scan(self, input, states, weights):
        """Run the operation."""
        hidden = rnn(input, *states, *weights, nonlinearity=self.nonlinearity)
        return hidden, (hidden[-1],)
