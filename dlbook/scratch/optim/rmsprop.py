"""RMSprop: a rate for each entry, by its recent gradients."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from dlbook.scratch.optim.optimizer import Optimizer, check_range, zeros_at_first
from dlbook.scratch.tensor import Tensor


class RMSprop(Optimizer):
    """θ ← θ - η g / (√v + ε), where v is a running mean of g².

    Source: Tieleman and Hinton 2012 (Coursera lecture 6.5): Adagrad that
    forgets, so that the rate does not shrink for ever.

    Parameters
    ----------
    params : iterable of Tensor
        What to train.
    lr : float
        Learning rate η.
    alpha : float
        How much of v remains at each step.
    eps : float
        ε, so that nothing is divided by zero.
    weight_decay : float
        λ: adds λ θ to the gradient.
    momentum : float
        μ: the steps are summed, b ← μ b + g / (√v + ε), as a velocity.

    Notes
    -----
    Differs from the source: ε (the lecture has none).
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-2,
        alpha: float = 0.99,
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        momentum: float = 0.0,
    ):
        super().__init__(params, lr)
        check_range("alpha", alpha, low=0, below=1)
        check_range("eps", eps, low=0)
        check_range("weight_decay", weight_decay, low=0)
        check_range("momentum", momentum, low=0)
        self.alpha, self.eps = alpha, eps
        self.weight_decay, self.momentum = weight_decay, momentum

    def update(self, param: Tensor, grad: np.ndarray, state: dict) -> None:
        """Apply the rule of the class to one parameter."""
        if self.weight_decay:
            grad = grad + self.weight_decay * param.data
        v = zeros_at_first(state, "square_avg", grad)
        v += (1 - self.alpha) * (grad * grad - v)
        step = grad / (np.sqrt(v) + self.eps)
        if self.momentum:
            velocity = zeros_at_first(state, "momentum_buffer", grad)
            velocity *= self.momentum
            velocity += step
            step = velocity
        param.data -= self.lr * step
