"""Gradient descent, with momentum."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from dlbook.scratch.optim.optimizer import Optimizer, check_range
from dlbook.scratch.tensor import Tensor


class SGD(Optimizer):
    """Step against the gradient, or against a running sum of gradients.

    With momentum μ a velocity collects the gradients, b ← μ b + (1 - τ) g with
    dampening τ, and the step is θ ← θ - η b (Polyak 1964). With Nesterov's
    variant it is θ ← θ - η (g + μ b), the gradient that lies ahead (Sutskever
    et al. 2013, section 2, in the form that needs no second gradient).

    Parameters
    ----------
    params : iterable of Tensor
        What to train.
    lr : float
        Learning rate η.
    momentum : float
        μ, from 0 (none) to below 1.
    dampening : float
        τ; the first gradient enters undamped, as in torch.
    weight_decay : float
        λ: adds λ θ to the gradient.
    nesterov : bool
        Whether to look ahead; needs momentum, and no dampening.

    Notes
    -----
    Differs from the papers: the learning rate multiplies the velocity and not
    the gradient that enters it, so that a change of η acts at once.
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        momentum: float = 0.0,
        dampening: float = 0.0,
        weight_decay: float = 0.0,
        nesterov: bool = False,
    ):
        super().__init__(params, lr)
        check_range("momentum", momentum, low=0)
        check_range("weight_decay", weight_decay, low=0)
        if nesterov and (momentum == 0 or dampening != 0):
            raise ValueError(
                f"nesterov needs a momentum above 0 and a dampening of 0, got {momentum} and "
                f"{dampening}"
            )
        self.momentum, self.dampening = momentum, dampening
        self.weight_decay, self.nesterov = weight_decay, nesterov

    def update(self, param: Tensor, grad: np.ndarray, state: dict) -> None:
        """Apply the rule of the class to one parameter."""
        if self.weight_decay:
            grad = grad + self.weight_decay * param.data
        if self.momentum:
            grad = self._velocity(grad, state)
        param.data -= self.lr * grad

    def _velocity(self, grad: np.ndarray, state: dict) -> np.ndarray:
        if "momentum_buffer" not in state:
            state["momentum_buffer"] = grad.copy()
        else:
            state["momentum_buffer"] *= self.momentum
            state["momentum_buffer"] += (1 - self.dampening) * grad
        velocity = state["momentum_buffer"]
        return grad + self.momentum * velocity if self.nesterov else velocity
