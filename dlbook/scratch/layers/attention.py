"""Attention in several heads at once.

Letters: B batch, T queries, S keys, E width, N heads, K = E / N width of a head.
"""

from __future__ import annotations

import numpy as np

from dlbook.scratch.init.xavier import xavier_uniform_
from dlbook.scratch.layers.dropout import Dropout
from dlbook.scratch.layers.linear import Linear
from dlbook.scratch.module import Module
from dlbook.scratch.ops.attention import attention_weights
from dlbook.scratch.ops.linear import linear
from dlbook.scratch.tensor import Tensor


class MultiheadAttention(Module):
    """Attend N times, each with projections of its own to a width of E / N.

    Source: Vaswani et al. 2017, section 3.2.2.

    Parameters
    ----------
    embed_dim, num_heads : int
        E and N.
    dropout : float
        Probability of dropping an attention weight while training.
    bias : bool
        Whether the projections have biases.
    batch_first : bool
        Whether inputs and output are ``(B, T, E)`` and not ``(T, B, E)``.
    rng : numpy.random.Generator
        Source of the initial weights, and of dropout's choices.

    Attributes
    ----------
    in_proj_weight : Tensor
        Shape ``(3E, E)``: the rows for queries, keys and values in turn.
    in_proj_bias : Tensor or None
        Shape ``(3E,)``.
    out_proj : Linear
        From the heads, side by side, to the output.

    Notes
    -----
    Differs from torch: keys and values have the width of the queries; there is
    no ``bias_kv`` and no ``zero_attn``; ``is_causal`` needs no mask beside it.
    """

    def __init__(
        self,
        embed_dim: int,
        num_heads: int,
        dropout: float = 0.0,
        bias: bool = True,
        batch_first: bool = False,
        *,
        rng: np.random.Generator,
    ):
        if num_heads < 1 or embed_dim % num_heads:
            raise ValueError(
                f"MultiheadAttention: a width of {embed_dim} does not divide into "
                f"{num_heads} heads"
            )
        self.embed_dim, self.num_heads, self.batch_first = embed_dim, num_heads, batch_first
        weight = Tensor(np.empty((3 * embed_dim, embed_dim), np.float32), requires_grad=True)
        self.in_proj_weight = xavier_uniform_(weight, rng=rng)
        self.in_proj_bias = None
        self.out_proj = Linear(embed_dim, embed_dim, bias, rng=rng)
        if bias:
            self.in_proj_bias = Tensor(np.zeros(3 * embed_dim, np.float32), requires_grad=True)
            self.out_proj.bias.data = np.zeros(embed_dim, np.float32)
        self.dropout = Dropout(dropout, rng=rng)

    def forward(
        self,
        query: Tensor,
        key: Tensor,
        value: Tensor,
        key_padding_mask=None,
        need_weights: bool = True,
        attn_mask=None,
        average_attn_weights: bool = True,
        is_causal: bool = False,
    ) -> tuple[Tensor, Tensor | None]:
        """Return the output, and how much each query attended to each key.

        Parameters
        ----------
        query : Tensor
            Shape ``(T, B, E)``, or ``(B, T, E)`` with ``batch_first``.
        key, value : Tensor
            Shape ``(S, B, E)``, or ``(B, S, E)`` with ``batch_first``.
        key_padding_mask : array_like, optional
            Shape ``(B, S)``; of booleans, True for keys to be ignored; of numbers,
            added to the scores.
        need_weights : bool
            Whether to return the weights, else None in their place.
        attn_mask : array_like, optional
            Shape ``(T, S)``, or ``(B * N, T, S)``; of booleans, True where a query may
            *not* attend to a key; of numbers, added to the scores. (Torch has it
            this way round here, and the other way round in
            ``scaled_dot_product_attention``.)
        average_attn_weights : bool
            Whether to return the mean over the heads and not each head's weights.
        is_causal : bool
            Whether query t may attend to the keys 0 to t only.

        Returns
        -------
        output : Tensor
            Of the shape of ``query``. A query that may attend to nothing gets
            ``out_proj.bias``, and passes on no gradient.
        weights : Tensor or None
            Shape ``(B, T, S)``, or ``(B, N, T, S)`` where not averaged.

        Raises
        ------
        ValueError
            Where the shapes do not fit, naming them.
        """
        self._check(query, key, value)
        if not self.batch_first:
            query, key, value = (x.swapaxes(0, 1) for x in (query, key, value))
        q_BNTK, k_BNSK, v_BNSK = self._heads(query, key, value)
        mask = self._added(attn_mask, key_padding_mask, len(query))
        weights_BNTS = attention_weights(q_BNTK, k_BNSK, mask, is_causal)
        weights_BNTS = self.dropout(weights_BNTS)
        out = (weights_BNTS @ v_BNSK).swapaxes(1, 2).reshape(query.shape)
        out = self.out_proj(out)
        out = out if self.batch_first else out.swapaxes(0, 1)
        if not need_weights:
            return out, None
        return out, weights_BNTS.mean(axis=1) if average_attn_weights else weights_BNTS

    def _heads(self, *inputs: Tensor) -> list[Tensor]:
        """Project query, key and value, and split each into heads: (B, N, T, K)."""
        heads = []
        for i, x in enumerate(inputs):
            rows = slice(i * self.embed_dim, (i + 1) * self.embed_dim)
            bias = None if self.in_proj_bias is None else self.in_proj_bias[rows]
            projected = linear(x, self.in_proj_weight[rows], bias)
            heads.append(projected.reshape(*x.shape[:2], self.num_heads, -1).swapaxes(1, 2))
        return heads

    def _added(self, attn_mask, key_padding_mask, B: int) -> np.ndarray | None:
        """Return both masks as one to be added to the scores, (B, N, T, S) or broadcasting."""
        mask = None
        if attn_mask is not None:
            mask = _as_added(attn_mask)
            mask = mask.reshape(B, self.num_heads, *mask.shape[1:]) if mask.ndim == 3 else mask
        if key_padding_mask is not None:
            keys = _as_added(key_padding_mask)[:, None, None, :]
            mask = keys if mask is None else mask + keys
        return mask

    def _check(self, query: Tensor, key: Tensor, value: Tensor) -> None:
        batch = 0 if self.batch_first else 1
        fits = key.shape == value.shape and query.ndim == key.ndim == 3
        fits = fits and query.shape[batch] == key.shape[batch]
        if not fits or not query.shape[2] == key.shape[2] == self.embed_dim:
            order = "(B, T, E)" if self.batch_first else "(T, B, E)"
            raise ValueError(
                f"MultiheadAttention: expected query {order}, and key and value of one shape "
                f"with S in place of T, with E = {self.embed_dim}; got {query.shape}, "
                f"{key.shape} and {value.shape}"
            )


def _as_added(mask) -> np.ndarray:
    """Return a mask of numbers as it is; of booleans, minus infinity where it is True."""
    mask = mask.data if isinstance(mask, Tensor) else np.asarray(mask)
    if mask.dtype == bool:
        return np.where(mask, np.float32(-np.inf), np.float32(0))
    return mask
