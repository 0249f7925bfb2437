"""What holds a network back from fitting its training data too closely, in plain torch."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor


def dropout(
    input: Tensor,
    p: float = 0.5,
    training: bool = True,
    *,
    generator: torch.Generator | None = None,
) -> Tensor:
    """Set each entry to zero with probability ``p``, and scale the others by 1 / (1 - p).

    Source: Srivastava et al. 2014, section 10 ("inverted dropout").

    Parameters
    ----------
    input : Tensor
        Any shape.
    p : float
        Probability of dropping an entry, from 0 up to, and without, 1.
    training : bool
        Where False the input is returned unchanged.
    generator : torch.Generator, optional
        Source of the choice, on the device of ``input``; torch's own else.

    Raises
    ------
    ValueError
        Where ``p`` is no such probability.
    """
    if not 0 <= p < 1:
        raise ValueError(f"dropout: p must be at least 0 and below 1, got {p}")
    if not training or p == 0:
        return input
    drawn = torch.rand(input.shape, generator=generator, device=input.device)
    return input * (drawn >= p) / (1 - p)


def soft_threshold(input: Tensor, threshold: float) -> Tensor:
    """Move each entry towards zero by ``threshold``, and to zero where it is nearer than that.

    The entry ``u`` becomes the number ``v`` of least ``(v - u)**2 / 2 + threshold * |v|``: what
    a step of gradient descent is followed by under an L1 penalty.

    Parameters
    ----------
    input : Tensor
        Any shape.
    threshold : float
        At least 0.

    Raises
    ------
    ValueError
        Where ``threshold`` is negative.
    """
    if threshold < 0:
        raise ValueError(f"soft_threshold: threshold must be at least 0, got {threshold}")
    return input.sign() * (input.abs() - threshold).clamp(min=0)


def label_smoothing(target: Tensor, num_classes: int, smoothing: float) -> Tensor:
    """Return targets that give ``smoothing`` to all classes alike, the rest to the right one.

    Source: Szegedy et al. 2016, section 7.

    Parameters
    ----------
    target : Tensor
        Right classes, integers of shape ``(B,)``.
    num_classes : int
        Their number, C.
    smoothing : float
        From 0 to 1; the right class keeps ``1 - smoothing + smoothing / C``.

    Returns
    -------
    Tensor
        Probabilities of shape ``(B, C)``, which ``torch.nn.functional.cross_entropy`` takes.

    Raises
    ------
    ValueError
        Where ``smoothing`` is no such share.
    """
    if not 0 <= smoothing <= 1:
        raise ValueError(f"label_smoothing: smoothing must be 0 to 1, got {smoothing}")
    right = torch.nn.functional.one_hot(target, num_classes).float()
    return (1 - smoothing) * right + smoothing / num_classes


def mixup(
    input: Tensor, target: Tensor, alpha: float, *, rng: np.random.Generator
) -> tuple[Tensor, Tensor]:
    """Return each example mixed with another one of the batch, and the targets mixed alike.

    Source: Zhang et al. 2018, section 1.

    Parameters
    ----------
    input : Tensor
        A batch, shape ``(B, ...)``.
    target : Tensor
        Probabilities of the classes, shape ``(B, C)``: of classes, ``one_hot(y, C).float()``.
    alpha : float
        Both parameters of the Beta distribution of the share, positive. Small: shares near 0
        and 1, so that hardly anything is mixed. At 1 every share is as likely.
    rng : numpy.random.Generator
        Source of the share, one for the batch, and of the partners.

    Raises
    ------
    ValueError
        Where the shapes do not fit, or ``alpha`` is not positive.
    """
    if target.ndim != 2 or len(target) != len(input):
        raise ValueError(
            f"mixup: expected a batch (B, ...) and probabilities (B, C), got "
            f"{tuple(input.shape)} and {tuple(target.shape)}; turn classes into probabilities"
        )
    if alpha <= 0:
        raise ValueError(f"mixup: alpha must be positive, got {alpha}")
    share = float(rng.beta(alpha, alpha))
    partner = torch.as_tensor(rng.permutation(len(input)), device=input.device)
    mixed = [share * a + (1 - share) * a[partner] for a in (input, target)]
    return mixed[0], mixed[1]
