"""GPT: the decoder-only transformer, with rotary positions and a key-value cache.

Letters in names of arrays: B batch, N heads, T queries, S keys, K head size, D ``d_model``,
V ``vocab_size``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu, scaled_dot_product_attention

from dlbook.models.language.sampling import sample


@dataclass(frozen=True)
class GPTConfig:
    """Sizes of a GPT: ``block_size`` is the longest sequence it can read, in tokens."""

    vocab_size: int
    block_size: int = 64
    d_model: int = 64
    n_head: int = 4
    n_layer: int = 4


def rotary_cos_sin(length: int, head_size: int, base: float = 10_000.0) -> Tensor:
    """Return cosine and sine of the rotary angles of each position (Su et al. 2021, eq. 15).

    Shape ``(2, T, K/2)``: cosines, then sines, of K/2 pairs of features, each rotating at a
    frequency of its own. The fastest turns by 1 radian per position, the slowest by about 1 /
    ``base``.
    """
    if head_size % 2:
        raise ValueError(f"rotary_cos_sin: the head size must be even, got {head_size}")
    frequencies = base ** -(torch.arange(0, head_size, 2) / head_size)
    angles = torch.outer(torch.arange(length), frequencies)
    return torch.stack([angles.cos(), angles.sin()])


def apply_rotary_emb(x: Tensor, cos_sin: Tensor) -> Tensor:
    """Rotate each pair of features by the angle of its position.

    ``x`` are queries or keys, ``(B, N, T, K)``, and ``cos_sin`` is what :func:`rotary_cos_sin`
    returns for these T positions. Differs from the paper: a pair is features i and i + K/2, not
    two neighbors. That only permutes the features, and is faster.
    """
    cos, sin = cos_sin
    first, second = x.chunk(2, dim=-1)
    return torch.cat([first * cos - second * sin, first * sin + second * cos], dim=-1)


class KVCache:
    """Keys and values that one attention layer has computed so far.

    ``length`` is the number of tokens in the cache.
    """

    def __init__(self):
        self.length = 0

    def append(self, k_BNTK: Tensor, v_BNTK: Tensor) -> tuple[Tensor, Tensor]:
        """Add those of new tokens, and return those of all tokens, each ``(B, N, S, K)``."""
        if self.length > 0:
            k_BNTK = torch.cat([self.k, k_BNTK], dim=2)
            v_BNTK = torch.cat([self.v, v_BNTK], dim=2)
        self.k, self.v, self.length = k_BNTK, v_BNTK, k_BNTK.shape[2]
        return k_BNTK, v_BNTK


class CausalSelfAttention(nn.Module):
    """Each position attends to itself and to earlier ones (Vaswani et al. 2017, section 3.2).

    Differs from the paper: queries and keys are rotated; no biases; the output projection
    starts at zero, so that a block first passes its input on.
    """

    def __init__(self, d_model: int, n_head: int):
        super().__init__()
        if d_model % n_head:
            raise ValueError(
                f"CausalSelfAttention: d_model {d_model} is not a multiple of {n_head} heads"
            )
        self.n_head = n_head
        self.qkv = nn.Linear(d_model, 3 * d_model, bias=False)
        self.proj = nn.Linear(d_model, d_model, bias=False)
        nn.init.zeros_(self.proj.weight)

    def forward(self, x_BTD: Tensor, cos_sin: Tensor, cache: KVCache | None = None) -> Tensor:
        """Attend; ``cos_sin`` belongs to these T positions, which follow those of the cache."""
        B, T, D = x_BTD.shape
        qkv = self.qkv(x_BTD).view(B, T, 3, self.n_head, D // self.n_head)
        q_BNTK, k_BNTK, v_BNTK = qkv.permute(2, 0, 3, 1, 4)
        q_BNTK, k_BNTK = (apply_rotary_emb(x, cos_sin) for x in (q_BNTK, k_BNTK))
        if cache is not None:
            k_BNTK, v_BNTK = cache.append(k_BNTK, v_BNTK)
        S = k_BNTK.shape[2]
        if S == T:
            mixed = scaled_dot_product_attention(q_BNTK, k_BNTK, v_BNTK, is_causal=True)
        else:  # the first new position may look at all cached ones
            allowed_TS = torch.ones(T, S, dtype=torch.bool, device=x_BTD.device).tril(S - T)
            mixed = scaled_dot_product_attention(q_BNTK, k_BNTK, v_BNTK, attn_mask=allowed_TS)
        return self.proj(mixed.transpose(1, 2).reshape(B, T, D))


class Block(nn.Module):
    """Attention, then an MLP at each position, each added to its input (pre-norm)."""

    def __init__(self, d_model: int, n_head: int):
        super().__init__()
        self.norm_1 = nn.RMSNorm(d_model)
        self.attention = CausalSelfAttention(d_model, n_head)
        self.norm_2 = nn.RMSNorm(d_model)
        self.up = nn.Linear(d_model, 4 * d_model, bias=False)
        self.down = nn.Linear(4 * d_model, d_model, bias=False)
        nn.init.zeros_(self.down.weight)

    def forward(self, x_BTD: Tensor, cos_sin: Tensor, cache: KVCache | None = None) -> Tensor:
        """Return the next ``(B, T, D)``; arguments as for the attention."""
        x_BTD = x_BTD + self.attention(self.norm_1(x_BTD), cos_sin, cache)
        return x_BTD + self.down(gelu(self.up(self.norm_2(x_BTD))))


class GPT(nn.Module):
    """Predict each next token of a text (Radford et al. 2018, eq. 2).

    Differs from the paper, like most models since Llama (Touvron et al. 2023): rotary positions
    (Su et al. 2021), RMSNorm (Zhang and Sennrich 2019) before each part, no biases, no dropout.
    Output weights start at zero.
    """

    def __init__(self, config: GPTConfig):
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(config.vocab_size, config.d_model)
        self.blocks = nn.ModuleList(
            Block(config.d_model, config.n_head) for _ in range(config.n_layer)
        )
        self.norm = nn.RMSNorm(config.d_model)
        self.head = nn.Linear(config.d_model, config.vocab_size, bias=False)
        nn.init.zeros_(self.head.weight)
        cos_sin = rotary_cos_sin(config.block_size, config.d_model // config.n_head)
        self.register_buffer("cos_sin", cos_sin, persistent=False)

    def forward(self, tokens: Tensor, caches: Sequence[KVCache] | None = None) -> Tensor:
        """Return logits ``(B, T, V)`` of each next token, for ``tokens`` ``(B, T)``.

        With ``caches``, one for each block, the tokens are those after the cached ones, and are
        added to them. All together must fit in ``block_size``.
        """
        start = caches[0].length if caches else 0
        stop = start + tokens.shape[1]
        if stop > self.config.block_size:
            raise ValueError(
                f"GPT: {stop} tokens exceed the block size of {self.config.block_size}: pass "
                "only the last of them, without caches or with new ones"
            )
        x_BTD = self.embedding(tokens)
        for i, block in enumerate(self.blocks):
            x_BTD = block(x_BTD, self.cos_sin[:, start:stop], caches[i] if caches else None)
        return self.head(self.norm(x_BTD))

    def new_caches(self) -> list[KVCache]:
        """Return an empty cache for each block."""
        return [KVCache() for _ in self.blocks]

    @torch.no_grad()
    def generate(
        self, prompt: Tensor, max_new_tokens: int, use_cache: bool = True, **options
    ) -> Tensor:
        """Continue texts ``(B, T)`` token by token: ``(B, T + max_new_tokens)``.

        ``use_cache`` keeps keys and values, so that a step computes the new token alone;
        without it each step reads the whole text again: slower, and the same text. ``options``
        are those of :func:`~dlbook.models.language.sample`: temperature, top_k, top_p,
        generator. When ``block_size`` is full, the first half is dropped and the rest is read
        again.
        """
        if prompt.shape[1] == 0:
            raise ValueError("generate: expected a prompt of at least one token, got none")
        tokens, start, caches = prompt, 0, self.new_caches()
        for _ in range(max_new_tokens):
            new_start = self._window_start(tokens.shape[1])
            if new_start != start or not use_cache:
                start, caches = new_start, self.new_caches()
            logits = self(tokens[:, start + caches[0].length :], caches)[:, -1]
            tokens = torch.cat([tokens, sample(logits, **options)[:, None]], dim=1)
        return tokens

    def _window_start(self, length: int) -> int:
        """Return the first of ``length`` tokens to read: it moves by half a block at a time."""
        half = (self.config.block_size + 1) // 2
        return max(0, -(-(length - self.config.block_size) // half) * half)
