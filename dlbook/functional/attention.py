"""Attention with visible weights, and sinusoidal positions.

Torch's ``scaled_dot_product_attention`` never stores the weights; here they can be inspected.

Letters: T queries, S keys and values, K features of a query or key, V features of a value. Any
axes before those are batch and heads.
"""

from __future__ import annotations

import torch
from torch import Tensor


def attention_weights(
    query: Tensor, key: Tensor, attn_mask: Tensor | None = None, is_causal: bool = False
) -> Tensor:
    """Return softmax(Q Kᵀ / √K), ``(..., T, S)``: how much each query takes from each value.

    ``query`` has shape ``(..., T, K)`` and ``key`` ``(..., S, K)``. ``attn_mask`` broadcasts to
    ``(..., T, S)``: booleans say whether a query may attend to a key, numbers are added to the
    scores. If ``is_causal``, query t may attend to keys 0 to t only. A query that may attend to
    nothing gets zeros, where a softmax alone would give 0/0.
    """
    if query.shape[-1] != key.shape[-1]:
        raise ValueError(
            f"attention: queries have {query.shape[-1]} features and keys {key.shape[-1]}; "
            "their products need the same number"
        )
    scores = query @ key.transpose(-1, -2) / query.shape[-1] ** 0.5
    allowed = torch.ones_like(scores, dtype=torch.bool)
    if is_causal:
        allowed = allowed.tril()
    if attn_mask is not None:
        if attn_mask.dtype == torch.bool:
            allowed = allowed & attn_mask
        else:
            closed = torch.isneginf(attn_mask)
            scores, allowed = scores + attn_mask.masked_fill(closed, 0), allowed & ~closed
    some = allowed.any(dim=-1, keepdim=True)
    scores = scores.masked_fill(~allowed & some, -torch.inf)  # all -inf has no gradient
    return scores.softmax(dim=-1).masked_fill(~some, 0)


def scaled_dot_product_attention(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attn_mask: Tensor | None = None,
    is_causal: bool = False,
) -> Tensor:
    """Return softmax(Q Kᵀ / √K) V, shape ``(..., T, V)`` (Vaswani et al. 2017, eq. 1).

    ``value`` has shape ``(..., S, V)``; the other arguments are those of
    :func:`attention_weights`.
    """
    return attention_weights(query, key, attn_mask, is_causal) @ value


def sinusoidal_positions(length: int, d_model: int, base: float = 10_000.0) -> Tensor:
    """Return the position encodings that are added to embeddings (Vaswani et al. 2017, 3.5).

    Shape ``(length, d_model)``: sine and cosine of each frequency side by side, of wavelengths
    from 2π to nearly 2π ``base`` positions.
    """
    if d_model % 2:
        raise ValueError(f"sinusoidal_positions: d_model must be even, got {d_model}")
    frequencies = base ** -(torch.arange(0, d_model, 2) / d_model)
    angles = torch.outer(torch.arange(length), frequencies)
    return torch.stack([angles.sin(), angles.cos()], dim=-1).flatten(1)
