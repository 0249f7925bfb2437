"""Causal self-attention, with a cache of keys and values for writing token by token.

Letters in names of arrays: B batch, N heads, T queries, S keys, K head size, D width.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import rms_norm, scaled_dot_product_attention

from dlbook.models.gpt.rotary import rotate


class KVCache:
    """Keys and values of the tokens that one layer has seen.

    Attributes
    ----------
    length : int
        Tokens seen so far.
    """

    def __init__(self):
        self.length = 0

    def read(self, tokens: Tensor) -> Tensor:
        """Add new tokens ``(B, T)``, and return all: only the first layer's cache is asked."""
        self.tokens = torch.cat([self.tokens, tokens], dim=1) if self.length > 0 else tokens
        return self.tokens

    def append(self, k_BNTK: Tensor, v_BNTK: Tensor) -> tuple[Tensor, Tensor]:
        """Add those of new tokens, and return those of all: shape ``(B, N, S, K)`` each."""
        if self.length > 0:
            k_BNTK = torch.cat([self.k, k_BNTK], dim=2)
            v_BNTK = torch.cat([self.v, v_BNTK], dim=2)
        self.k, self.v, self.length = k_BNTK, v_BNTK, k_BNTK.shape[2]
        return k_BNTK, v_BNTK


class CausalAttention(nn.Module):
    """Each position gathers from itself and earlier ones (Vaswani et al. 2017, section 3.2).

    Parameters
    ----------
    width : int
        Numbers per position, D.
    heads : int
        N; each has D / N numbers.

    Raises
    ------
    ValueError
        Where ``width`` is not a multiple of ``heads``.

    Notes
    -----
    Differs from the paper: no biases; queries and keys have root mean square 1 (Henry et al.
    2020) and are rotated; the output projection starts at zero, so that a block first does
    nothing.
    """

    def __init__(self, width: int, heads: int):
        super().__init__()
        if width % heads:
            raise ValueError(
                f"CausalAttention: width {width} is not a multiple of {heads} heads"
            )
        self.heads = heads
        self.query_key_value = nn.Linear(width, 3 * width, bias=False)
        self.output = nn.Linear(width, width, bias=False)
        nn.init.zeros_(self.output.weight)

    def forward(self, x_BTD: Tensor, table: Tensor, cache: KVCache | None = None) -> Tensor:
        """Return what each position gathers.

        Parameters
        ----------
        x_BTD : Tensor
            Shape ``(B, T, D)``; with a cache, the positions after those it holds.
        table : Tensor
            Angles of these T positions, shape ``(2, T, K/2)``.
        cache : KVCache, optional
            Gets their keys and values.
        """
        B, T, D = x_BTD.shape
        qkv = self.query_key_value(x_BTD).view(B, T, 3, self.heads, D // self.heads)
        q_BNTK, k_BNTK, v_BNTK = qkv.permute(2, 0, 3, 1, 4)
        q_BNTK, k_BNTK = (rotate(_unit(x), table) for x in (q_BNTK, k_BNTK))
        if cache is not None:
            k_BNTK, v_BNTK = cache.append(k_BNTK, v_BNTK)
        S = k_BNTK.shape[2]
        if S == T:
            mixed = scaled_dot_product_attention(q_BNTK, k_BNTK, v_BNTK, is_causal=True)
        else:  # the first new position may look at all the old ones
            seen_TS = torch.ones(T, S, dtype=torch.bool, device=x_BTD.device).tril(S - T)
            mixed = scaled_dot_product_attention(q_BNTK, k_BNTK, v_BNTK, attn_mask=seen_TS)
        return self.output(mixed.transpose(1, 2).reshape(B, T, D))


def _unit(x: Tensor) -> Tensor:
    return rms_norm(x, x.shape[-1:])
