"""Muon: momentum whose step stretches every direction of a matrix alike."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from dlbook.scratch.optim.optimizer import Optimizer, check_range, zeros_at_first
from dlbook.scratch.tensor import Tensor


class Muon(Optimizer):
    """Step along the orthogonal matrix closest to the momentum.

    Source: Jordan et al. 2024 ("Muon: an optimizer for hidden layers in neural
    networks"). A gradient matrix is dominated by a few directions; with all
    its singular values set to about 1, the rare directions move as far as the
    frequent ones.

    Parameters
    ----------
    params : iterable of Tensor
        Matrices of hidden layers. Biases, embeddings and the output layer go to
        an :class:`~dlbook.scratch.optim.AdamW` of their own.
    lr : float
        Learning rate η, multiplied by √(max(1, rows / columns)).
    weight_decay : float
        λ: θ ← (1 - η λ) θ beside the step.
    momentum : float
        μ of the running mean of the gradients, b ← μ b + (1 - μ) g.
    nesterov : bool
        Whether to orthogonalize μ b + (1 - μ) g in place of b.
    ns_steps : int
        How many Newton-Schulz iterations.
    eps : float
        Smallest norm to divide by.

    Raises
    ------
    ValueError
        Where a parameter is not a matrix.

    Notes
    -----
    Differs from the source: torch's form, with a running mean for the momentum
    and weight decay. Torch runs the iteration in bfloat16, this one runs in the
    parameter's own precision; the iteration is inexact by design, and the
    difference lies within what it leaves open.
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        weight_decay: float = 0.1,
        momentum: float = 0.95,
        nesterov: bool = True,
        ns_steps: int = 5,
        eps: float = 1e-7,
    ):
        super().__init__(params, lr)
        for i, param in enumerate(self.params):
            if param.ndim != 2:
                raise ValueError(
                    f"Muon trains matrices, and params[{i}] has shape {param.shape}: give it "
                    f"to an AdamW of its own"
                )
        check_range("weight_decay", weight_decay, low=0)
        check_range("momentum", momentum, low=0, below=1)
        check_range("ns_steps", ns_steps, low=1)
        check_range("eps", eps, low=0)
        self.weight_decay, self.momentum, self.nesterov = weight_decay, momentum, nesterov
        self.ns_steps, self.eps = ns_steps, eps

    def update(self, param: Tensor, grad: np.ndarray, state: dict) -> None:
        """Apply the rule of the class to one parameter."""
        mean = zeros_at_first(state, "momentum_buffer", grad)
        mean += (1 - self.momentum) * (grad - mean)
        ahead = grad + self.momentum * (mean - grad) if self.nesterov else mean
        rows, columns = param.shape
        rate = self.lr * math.sqrt(max(1, rows / columns))
        param.data *= 1 - self.lr * self.weight_decay
        param.data -= rate * orthogonalize(ahead, self.ns_steps, self.eps)


def orthogonalize(matrix: np.ndarray, steps: int = 5, eps: float = 1e-7) -> np.ndarray:
    """Move the singular values of ``matrix`` towards 1, keeping its singular vectors.

    Each iteration X ← a X + (b A + c A²) X with A = X Xᵀ applies the polynomial
    a s + b s³ + c s⁵ to every singular value s, by matrix products alone. The
    coefficients grow small values fastest; after five iterations they lie
    roughly between 0.7 and 1.2.

    Parameters
    ----------
    matrix : numpy.ndarray
        Shape ``(rows, columns)``.
    steps : int
        Number of iterations.
    eps : float
        Smallest norm to divide by.
    """
    a, b, c = 3.4445, -4.7750, 2.0315
    wide = matrix.shape[0] <= matrix.shape[1]
    X = matrix if wide else matrix.T  # the smaller of X Xᵀ and Xᵀ X is cheaper
    X = X / max(float(np.linalg.norm(X)), eps)  # so that no singular value is above 1
    for _ in range(steps):
        A = X @ X.T
        X = a * X + (b * A + c * (A @ A)) @ X
    return X if wide else X.T
