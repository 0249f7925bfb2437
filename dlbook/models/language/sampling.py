"""Draw the next token from logits: temperature, top-k and top-p (nucleus) sampling."""

from __future__ import annotations

import torch
from torch import Tensor, nn


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


@torch.no_grad()
def continue_texts(
    model: nn.Module, prompt: Tensor, max_new_tokens: int, stop: int | None = None, **options
) -> Tensor:
    """Continue texts ``(B, T)`` by up to ``max_new_tokens`` tokens, with the model's caches.

    ``model`` is a :class:`~dlbook.models.language.Llama` or has its methods. A text ends
    before it would get the token ``stop``; shorter ones of a batch are filled up with it.
    ``options`` are those of :func:`~dlbook.models.language.sample`: temperature, top_k, top_p,
    generator.
    """
    if prompt.shape[1] == 0:
        raise ValueError("generate: expected a prompt of at least one token, got none")
    tokens, caches = prompt, model.new_caches()
    ended = torch.zeros(len(prompt), dtype=torch.bool, device=prompt.device)
    for _ in range(max_new_tokens):
        if tokens is prompt:  # of rows that are equal, one is read
            different, row_of = prompt.unique(dim=0, return_inverse=True)
            hidden = model.hidden(different, caches)[row_of]
            for cache in caches:
                cache.k, cache.v = cache.k[row_of], cache.v[row_of]
        else:
            hidden = model.hidden(tokens[:, -1:], caches)
        # Logits of the last position alone: the vocabulary is a fifth of the model.
        token = sample(model.logits(hidden[:, -1]), **options)
        if stop is not None:
            ended |= token == stop
            token = token.masked_fill(ended, stop)
        if ended.all():
            break
        tokens = torch.cat([tokens, token[:, None]], dim=1)
    return tokens
