"""Multi-head attention, and the Transformer's encoder block.

Letters: B batch, T queries, S keys, E the width of the model, N heads, K = E / N
the width of a head.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dlbook.scratch.init import xavier_uniform_
from dlbook.scratch.layers.basic import Dropout, Linear
from dlbook.scratch.layers.normalization import LayerNorm
from dlbook.scratch.module import Module
from dlbook.scratch.ops.activations import relu
from dlbook.scratch.ops.attention import attention_weights
from dlbook.scratch.ops.linalg import linear
from dlbook.scratch.ops.operands import constant
from dlbook.scratch.tensor import Tensor


class MultiheadAttention(Module):
    """Attend N times, each with projections of its own to a width of E / N.

    Source: Vaswani et al. 2017, section 3.2.2. ``embed_dim`` is E, ``num_heads`` N; ``dropout``
    drops attention weights while training. ``in_proj_weight``, ``(3E, E)``, has the rows for
    queries, keys and values in turn; ``out_proj`` leads from the heads, side by side, to the
    output.

    Differs from torch: keys and values have the width of the queries; there is no ``bias_kv``
    and no ``zero_attn``; ``is_causal`` needs no mask with it.
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

        ``query`` has shape ``(T, B, E)``, ``key`` and ``value`` ``(S, B, E)``; with
        ``batch_first`` B comes first. The output has the shape of ``query``, the weights
        ``(B, T, S)``, or ``(B, N, T, S)`` if they are not averaged over the heads. A query that
        may attend to nothing gets ``out_proj.bias``, and passes on no gradient.

        ``key_padding_mask``, ``(B, S)``, and ``attn_mask``, ``(T, S)`` or ``(B * N, T, S)``,
        are added to the scores if they hold numbers; if booleans, True is where a query may
        *not* attend. (Torch has it this way round here, and the other way round in
        ``scaled_dot_product_attention``.) If ``is_causal``, query t may attend to the keys 0 to
        t only.
        """
        self._validate(query, key, value)
        if not self.batch_first:
            query, key, value = (x.swapaxes(0, 1) for x in (query, key, value))
        q_BNTK, k_BNSK, v_BNSK = self._heads(query, key, value)
        mask = self._merged_mask(attn_mask, key_padding_mask, query)
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

    def _merged_mask(self, attn_mask, key_padding_mask, query: Tensor) -> np.ndarray | None:
        """Return both masks as one to be added to the scores, (B, N, T, S) or broadcasting."""
        mask = None
        if attn_mask is not None:
            mask = _additive("attn_mask", attn_mask, query)
            mask = (
                mask.reshape(len(query), self.num_heads, *mask.shape[1:])
                if mask.ndim == 3
                else mask
            )
        if key_padding_mask is not None:
            keys = _additive("key_padding_mask", key_padding_mask, query)[:, None, None, :]
            mask = keys if mask is None else mask + keys
        return mask

    def _validate(self, query: Tensor, key: Tensor, value: Tensor) -> None:
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


def _additive(name: str, mask, query: Tensor) -> np.ndarray:
    """Return a mask of numbers as it is; of booleans, minus infinity where it is True."""
    if isinstance(mask, Tensor):
        mask = constant("MultiheadAttention", name, mask, query).data
    mask = np.asarray(mask, like=query.data)
    if mask.dtype == bool:
        return np.where(mask, -np.inf, 0).astype(np.float32)
    return mask


class TransformerEncoderLayer(Module):
    """Self-attention, then a feed-forward network at each place, each added to its input.

    Source: Vaswani et al. 2017, section 3.1, which normalizes each sum
    (post-norm); with ``norm_first`` the input of each branch is normalized
    instead (pre-norm: Xiong et al. 2020), which trains without warm-up.
    Differs from the paper: dropout also within the branches, as in torch.
    """

    def __init__(
        self,
        d_model: int,
        nhead: int,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        activation: Callable[[Tensor], Tensor] = relu,
        layer_norm_eps: float = 1e-5,
        batch_first: bool = False,
        norm_first: bool = False,
        *,
        rng: np.random.Generator,
    ):
        self.self_attn = MultiheadAttention(
            d_model, nhead, dropout, batch_first=batch_first, rng=rng
        )
        self.linear1 = Linear(d_model, dim_feedforward, rng=rng)
        self.linear2 = Linear(dim_feedforward, d_model, rng=rng)
        self.norm1 = LayerNorm(d_model, layer_norm_eps)
        self.norm2 = LayerNorm(d_model, layer_norm_eps)
        self.dropout = Dropout(dropout, rng=rng)
        self.activation, self.norm_first = activation, norm_first

    def forward(
        self, src: Tensor, src_mask=None, src_key_padding_mask=None, is_causal: bool = False
    ) -> Tensor:
        """Map (T, B, E), or (B, T, E) with ``batch_first``, to a tensor of the same shape.

        The masks are those of :class:`~dlbook.scratch.layers.MultiheadAttention`.
        """

        def attend(x: Tensor) -> Tensor:
            out, _ = self.self_attn(
                x, x, x, src_key_padding_mask, False, src_mask, is_causal=is_causal
            )
            return self.dropout(out)

        if self.norm_first:
            x = src + attend(self.norm1(src))
            return x + self._feed_forward(self.norm2(x))
        x = self.norm1(src + attend(src))
        return self.norm2(x + self._feed_forward(x))

    def _feed_forward(self, x: Tensor) -> Tensor:
        hidden = self.dropout(self.activation(self.linear1(x)))
        return self.dropout(self.linear2(hidden))
