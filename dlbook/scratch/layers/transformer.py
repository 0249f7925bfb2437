"""The Transformer's encoder block."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dlbook.scratch.layers.attention import MultiheadAttention
from dlbook.scratch.layers.dropout import Dropout
from dlbook.scratch.layers.linear import Linear
from dlbook.scratch.layers.norms import LayerNorm
from dlbook.scratch.module import Module
from dlbook.scratch.ops.activations import relu
from dlbook.scratch.tensor import Tensor


class TransformerEncoderLayer(Module):
    """Attention between places, then a small network at each place, each added to its input.

    Source: Vaswani et al. 2017, section 3.1, which normalizes each sum
    (post-norm); with ``norm_first`` the input of each branch is normalized
    instead (pre-norm: Xiong et al. 2020), which trains without warm-up.

    Parameters
    ----------
    d_model, nhead : int
        Width E, and number of heads.
    dim_feedforward : int
        Hidden units F of the small network.
    dropout : float
        Probability of dropping an entry, in the attention weights, the hidden
        units, and what each branch adds.
    activation : callable
        Of the hidden units, from tensor to tensor.
    layer_norm_eps : float
        Added to the variance by the norms.
    batch_first : bool
        Whether input and output are ``(B, T, E)`` and not ``(T, B, E)``.
    norm_first : bool
        Whether to normalize before each branch and not after each sum.
    rng : numpy.random.Generator
        Source of the initial weights, and of dropout's choices.

    Notes
    -----
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
        """Return a tensor of the shape of ``src``.

        Parameters
        ----------
        src : Tensor
            Shape ``(T, B, E)``, or ``(B, T, E)`` with ``batch_first``.
        src_mask, src_key_padding_mask, is_causal
            ``attn_mask``, ``key_padding_mask`` and ``is_causal`` of
            :class:`~dlbook.scratch.layers.MultiheadAttention`.
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
