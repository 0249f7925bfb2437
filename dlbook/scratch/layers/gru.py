"""The gated recurrent layer."""

from __future__ import annotations

from dlbook.scratch.layers.recurrent import Recurrent
from dlbook.scratch.ops.gru import gru
from dlbook.scratch.tensor import Tensor


class GRU(Recurrent):
    """Gated recurrent units, see :func:`~dlbook.scratch.ops.gru.gru`.

    Parameters are those of :class:`~dlbook.scratch.layers.recurrent.Recurrent`.
    """

    gates = 3

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
        hidden = gru(input, *states, *weights)
        return hidden, (hidden[-1],)
