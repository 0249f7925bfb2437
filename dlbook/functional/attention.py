"""Attention whose weights can be looked at, and the positions of the first Transformer.

Torch's ``scaled_dot_product_attention`` never holds the weights as a whole; here they are.

Letters: T queries, S keys and values, K numbers of a query or key, V numbers of a value. Any
axes before those are batch and heads.
"""

from __future__ import annotations

import torch
from torch import Tensor


def attention_weights(
    query: Tensor, key: Tensor, attn_mask: Tensor | None = None, is_causal: bool = False
) -> Tensor:
    """softmax(Q Kᵀ / √K): how much each query takes from each value.

    Parameters
    ----------
    query, key : Tensor
        Shapes ``(..., T, K)`` and ``(..., S, K)``.
    attn_mask : Tensor, optional
        Broadcasts to ``(..., T, S)``. Of booleans: True where a query may look at a key. Of
        numbers: added to the scores.
    is_causal : bool
        Whether query t may look at keys 0 to t only.

    Returns
    -------
    Tensor
        Shape ``(..., T, S)``; each row sums to 1. A query that may look at nothing gets zeros,
        where a softmax alone would give 0/0.

    Raises
    ------
    ValueError
        Where queries and keys are not of one length.
    """
    if query.shape[-1] != key.shape[-1]:
        raise ValueError(
            f"attention: queries of {query.shape[-1]} numbers and keys of {key.shape[-1]}; "
            "their products need as many"
        )
    scores = query @ key.transpose(-1, -2) / query.shape[-1] ** 0.5
    seen = torch.ones_like(scores, dtype=torch.bool)
    if is_causal:
        seen = seen.tril()
    if attn_mask is not None:
        if attn_mask.dtype == torch.bool:
            seen = seen & attn_mask
        else:
            closed = torch.isneginf(attn_mask)
            scores, seen = scores + attn_mask.masked_fill(closed, 0), seen & ~closed
    some = seen.any(dim=-1, keepdim=True)
    scores = scores.masked_fill(~seen & some, -torch.inf)  # a row of -inf alone has no slope
    return scores.softmax(dim=-1).masked_fill(~some, 0)


def scaled_dot_product_attention(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attn_mask: Tensor | None = None,
    is_causal: bool = False,
) -> Tensor:
    """softmax(Q Kᵀ / √K) V (Vaswani et al. 2017, eq. 1).

    Parameters
    ----------
    query, key, attn_mask, is_causal
        As in :func:`attention_weights`.
    value : Tensor
        Shape ``(..., S, V)``.

    Returns
    -------
    Tensor
        Shape ``(..., T, V)``.
    """
    return attention_weights(query, key, attn_mask, is_causal) @ value


def sinusoidal_positions(length: int, width: int, base: float = 10_000.0) -> Tensor:
    """Return the waves that are added to embeddings (Vaswani et al. 2017, section 3.5).

    Parameters
    ----------
    length : int
        Positions, T.
    width : int
        Numbers of an embedding, D, even.
    base : float
        The longest wave has a length of nearly 2π ``base`` positions, the shortest 2π.

    Returns
    -------
    Tensor
        Shape ``(T, D)``: sine and cosine of each speed side by side.

    Raises
    ------
    ValueError
        Where ``width`` is odd.
    """
    if width % 2:
        raise ValueError(f"sinusoidal_positions: the width must be even, got {width}")
    speeds = base ** -(torch.arange(0, width, 2) / width)
    angles = torch.outer(torch.arange(length), speeds)
    return torch.stack([angles.sin(), angles.cos()], dim=-1).flatten(1)
