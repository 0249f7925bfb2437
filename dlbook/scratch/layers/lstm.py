"""The long short-term memory layer."""

from __future__ import annotations

from dlbook.scratch.layers.recurrent import Recurrent
from dlbook.scratch.ops.lstm import lstm
from dlbook.scratch.tensor import Tensor


class LSTM(Recurrent):
    """Long short-term memory, see :func:`~dlbook.scratch.ops.lstm.lstm`.

    Parameters are those of :class:`~dlbook.scratch.layers.recurrent.Recurrent`.
    """

    gates = 4

    def forward(
        self, input: Tensor, hx: tuple[Tensor, Tensor] | None = None
    ) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        """Return the hidden states of the top level, and the last states of all levels.

        Parameters
        ----------
        input : Tensor
            Shape ``(T, B, D)``, or ``(B, T, D)`` with ``batch_first``.
        hx : tuple of Tensor, optional
            First hidden and cell states, each ``(L, B, H)``; zeros where left out.
        """
        output, (h_n, c_n) = self.run(input, [None, None] if hx is None else list(hx))
        return output, (h_n, c_n)

    def scan(self, input, states, weights):
        """Run the operation."""
        hidden_and_cell = lstm(input, *states, *weights)
        return hidden_and_cell[0], (hidden_and_cell[0, -1], hidden_and_cell[1, -1])
