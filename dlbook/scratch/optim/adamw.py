"""AdamW: Adam whose weight decay is not divided away."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from dlbook.scratch.optim.adam import Adam
from dlbook.scratch.tensor import Tensor


class AdamW(Adam):
    """Adam, and beside it θ ← (1 - η λ) θ.

    Source: Loshchilov and Hutter 2019, algorithm 2.

    Parameters
    ----------
    params : iterable of Tensor
        What to train.
    lr, betas, eps
        As in :class:`~dlbook.scratch.optim.Adam`.
    weight_decay : float
        λ.

    Notes
    -----
    Differs from the paper: the decay is multiplied by η, as in torch, where the
    paper multiplies it by the schedule's factor alone.
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
    ):
        super().__init__(params, lr, betas, eps, weight_decay)

    def update(self, param: Tensor, grad: np.ndarray, state: dict) -> None:
        """Apply the rule of the class to one parameter."""
        param.data *= 1 - self.lr * self.weight_decay
        param.data -= self.lr * self.direction(grad, state)
