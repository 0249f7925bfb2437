"""From logits to the next token: how bold or careful a model of text writes."""

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

    Parameters
    ----------
    logits : Tensor
        Shape ``(B, V)``.
    temperature : float
        Divides the logits: below 1 the likely becomes likelier; 0 takes the likeliest.
    top_k : int, optional
        Only the ``top_k`` likeliest are drawn (Fan et al. 2018, section 5.4).
    top_p : float, optional
        Only the likeliest that together have probability ``top_p`` are drawn, and always the
        first of them (Holtzman et al. 2020, eq. 2).
    generator : torch.Generator, optional
        The source of randomness; torch's own else.

    Returns
    -------
    Tensor of int64
        Shape ``(B,)``.

    Raises
    ------
    ValueError
        Where a parameter is out of its range.
    """
    if temperature < 0:
        raise ValueError(f"sample: temperature must be 0 or more, got {temperature}")
    if temperature == 0:
        return logits.argmax(dim=-1)
    kept = logits / temperature
    if top_k is not None:
        kept = keep_top_k(kept, top_k)
    if top_p is not None:
        kept = keep_top_p(kept, top_p)
    return torch.multinomial(kept.softmax(dim=-1), 1, generator=generator)[:, 0]


def keep_top_k(logits: Tensor, k: int) -> Tensor:
    """Return logits ``(B, V)``, all but the ``k`` largest of a row set to minus infinity."""
    if k < 1:
        raise ValueError(f"keep_top_k: k must be at least 1, got {k}")
    # By rank, not by value: of equal logits no more than k stay.
    places = logits.topk(min(k, logits.shape[-1]), dim=-1).indices
    return _only(logits, places, torch.ones_like(places, dtype=torch.bool))


def keep_top_p(logits: Tensor, p: float) -> Tensor:
    """Return logits ``(B, V)``, all but the likeliest that make up ``p`` set to -infinity."""
    if not 0 < p <= 1:
        raise ValueError(f"keep_top_p: p must be above 0 and at most 1, got {p}")
    probabilities, places = logits.softmax(dim=-1).sort(descending=True, dim=-1)
    likelier = probabilities.cumsum(dim=-1) - probabilities  # what stands before each
    return _only(logits, places, likelier < p)


def _only(logits: Tensor, places: Tensor, wanted: Tensor) -> Tensor:
    """Set to minus infinity all but the places that are wanted."""
    mask = torch.zeros_like(logits, dtype=torch.bool).scatter(-1, places, wanted)
    return logits.masked_fill(~mask, -torch.inf)
