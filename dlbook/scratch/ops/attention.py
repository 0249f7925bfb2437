"""Attention: each query takes a weighted mean of the values, by how well the keys fit it.

Letters: T queries, S keys and values, K the length of a query or key, V that of
a value. Any axes before those are batch and heads.
"""

from __future__ import annotations

import math

import numpy as np

from dlbook.scratch.ops.linalg import matmul
from dlbook.scratch.ops.operands import constant, max_along, memoize_last, same_dtype, sum_rows
from dlbook.scratch.tensor import Tensor, make_result


def scaled_dot_product_attention(
    query, key, value, attn_mask=None, is_causal: bool = False
) -> Tensor:
    """softmax(Q Kᵀ / √K) V (Vaswani et al. 2017, equation 1).

    ``value`` has shape ``(..., S, V)``, the result ``(..., T, V)``; the other
    arguments are those of :func:`attention_weights`.

    The scores of all T × S pairs are in memory at once. FlashAttention (Dao et
    al. 2022) goes over them in blocks that fit the cache; in NumPy every block
    would pay for its own Python calls.
    """
    return matmul(attention_weights(query, key, attn_mask, is_causal), value)


def attention_weights(query, key, attn_mask=None, is_causal: bool = False) -> Tensor:
    """softmax(Q Kᵀ / √K): how much each query attends to each key.

    ``query`` has shape ``(..., T, K)``, ``key`` ``(..., S, K)``, the result ``(..., T, S)``.
    ``attn_mask``, a constant, broadcasts to that: of booleans it is True where a query may
    attend to a key, numbers are added to the scores. If ``is_causal``, query t may attend to
    the keys 0 to t only. Each row of the result sums to 1, but a query that may attend to
    nothing gets weights 0 (not 0/0), and passes on no gradient.

    Scores, mask and softmax are one operation, so that the largest array, the scores, is made
    once and changed in place.
    """
    query, key = same_dtype(query, key)
    _validate(query, key)
    scale = 1 / math.sqrt(query.shape[-1])
    weights = (query.data * scale) @ key.data.swapaxes(-1, -2)
    _mask(weights, query, attn_mask, is_causal)
    _softmax(weights)

    @memoize_last
    def scaled_grad_scores(grad):
        out = grad * weights
        out -= weights * sum_rows(out)
        out *= scale
        return out

    return make_result(
        "attention_weights",
        weights,
        (query, lambda grad: scaled_grad_scores(grad) @ key.data),
        (key, lambda grad: scaled_grad_scores(grad).swapaxes(-1, -2) @ query.data),
    )


def _mask(scores: np.ndarray, query: Tensor, attn_mask, is_causal: bool) -> None:
    """Apply the masks to the scores in place: minus infinity is what no query attends to."""
    if is_causal:
        past = np.tri(*scores.shape[-2:], dtype=bool, like=scores)
        np.copyto(scores, -np.inf, where=~past)
    if attn_mask is None:
        return
    is_tensor = isinstance(attn_mask, Tensor)
    mask = constant("attention", "attn_mask", attn_mask, query).data if is_tensor else attn_mask
    mask = np.asarray(mask, like=scores)
    pairs = zip(mask.shape[::-1], scores.shape[::-1], strict=False)
    if mask.ndim > scores.ndim or any(m not in (1, n) for m, n in pairs):
        raise ValueError(
            f"attention: a mask of shape {mask.shape} does not broadcast to the scores, "
            f"{scores.shape}"
        )
    if mask.dtype == bool:
        np.copyto(scores, -np.inf, where=~mask)
    else:
        scores += mask


def _softmax(scores: np.ndarray) -> None:
    """Turn each row of scores into weights, in place; rows of minus infinity into zeros."""
    largest = max_along(scores, -1)
    scores -= np.where(np.isneginf(largest), 0, largest)  # -inf - -inf has no value
    np.exp(scores, out=scores)
    total = sum_rows(scores)
    scores *= 1 / np.where(total == 0, 1, total)


def _validate(query: Tensor, key: Tensor) -> None:
    fits = query.ndim == key.ndim >= 2 and query.shape[-1] > 0
    if not fits or query.shape[:-2] != key.shape[:-2] or query.shape[-1] != key.shape[-1]:
        raise ValueError(
            f"attention: expected a query (..., T, K) and a key (..., S, K), "
            f"got {query.shape} and {key.shape}"
        )
