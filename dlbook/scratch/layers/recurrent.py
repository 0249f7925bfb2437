"""What the recurrent layers share: weights by level and direction, and the way through them.

Letters: T steps, B batch, D input features, H hidden units, L levels times
directions.
"""

from __future__ import annotations

import math

import numpy as np

from dlbook.scratch.init.plain import uniform_
from dlbook.scratch.module import Module
from dlbook.scratch.ops.join import concat, stack
from dlbook.scratch.tensor import Tensor


class Recurrent(Module):
    """Base class: a subclass sets ``gates`` and defines :meth:`scan`.

    Parameters
    ----------
    input_size, hidden_size : int
        D and H.
    num_layers : int
        Levels; each reads the hidden states of the one below.
    bias : bool
        Whether there are biases.
    batch_first : bool
        Whether input and output are ``(B, T, ...)`` and not ``(T, B, ...)``. The
        states are not concerned.
    bidirectional : bool
        Whether a second set of weights reads each level's input backward; the
        level's output is then both, side by side.
    rng : numpy.random.Generator
        Source of the initial weights, spread evenly over ±1/√H as in torch.

    Attributes
    ----------
    weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0 : Tensor
        Weights of level 0, of shapes ``(gates * H, D)``, ``(gates * H, H)`` and
        twice ``(gates * H,)``; those of level k end in ``_lk``, those that read
        backward in ``_lk_reverse``.

    Notes
    -----
    Differs from torch: no dropout between the levels, no input without a batch
    axis, no packed sequences and no projections.
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
            for suffix in self.suffixes(level):
                width = hidden_size * (1 + bidirectional) if level else input_size
                add_weights(self, suffix, self.gates, width, hidden_size, bias, rng)

    def suffixes(self, level: int) -> list[str]:
        """Return what the names of the weights of ``level`` end in, for each direction."""
        return [f"_l{level}", f"_l{level}_reverse"][: 1 + self.bidirectional]

    def scan(
        self, input: Tensor, states: tuple[Tensor, ...], weights: list[Tensor]
    ) -> tuple[Tensor, tuple[Tensor, ...]]:
        """Pass over the steps once, from ``states``; return hidden and last states.

        Parameters
        ----------
        input : Tensor
            Shape ``(T, B, D)``.
        states : tuple of Tensor
            Each of shape ``(B, H)``.
        weights : list of Tensor
            As the operation wants them.
        """
        raise NotImplementedError(f"{type(self).__name__} has no scan method: define one")

    def run(self, input: Tensor, states: list[Tensor | None]) -> tuple[Tensor, list[Tensor]]:
        """Pass through all levels and directions.

        Parameters
        ----------
        input : Tensor
            Shape ``(T, B, D)``, or ``(B, T, D)`` with ``batch_first``.
        states : list of Tensor
            What :meth:`scan` starts from, each of shape ``(L, B, H)``, None for zeros.

        Returns
        -------
        output : Tensor
            The top level's hidden states, ``(T, B, H)``, twice as wide in two
            directions.
        states : list of Tensor
            The last states, each of shape ``(L, B, H)``.
        """
        self._check(input, states)
        output = input.swapaxes(0, 1) if self.batch_first else input
        states = [self._zeros(output) if state is None else state for state in states]
        ends = []
        for level in range(self.num_layers):
            hidden = []
            for backward, suffix in enumerate(self.suffixes(level)):
                start = tuple(state[len(ends)] for state in states)
                # Reading backward is reading the reversed steps.
                steps = output[::-1] if backward else output
                out, end = self.scan(steps, start, weights_of(self, suffix))
                hidden.append(out[::-1] if backward else out)
                ends.append(end)
            output = concat(hidden, axis=-1) if self.bidirectional else hidden[0]
        output = output.swapaxes(0, 1) if self.batch_first else output
        return output, [stack(state) for state in zip(*ends, strict=True)]

    def _zeros(self, steps: Tensor) -> Tensor:
        shape = (self.num_layers * (1 + self.bidirectional), steps.shape[1], self.hidden_size)
        return Tensor(np.zeros(shape, steps.dtype, like=steps.data))

    def _check(self, input: Tensor, states: list[Tensor | None]) -> None:
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


NAMES = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


def add_weights(
    module: Module, suffix: str, gates: int, D: int, H: int, bias: bool, rng
) -> None:
    """Give ``module`` the weights of one direction of one level."""
    shapes = [(gates * H, D), (gates * H, H)] + [(gates * H,)] * 2 * bias
    bound = 1 / math.sqrt(H)
    for name, shape in zip(NAMES, shapes, strict=False):
        weight = Tensor(np.empty(shape, np.float32), requires_grad=True)
        setattr(module, name + suffix, uniform_(weight, -bound, bound, rng=rng))


def weights_of(module: Module, suffix: str) -> list[Tensor]:
    """Return the weights that :func:`add_weights` made, in its order."""
    names = [name + suffix for name in NAMES]
    return [getattr(module, name) for name in names if hasattr(module, name)]
