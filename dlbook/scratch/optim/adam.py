"""Adam: momentum, and a rate for each entry."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from dlbook.scratch.optim.optimizer import Optimizer, check_range, zeros_at_first
from dlbook.scratch.tensor import Tensor


class Adam(Optimizer):
    """θ ← θ - η m̂ / (√v̂ + ε), with running means m of g and v of g².

    Source: Kingma and Ba 2015, algorithm 1. Both means start at zero, and the
    hats divide by how much of a mean is there after t steps: m̂ = m / (1 - β₁ᵗ),
    v̂ = v / (1 - β₂ᵗ).

    Parameters
    ----------
    params : iterable of Tensor
        What to train.
    lr : float
        Learning rate η.
    betas : tuple of float
        β₁ and β₂: how much of each mean remains at a step.
    eps : float
        ε, so that nothing is divided by zero.
    weight_decay : float
        λ: adds λ θ to the gradient, where Adam's division weakens it; see
        :class:`~dlbook.scratch.optim.AdamW`.

    Notes
    -----
    Differs from the paper: nothing.
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
    ):
        super().__init__(params, lr)
        for i, beta in enumerate(betas):
            check_range(f"betas[{i}]", beta, low=0, below=1)
        check_range("eps", eps, low=0)
        check_range("weight_decay", weight_decay, low=0)
        self.betas, self.eps, self.weight_decay = betas, eps, weight_decay

    def update(self, param: Tensor, grad: np.ndarray, state: dict) -> None:
        """Apply the rule of the class to one parameter."""
        if self.weight_decay:
            grad = grad + self.weight_decay * param.data
        param.data -= self.lr * self.direction(grad, state)

    def direction(self, grad: np.ndarray, state: dict) -> np.ndarray:
        """Return m̂ / (√v̂ + ε), and update both means."""
        beta1, beta2 = self.betas
        m = zeros_at_first(state, "exp_avg", grad)
        v = zeros_at_first(state, "exp_avg_sq", grad)
        m += (1 - beta1) * (grad - m)
        v += (1 - beta2) * (grad * grad - v)
        # The corrections go into numbers, which saves two divisions of arrays.
        correction1 = 1 - beta1 ** state["step"]
        correction2 = math.sqrt(1 - beta2 ** state["step"])
        return m / (np.sqrt(v) * (correction1 / correction2) + correction1 * self.eps)
