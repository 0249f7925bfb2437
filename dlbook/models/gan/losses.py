"""What the two players want: the original game, and the Wasserstein one.

Scores are the discriminator's outputs before a sigmoid, shape ``(B,)``; losses are means.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn.functional import softplus


def discriminator_loss(real: Tensor, fake: Tensor) -> Tensor:
    """Return ``-log D(real) - log(1 - D(fake))`` (Goodfellow et al. 2014, eq. 1).

    Where both look alike, no discriminator gets below 2 log 2.
    """
    # -log sigmoid(s) = softplus(-s), without overflow.
    return softplus(-real).mean() + softplus(fake).mean()


def generator_loss(fake: Tensor) -> Tensor:
    """Return ``-log D(fake)``, which has a gradient even where D is sure (section 3)."""
    return softplus(-fake).mean()


def minimax_generator_loss(fake: Tensor) -> Tensor:
    """Return ``log(1 - D(fake))``, what eq. 1 says: flat where D is sure."""
    return -softplus(fake).mean()


def wasserstein_critic_loss(real: Tensor, fake: Tensor) -> Tensor:
    """Return ``f(fake) - f(real)`` (Arjovsky et al. 2017, eq. 2, with its sign turned).

    Minus this is at most the Wasserstein distance, if no slope of f is above 1.
    """
    return fake.mean() - real.mean()


def wasserstein_generator_loss(fake: Tensor) -> Tensor:
    """Return ``-f(fake)``."""
    return -fake.mean()


def gradient_penalty(
    critic: Callable[[Tensor], Tensor],
    real: Tensor,
    fake: Tensor,
    generator: torch.Generator | None = None,
) -> Tensor:
    """Return the mean of ``(|slope| - 1)**2`` between real and fake (Gulrajani 2017, eq. 3).

    Parameters
    ----------
    critic : callable
        From images to scores ``(B,)``, each a function of its own image alone.
    real, fake : Tensor
        Images, of one shape ``(B, ...)``.
    generator : torch.Generator, optional
        Draws where on each line from real to fake the slope is taken.

    Returns
    -------
    Tensor
        Shape ``()``, to be added to the critic's loss ten times. Its gradient goes through a
        gradient: a step takes about three times as long.
    """
    share = torch.rand(len(real), *[1] * (real.dim() - 1), generator=generator).to(real.device)
    between = (share * real + (1 - share) * fake).detach().requires_grad_()
    (slope,) = torch.autograd.grad(critic(between).sum(), between, create_graph=True)
    return ((slope.flatten(1).norm(dim=1) - 1) ** 2).mean()
