"""Regularization in plain torch: dropout, the step of an L1 penalty, softer targets, mixup."""

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
    """Set each entry to zero with probability ``p`` < 1, and scale the others by 1 / (1 - p).

    Source: Srivastava et al. 2014, section 10, which describes this scaling during training;
    the name "inverted dropout" is later. If not ``training``, the input is returned unchanged.
    ``generator`` is on the device of ``input``; by default torch's own is used.
    """
    if not 0 <= p < 1:
        raise ValueError(f"dropout: p must be at least 0 and below 1, got {p}")
    if not training or p == 0:
        return input
    drawn = torch.rand(input.shape, generator=generator, device=input.device)
    return input * (drawn >= p) / (1 - p)


def soft_threshold(input: Tensor, threshold: float) -> Tensor:
    """Shrink each entry towards zero by ``threshold``, and no further than zero.

    The entry ``u`` becomes the ``v`` that minimizes ``(v - u)**2 / 2 + threshold * |v|``: the
    proximal step that follows a step of gradient descent under an L1 penalty.
    """
    if threshold < 0:
        raise ValueError(f"soft_threshold: threshold must be at least 0, got {threshold}")
    return input.sign() * (input.abs() - threshold).clamp(min=0)


def label_smoothing(target: Tensor, num_classes: int, smoothing: float) -> Tensor:
    """Return targets ``(B, C)`` that spread ``smoothing`` over all classes.

    Source: Szegedy et al. 2016, section 7. The true class of ``target``, ``(B,)``, keeps
    ``1 - smoothing + smoothing / C``; torch's ``cross_entropy`` takes the result.
    """
    if not 0 <= smoothing <= 1:
        raise ValueError(f"label_smoothing: smoothing must be 0 to 1, got {smoothing}")
    one_hot = torch.nn.functional.one_hot(target, num_classes).float()
    return (1 - smoothing) * one_hot + smoothing / num_classes


def mixup(
    input: Tensor, target: Tensor, alpha: float, *, rng: np.random.Generator
) -> tuple[Tensor, Tensor]:
    """Mix each example and its target with another one of the batch.

    Source: Zhang et al. 2018, section 1. ``input`` is a batch ``(B, ...)``, ``target`` holds
    probabilities ``(B, C)``: ``one_hot(y, C).float()``. The mixing weight, one for the batch,
    is drawn from the Beta distribution with both parameters ``alpha``: at 1 every weight is
    equally likely, near 0 hardly anything is mixed.
    """
    if target.ndim != 2 or len(target) != len(input):
        raise ValueError(
            f"mixup: expected a batch (B, ...) and probabilities (B, C), got "
            f"{tuple(input.shape)} and {tuple(target.shape)}; turn classes into probabilities"
        )
    if alpha <= 0:
        raise ValueError(f"mixup: alpha must be positive, got {alpha}")
    weight = float(rng.beta(alpha, alpha))
    partner = torch.as_tensor(rng.permutation(len(input)), device=input.device)
    mixed = [weight * a + (1 - weight) * a[partner] for a in (input, target)]
    return mixed[0], mixed[1]
