"""Losses of GANs: the original game, and the gradient penalty of the Wasserstein one.

Scores are the discriminator's outputs before a sigmoid, shape ``(B,)``; losses are means.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn.functional import softplus


def discriminator_loss(real: Tensor, fake: Tensor) -> Tensor:
    """Return ``-log D(real) - log(1 - D(fake))`` (Goodfellow et al. 2014, eq. 1).

    If real and fake are indistinguishable, the best discriminator has a loss of 2 log 2.
    """
    # -log sigmoid(s) = softplus(-s), without overflow.
    return softplus(-real).mean() + softplus(fake).mean()


def generator_loss(fake: Tensor) -> Tensor:
    """Return ``-log D(fake)``, whose gradient does not vanish if D is confident (section 3)."""
    return softplus(-fake).mean()


def minimax_generator_loss(fake: Tensor) -> Tensor:
    """Return ``log(1 - D(fake))`` as in eq. 1: flat where D is confident."""
    return -softplus(fake).mean()


def gradient_penalty(
    critic: Callable[[Tensor], Tensor],
    real: Tensor,
    fake: Tensor,
    generator: torch.Generator | None = None,
) -> Tensor:
    """Return the mean of ``(‖gradient‖ - 1)**2`` (Gulrajani et al. 2017, eq. 3).

    ``critic`` maps images ``(B, ...)`` to scores ``(B,)``, each of which depends on its own
    image alone; ``generator`` draws where between ``real`` and ``fake`` each gradient is taken.
    The penalty is added to the critic's loss with a factor of 10. It is differentiated twice,
    so a step takes longer.
    """
    mix = torch.rand(len(real), *[1] * (real.dim() - 1), generator=generator).to(real.device)
    between = (mix * real + (1 - mix) * fake).detach().requires_grad_()
    (gradient,) = torch.autograd.grad(critic(between).sum(), between, create_graph=True)
    return ((gradient.flatten(1).norm(dim=1) - 1) ** 2).mean()
