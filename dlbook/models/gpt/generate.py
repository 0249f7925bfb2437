"""Writing with a GPT: with a cache, and without, for the same text."""

from __future__ import annotations

import torch
from torch import Tensor

from dlbook.models.gpt.model import GPT
from dlbook.models.sampling import sample


@torch.no_grad()
def generate(model: GPT, prompt: Tensor, length: int, **options) -> Tensor:
    """Continue texts; each step computes the new token alone.

    Parameters
    ----------
    model : GPT
        In whatever mode it is.
    prompt : Tensor of int64
        Shape ``(B, T)``, T at least 1.
    length : int
        Tokens to add.
    **options
        For :func:`~dlbook.models.sample`: temperature, top_k, top_p, generator.

    Returns
    -------
    Tensor of int64
        Shape ``(B, T + length)``.

    Notes
    -----
    Where the context is full, the first half of it is forgotten, and the rest is read anew.
    """
    _check(prompt)
    tokens, start, caches = prompt, 0, model.new_caches()
    for _ in range(length):
        if (new_start := _start(model, tokens)) != start:
            start, caches = new_start, model.new_caches()
        unread = tokens[:, start + caches[0].length :]
        logits = model(unread, caches)[:, -1]
        tokens = torch.cat([tokens, sample(logits, **options)[:, None]], dim=1)
    return tokens


@torch.no_grad()
def generate_without_cache(model: GPT, prompt: Tensor, length: int, **options) -> Tensor:
    """Continue texts as :func:`generate` does, reading all that is remembered at each step."""
    _check(prompt)
    tokens = prompt
    for _ in range(length):
        logits = model(tokens[:, _start(model, tokens) :])[:, -1]
        tokens = torch.cat([tokens, sample(logits, **options)[:, None]], dim=1)
    return tokens


def _start(model: GPT, tokens: Tensor) -> int:
    """Return the first place that is remembered: it moves on by half a context at a time."""
    context = model.config.context
    half = (context + 1) // 2
    excess = tokens.shape[1] - context
    return 0 if excess <= 0 else -(-excess // half) * half


def _check(prompt: Tensor) -> None:
    if prompt.shape[1] == 0:
        raise ValueError("generate: expected a prompt of at least one token, got none")
