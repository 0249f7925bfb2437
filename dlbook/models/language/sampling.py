"""Draw the next token from logits: temperature, top-k and top-p (nucleus) sampling."""

from __future__ import annotations

import torch
from torch import Tensor


def sample(
    logits: Tensor,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
    generator: torch.Generator | None = None,
) -> Tensor:
    """Draw one token from each row of logits.

    ``logits`` have shape ``(B, V)``. ``temperature`` divides the logits; 0 takes the most
    likely token. Drawn are only the ``top_k`` most likely tokens (Fan et al. 2018, section
    5.4), or the smallest set of most likely tokens whose probabilities reach ``top_p``
    (Holtzman et al. 2020, eq. 2).
    """
    if temperature < 0:
        raise ValueError(f"sample: temperature must be 0 or more, got {temperature}")
    if temperature == 0:
        return logits.argmax(dim=-1)
    logits = logits / temperature
    if top_k is not None:
        logits = top_k_filter(logits, top_k)
    if top_p is not None:
        logits = top_p_filter(logits, top_p)
    return torch.multinomial(logits.softmax(dim=-1), 1, generator=generator)[:, 0]


def top_k_filter(logits: Tensor, k: int) -> Tensor:
    """Set all but the ``k`` largest logits of each row ``(B, V)`` to minus infinity."""
    if k < 1:
        raise ValueError(f"top_k_filter: k must be at least 1, got {k}")
    # By rank, not by value: of equal logits no more than k stay.
    kept = logits.topk(min(k, logits.shape[-1]), dim=-1).indices
    return _keep(logits, kept, torch.ones_like(kept, dtype=torch.bool))


def top_p_filter(logits: Tensor, p: float) -> Tensor:
    """Set all but the most likely tokens of total probability ``p`` to minus infinity."""
    if not 0 < p <= 1:
        raise ValueError(f"top_p_filter: p must be above 0 and at most 1, got {p}")
    probabilities, tokens = logits.softmax(dim=-1).sort(descending=True, dim=-1)
    before = probabilities.cumsum(dim=-1) - probabilities  # of the more likely tokens
    return _keep(logits, tokens, before < p)


def _keep(logits: Tensor, tokens: Tensor, wanted: Tensor) -> Tensor:
    mask = torch.zeros_like(logits, dtype=torch.bool).scatter(-1, tokens, wanted)
    return logits.masked_fill(~mask, -torch.inf)
