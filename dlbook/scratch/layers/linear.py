"""The fully connected layer."""

from __future__ import annotations

import math

import numpy as np

from dlbook.scratch.init.plain import uniform_
from dlbook.scratch.module import Module
from dlbook.scratch.ops.linear import linear
from dlbook.scratch.tensor import Tensor


class Linear(Module):
    """``z = W x + b`` for each row ``x`` of a batch.

    Parameters
    ----------
    in_features, out_features : int
        Lengths D and H of a row before and after.
    bias : bool
        Whether there is a ``b``.
    rng : numpy.random.Generator
        Source of the initial weights.

    Attributes
    ----------
    weight : Tensor
        Shape ``(H, D)``; initially spread evenly over ±1/√D, as in torch.
    bias : Tensor or None
        Shape ``(H,)``; likewise.
    """

    def __init__(
        self,
        in_features: int,
        out_features: int,
        bias: bool = True,
        *,
        rng: np.random.Generator,
    ):
        bound = 1 / math.sqrt(max(in_features, 1))
        self.weight = _uniform((out_features, in_features), bound, rng)
        self.bias = _uniform((out_features,), bound, rng) if bias else None

    def forward(self, input: Tensor) -> Tensor:
        """Map ``(..., D)`` to ``(..., H)``."""
        return linear(input, self.weight, self.bias)


def _uniform(shape: tuple[int, ...], bound: float, rng: np.random.Generator) -> Tensor:
    tensor = Tensor(np.empty(shape, np.float32), requires_grad=True)
    return uniform_(tensor, -bound, bound, rng=rng)
