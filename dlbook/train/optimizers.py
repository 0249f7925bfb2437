"""Muon with AdamW, parameter groups, and a learning rate schedule."""

from __future__ import annotations

import math
from collections.abc import Iterable

import torch
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LambdaLR


class MuonAdamW(Optimizer):
    """Muon (Jordan et al. 2024) and AdamW (Loshchilov and Hutter 2019) in one optimizer.

    Both rules are those of :class:`dlbook.scratch.optim.Muon` and
    :class:`dlbook.scratch.optim.AdamW`. Muon trains ``matrices``, the weights of hidden layers,
    with ``lr`` and ``momentum``; AdamW trains ``others``, which are embeddings, output layer,
    biases and gains, with ``others_lr``, ``betas`` and ``eps``.
    """

    def __init__(
        self,
        matrices: Iterable[Tensor],
        others: Iterable[Tensor],
        lr: float = 0.03,
        others_lr: float = 1e-2,
        momentum: float = 0.95,
        betas: tuple[float, float] = (0.9, 0.99),
        weight_decay: float = 0.01,
        eps: float = 1e-8,
    ):
        matrices = list(matrices)
        for matrix in matrices:
            if matrix.dim() != 2:
                shape = tuple(matrix.shape)
                raise ValueError(f"MuonAdamW: expected matrices, and one has shape {shape}")
        muon = {"params": matrices, "lr": lr, "momentum": momentum}
        adam = {"params": list(others), "lr": others_lr, "betas": betas, "eps": eps}
        super().__init__([muon, adam], {"weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure=None) -> None:
        """Update every parameter that has a gradient; ``closure`` is not supported."""
        if closure is not None:
            raise ValueError("MuonAdamW: step takes no closure")
        muon, adam = self.param_groups
        for group, update in ((muon, self._muon), (adam, self._adamw)):
            for p in group["params"]:
                if p.grad is not None:
                    p.mul_(1 - group["lr"] * group["weight_decay"])
                    update(p, group)

    def _muon(self, p: Tensor, group: dict) -> None:
        state, mu = self.state[p], group["momentum"]
        mean = state.setdefault("momentum_buffer", torch.zeros_like(p))
        mean.lerp_(p.grad, 1 - mu)
        step = orthogonalize(p.grad.lerp(mean, mu))
        p.sub_(step, alpha=group["lr"] * math.sqrt(max(1, p.shape[0] / p.shape[1])))

    def _adamw(self, p: Tensor, group: dict) -> None:
        state, (beta1, beta2) = self.state[p], group["betas"]
        state["step"] = t = state.get("step", 0) + 1
        mean = state.setdefault("exp_avg", torch.zeros_like(p)).lerp_(p.grad, 1 - beta1)
        square = state.setdefault("exp_avg_sq", torch.zeros_like(p))
        square.lerp_(p.grad * p.grad, 1 - beta2)
        root = (square / (1 - beta2**t)).sqrt_().add_(group["eps"])
        p.addcdiv_(mean, root, value=-group["lr"] / (1 - beta1**t))


def orthogonalize(matrix: Tensor, steps: int = 5, eps: float = 1e-7) -> Tensor:
    """Move the singular values of a matrix towards 1, keeping its singular vectors.

    ``steps`` Newton-Schulz iterations; after five, singular values are around 0.7 to 1.2.
    ``eps`` is the smallest norm to divide by.
    """
    a, b, c = 3.4445, -4.7750, 2.0315
    wide = matrix.shape[0] <= matrix.shape[1]
    X = matrix if wide else matrix.T  # the smaller of X Xᵀ and Xᵀ X is cheaper
    X = X / X.norm().clamp(min=eps)
    for _ in range(steps):
        A = X @ X.T
        X = a * X + (b * A + c * (A @ A)) @ X
    return X if wide else X.T


def muon_groups(model: nn.Module, hidden: nn.Module) -> tuple[list, list]:
    """Return the matrices of the ``hidden`` layers, and all other parameters of the model.

    Examples
    --------
    >>> model = nn.Sequential(nn.Embedding(5, 4), nn.Linear(4, 4), nn.Linear(4, 5))
    >>> optimizer = MuonAdamW(*muon_groups(model, hidden=model[1]))
    >>> [len(g["params"]) for g in optimizer.param_groups]
    [1, 4]
    """
    matrices = [p for p in hidden.parameters() if p.dim() == 2]
    inside = {id(p) for p in matrices}
    return matrices, [p for p in model.parameters() if id(p) not in inside]


def decay_groups(model: nn.Module, weight_decay: float) -> list[dict]:
    """Return two parameter groups: with weight decay, and without.

    Parameters with two axes or more decay. Biases, and the gains and shifts of normalizations,
    have fewer and do not. Frozen parameters, and an empty group, are left out.

    Examples
    --------
    >>> from torch.optim import AdamW
    >>> model = nn.Sequential(nn.Linear(3, 4), nn.LayerNorm(4))
    >>> optimizer = AdamW(decay_groups(model, 0.1), lr=1e-3)
    >>> [(len(g["params"]), g["weight_decay"]) for g in optimizer.param_groups]
    [(1, 0.1), (3, 0.0)]
    """
    if weight_decay < 0:
        raise ValueError(f"decay_groups: weight_decay must be at least 0, got {weight_decay}")
    trained = [p for p in model.parameters() if p.requires_grad]
    if not trained:
        raise ValueError("decay_groups: the model has no trainable parameters")
    matrices = [p for p in trained if p.dim() > 1]
    others = [p for p in trained if p.dim() < 2]
    groups = [(matrices, weight_decay), (others, 0.0)]
    return [{"params": ps, "weight_decay": decay} for ps, decay in groups if ps]


def linear_warmup_decay(
    optimizer: Optimizer, steps: int, warmup: float = 0.2, flat: float = 0.0
) -> LambdaLR:
    """Return a schedule: linear warmup, optionally constant, then linear decay to zero.

    The optimizer's learning rates are the peak; ``warmup`` and ``flat`` are the fractions of
    the run's ``steps`` in which the rate rises, and then stays there.
    """
    if min(warmup, flat) < 0 or warmup + flat >= 1:
        raise ValueError(
            f"linear_warmup_decay: warmup {warmup} and flat {flat} must be fractions of the "
            "run, together below 1"
        )
    rise, decay_from = warmup * steps, (warmup + flat) * steps

    def factor(step: int) -> float:
        # Half a step in: neither the first step nor the last is wasted at a rate of zero.
        now = step + 0.5
        if now < rise:
            return now / rise
        return min(1.0, max(0.0, (steps - now) / (steps - decay_from)))

    return LambdaLR(optimizer, factor)
