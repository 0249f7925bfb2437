"""Adagrad: a rate for each entry, by all its gradients so far."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from dlbook.scratch.optim.optimizer import Optimizer, check_range
from dlbook.scratch.tensor import Tensor


class Adagrad(Optimizer):
    """θ ← θ - η g / (√s + ε), where s is the sum of g² over all steps.

    Source: Duchi, Hazan and Singer 2011, the diagonal case of figure 1. Entries
    that rarely have a gradient keep a high rate.

    Parameters
    ----------
    params : iterable of Tensor
        What to train.
    lr : float
        Learning rate η.
    lr_decay : float
        Divides η by ``1 + (step - 1) * lr_decay``.
    weight_decay : float
        λ: adds λ θ to the gradient.
    initial_accumulator_value : float
        What s starts from.
    eps : float
        ε, so that nothing is divided by zero.

    Notes
    -----
    Differs from the paper: ε stands outside the root, and ``lr_decay`` is torch's.
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-2,
        lr_decay: float = 0.0,
        weight_decay: float = 0.0,
        initial_accumulator_value: float = 0.0,
        eps: float = 1e-10,
    ):
        super().__init__(params, lr)
        check_range("lr_decay", lr_decay, low=0)
        check_range("weight_decay", weight_decay, low=0)
        check_range("initial_accumulator_value", initial_accumulator_value, low=0)
        check_range("eps", eps, low=0)
        self.lr_decay, self.weight_decay, self.eps = lr_decay, weight_decay, eps
        self.initial_accumulator_value = initial_accumulator_value

    def update(self, param: Tensor, grad: np.ndarray, state: dict) -> None:
        """Apply the rule of the class to one parameter."""
        if self.weight_decay:
            grad = grad + self.weight_decay * param.data
        if "sum" not in state:
            state["sum"] = np.full_like(grad, self.initial_accumulator_value)
        state["sum"] += grad * grad
        rate = self.lr / (1 + (state["step"] - 1) * self.lr_decay)
        param.data -= rate * grad / (np.sqrt(state["sum"]) + self.eps)
