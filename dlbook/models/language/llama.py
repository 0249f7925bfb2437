"""Llama: the transformer of today's open language models, and SmolLM2's weights in it.

Beyond the GPT of :mod:`dlbook.models.language.gpt`: groups of query heads share keys and
values, the MLP is gated (SwiGLU), and the embedding is the output matrix too.

Letters in names of arrays: B batch, T positions, N query heads, M key-value heads, K head size,
D ``d_model``, F ``d_ff``, V ``vocab_size``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import linear, scaled_dot_product_attention, silu

from dlbook.models.language.gguf import llama_sizes, llama_tensors
from dlbook.models.language.gpt import KVCache, rotary_cos_sin
from dlbook.models.language.sampling import continue_texts
from dlbook.models.language.window_cache import WindowKVCache


@dataclass(frozen=True)
class LlamaConfig:
    """Sizes of a Llama; ``n_kv_head`` divides ``n_head``.

    With ``window``, a position attends to itself and the ``window - 1`` before it (Jiang et
    al. 2023, section 2). The defaults are SmolLM2-135M's.
    """

    vocab_size: int = 49_152
    block_size: int = 8192
    d_model: int = 576
    n_head: int = 9
    n_kv_head: int = 3
    n_layer: int = 30
    d_ff: int = 1536
    rotary_base: float = 100_000.0
    eps: float = 1e-5
    window: int | None = None


def rotate_neighbors(x: Tensor, cos_sin: Tensor) -> Tensor:
    """Rotate features 2i and 2i + 1 by the angle of their position (Su et al. 2021, eq. 34).

    ``x`` are queries or keys, ``(B, N, T, K)``, and ``cos_sin`` is what
    :func:`~dlbook.models.language.rotary_cos_sin` returns for these T positions.
    """
    cos, sin = cos_sin
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack([even * cos - odd * sin, even * sin + odd * cos], dim=-1).flatten(-2)


class GroupedQueryAttention(nn.Module):
    """Causal attention in which N query heads share M heads of keys and values.

    Source: Ainslie et al. 2023. Queries n N/M to (n + 1) N/M - 1 read head n. The cache holds M
    heads in place of N.
    """

    def __init__(self, config: LlamaConfig):
        super().__init__()
        n_head, n_kv_head = config.n_head, config.n_kv_head
        if config.d_model % n_head or n_head % n_kv_head:
            raise ValueError(
                f"GroupedQueryAttention: d_model {config.d_model} must be a multiple of "
                f"n_head {n_head}, and that of n_kv_head {n_kv_head}"
            )
        self.head_size, self.window = config.d_model // n_head, config.window
        self.query = nn.Linear(config.d_model, n_head * self.head_size, bias=False)
        self.key = nn.Linear(config.d_model, n_kv_head * self.head_size, bias=False)
        self.value = nn.Linear(config.d_model, n_kv_head * self.head_size, bias=False)
        self.proj = nn.Linear(n_head * self.head_size, config.d_model, bias=False)

    def forward(self, x_BTD: Tensor, cos_sin: Tensor, cache: KVCache | None = None) -> Tensor:
        """Attend; ``cos_sin`` belongs to these T positions, which follow those of the cache."""
        q_BNTK, k_BMTK, v_BMTK = (
            layer(x_BTD).unflatten(-1, (-1, self.head_size)).transpose(1, 2)
            for layer in (self.query, self.key, self.value)
        )
        q_BNTK, k_BMTK = (rotate_neighbors(x, cos_sin) for x in (q_BNTK, k_BMTK))
        if cache is not None:
            k_BMTK, v_BMTK = cache.append(k_BMTK, v_BMTK)
        T, S = q_BNTK.shape[2], k_BMTK.shape[2]
        # The first new position may look at all cached ones; a single one at everything.
        allowed_TS = torch.ones(T, S, dtype=torch.bool, device=x_BTD.device).tril(S - T)
        if self.window is not None:
            allowed_TS = allowed_TS.triu(S - T - self.window + 1)
        everything = T == 1 and self.window is None
        mixed_BNTK = scaled_dot_product_attention(
            q_BNTK, k_BMTK, v_BMTK, None if everything else allowed_TS, enable_gqa=True
        )
        return self.proj(mixed_BNTK.transpose(1, 2).flatten(2))


class SwiGLU(nn.Module):
    """The gated MLP W_down (SiLU(W_gate x) * W_up x) (Shazeer 2020, eq. 6)."""

    def __init__(self, d_model: int, d_ff: int):
        super().__init__()
        self.gate = nn.Linear(d_model, d_ff, bias=False)
        self.up = nn.Linear(d_model, d_ff, bias=False)
        self.down = nn.Linear(d_ff, d_model, bias=False)

    def forward(self, x_BTD: Tensor) -> Tensor:
        """Return shape ``(B, T, D)``."""
        return self.down(silu(self.gate(x_BTD)) * self.up(x_BTD))


class LlamaBlock(nn.Module):
    """Attention, then a gated MLP, each of the normalized input and added to it."""

    def __init__(self, config: LlamaConfig):
        super().__init__()
        self.norm_1 = nn.RMSNorm(config.d_model, config.eps)
        self.attention = GroupedQueryAttention(config)
        self.norm_2 = nn.RMSNorm(config.d_model, config.eps)
        self.mlp = SwiGLU(config.d_model, config.d_ff)

    def forward(self, x_BTD: Tensor, cos_sin: Tensor, cache: KVCache | None = None) -> Tensor:
        """Return the next ``(B, T, D)``; arguments as for the attention."""
        x_BTD = x_BTD + self.attention(self.norm_1(x_BTD), cos_sin, cache)
        return x_BTD + self.mlp(self.norm_2(x_BTD))


class Llama(nn.Module):
    """Predict each next token of a text (Touvron et al. 2023, section 2.2).

    Differs from the paper: grouped queries, as in Llama 2 (section 2.2), and the output matrix
    is the embedding (Press and Wolf 2017), as in small models.
    """

    def __init__(self, config: LlamaConfig):
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(config.vocab_size, config.d_model)
        self.blocks = nn.ModuleList(LlamaBlock(config) for _ in range(config.n_layer))
        self.norm = nn.RMSNorm(config.d_model, config.eps)
        self._make_cos_sin()

    def _make_cos_sin(self) -> None:
        config = self.config
        head_size = config.d_model // config.n_head
        cos_sin = rotary_cos_sin(config.block_size, head_size, config.rotary_base)
        self.register_buffer("cos_sin", cos_sin, persistent=False)

    @classmethod
    def from_weights(cls, weights) -> Llama:
        """Return a Llama with the weights of a GGUF file, such as those of "smollm2-135m".

        ``weights`` are what :func:`~dlbook.data.load_weights` returns.
        """
        config = LlamaConfig(**llama_sizes(weights))
        with torch.device("meta"):  # no memory until the weights come
            model = cls(config)
        model.load_state_dict(llama_tensors(weights, config.n_layer), assign=True)
        model._make_cos_sin()
        return model.eval()

    def forward(self, tokens: Tensor, caches: Sequence[KVCache] | None = None) -> Tensor:
        """Return logits ``(B, T, V)`` of each next token, for ``tokens`` ``(B, T)``.

        With ``caches``, one for each block, the tokens are those after the cached ones, and are
        added to them. All together must fit in ``block_size``.
        """
        return self.logits(self.hidden(tokens, caches))

    def hidden(self, tokens: Tensor, caches: Sequence[KVCache] | None = None) -> Tensor:
        """Return the last hidden states ``(B, T, D)``; arguments as for the whole model."""
        start = caches[0].length if caches else 0
        stop = start + tokens.shape[1]
        if stop > self.config.block_size:
            raise ValueError(
                f"Llama: {stop} tokens exceed the block size of {self.config.block_size}: pass "
                "only the last of them, without caches or with new ones"
            )
        x_BTD = self.embedding(tokens)
        for i, block in enumerate(self.blocks):
            x_BTD = block(x_BTD, self.cos_sin[:, start:stop], caches[i] if caches else None)
        return self.norm(x_BTD)

    def logits(self, x_BTD: Tensor) -> Tensor:
        """Return logits ``(..., V)`` for hidden states ``(..., D)``."""
        return linear(x_BTD, self.embedding.weight)

    def new_caches(self) -> list[KVCache]:
        """Return an empty cache for each block."""
        window = self.config.window
        return [KVCache() if window is None else WindowKVCache(window) for _ in self.blocks]

    def generate(
        self, prompt: Tensor, max_new_tokens: int, stop: int | None = None, **options
    ) -> Tensor:
        """Continue texts as :func:`~dlbook.models.language.continue_texts` does."""
        return continue_texts(self, prompt, max_new_tokens, stop, **options)
