"""Encoders and decoders: from one sequence of tokens to another.

A recurrent one with the attention of Bahdanau et al. (2015), or with none, and a Transformer.
Both have ``encode``, which reads the source, and ``step``, which writes a token; the searches
below need no more.

Letters in names of arrays: B batch, S source positions, T target positions, C features of an
encoder's state, H of a decoder's, D ``d_model``, N heads, V target vocabulary.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu, scaled_dot_product_attention
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from dlbook.data.sequences import END, PAD, START


class Memory(NamedTuple):
    """What the encoder leaves to the decoder.

    ``states`` ``(B, S, C)`` belong to the source tokens, ``summary`` ``(B, C)`` to the whole
    source, and the booleans ``is_token`` ``(B, S)`` are False at padding.
    """

    states: Tensor
    summary: Tensor
    is_token: Tensor

    def repeat(self, times: int) -> Memory:
        """Return a memory in which each source stands ``times`` times in a row."""
        return Memory(*(part.repeat_interleave(times, dim=0) for part in self))


class RecurrentEncoder(nn.Module):
    """Read a source in both directions; a state is those of the two side by side."""

    def __init__(
        self, source_size: int, embedding_dim: int, encoder_size: int, dropout: float = 0.0
    ):
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.embedding = nn.Embedding(source_size, embedding_dim)
        self.gru = nn.GRU(embedding_dim, encoder_size, batch_first=True, bidirectional=True)

    def forward(self, source: Tensor) -> Memory:
        """Return the memory of sources ``(B, S)``; C is twice ``encoder_size``."""
        is_token = source != PAD
        x_BSE, lengths = self.dropout(self.embedding(source)), is_token.sum(dim=1).cpu()
        if lengths.min() < 1:
            raise ValueError("RecurrentEncoder: a source is empty; it needs one token or more")
        if lengths.min() == source.shape[1]:
            states, ends = self.gru(x_BSE)
        else:  # so that the backward direction starts at a source's last token
            packed = pack_padded_sequence(x_BSE, lengths, True, enforce_sorted=False)
            states, ends = self.gru(packed)
            states, _ = pad_packed_sequence(states, True, total_length=source.shape[1])
        return Memory(states, torch.cat([ends[0], ends[1]], dim=1), is_token)


class AdditiveAttention(nn.Module):
    """The weighted mean of states, scored by a small network (Bahdanau et al. 2015, A.1.2)."""

    def __init__(self, query_size: int, state_size: int, attention_size: int):
        super().__init__()
        self.query = nn.Linear(query_size, attention_size, bias=False)
        self.key = nn.Linear(state_size, attention_size)
        self.score = nn.Linear(attention_size, 1, bias=False)

    def forward(self, query: Tensor, memory: Memory, keys: Tensor) -> tuple[Tensor, Tensor]:
        """Return the context ``(B, C)`` and its weights ``(B, S)`` for a query ``(B, H)``.

        ``keys`` is ``self.key(memory.states)``, which is the same at each step.
        """
        scores_BS = self.score(torch.tanh(self.query(query)[:, None] + keys))[:, :, 0]
        weights_BS = scores_BS.masked_fill(~memory.is_token, -torch.inf).softmax(dim=1)
        return (weights_BS[:, None] @ memory.states)[:, 0], weights_BS


@dataclass(frozen=True)
class GRUSeq2SeqConfig:
    """Sizes of a recurrent encoder-decoder; without ``attention`` it has a bottleneck."""

    source_size: int
    target_size: int
    embedding_dim: int = 32
    encoder_size: int = 64
    hidden_size: int = 96
    attention_size: int = 64
    attention: bool = True
    dropout: float = 0.0  # of embeddings, and of what the output layer reads


class GRUSeq2Seq(nn.Module):
    """Translate with a GRU that looks back at each step (Bahdanau et al. 2015, section 3).

    Without attention, each step is given the same summary of the source, as in Cho et al. 2014.
    Differs from the paper: the first state depends on both directions, and a tanh layer stands
    before the output in place of a maxout layer.
    """

    def __init__(self, config: GRUSeq2SeqConfig):
        super().__init__()
        E, C, H = config.embedding_dim, 2 * config.encoder_size, config.hidden_size
        self.config = config
        self.encoder = RecurrentEncoder(
            config.source_size, E, config.encoder_size, config.dropout
        )
        self.bridge = nn.Linear(C, H)
        self.embedding = nn.Embedding(config.target_size, E)
        if config.attention:
            self.attention = AdditiveAttention(H, C, config.attention_size)
        self.cell = nn.GRUCell(E + C, H)
        self.readout = nn.Linear(H + C + E, H)
        self.head = nn.Linear(H, config.target_size)
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        """Return logits ``(B, T, V)`` of what follows each token of ``target`` ``(B, T)``."""
        memory, state = self.encode(source)
        outputs = []
        for token in target.unbind(dim=1):
            output, state, _ = self.advance(token, state, memory)
            outputs.append(output)
        return self.head(torch.stack(outputs, dim=1))

    def encode(self, source: Tensor) -> tuple[Memory, tuple[Tensor, ...]]:
        """Return the memory of sources ``(B, S)``, and the decoder's first state."""
        memory = self.encoder(source)
        hidden = torch.tanh(self.bridge(memory.summary))
        return memory, (hidden, self._keys(memory))

    def step(self, token: Tensor, state, memory: Memory) -> tuple[Tensor, tuple, Tensor]:
        """Read tokens ``(B,)``: logits ``(B, V)``, the next state, and weights ``(B, S)``."""
        output, state, weights = self.advance(token, state, memory)
        return self.head(output), state, weights

    def advance(self, token: Tensor, state, memory: Memory) -> tuple[Tensor, tuple, Tensor]:
        """Take a step as ``step`` does, but return what the head reads, ``(B, H)``."""
        hidden, keys = state
        if self.config.attention:
            context, weights = self.attention(hidden, memory, keys)
        else:
            context = memory.summary
            weights = memory.is_token / memory.is_token.sum(dim=1, keepdim=True)
        x = torch.cat([self.dropout(self.embedding(token)), context], dim=1)
        hidden = self.cell(x, hidden)
        output = torch.tanh(self.readout(torch.cat([hidden, x], dim=1)))
        return self.dropout(output), (hidden, keys), weights

    def _keys(self, memory: Memory) -> Tensor:
        return self.attention.key(memory.states) if self.config.attention else memory.summary


class MultiHeadAttention(nn.Module):
    """Queries from one sequence, keys and values from another (Vaswani et al. 2017, 3.2.2)."""

    def __init__(self, d_model: int, n_head: int):
        super().__init__()
        if d_model % n_head:
            raise ValueError(
                f"MultiHeadAttention: d_model {d_model} is not a multiple of {n_head} heads"
            )
        self.n_head = n_head
        self.query, self.key, self.value, self.proj = (
            nn.Linear(d_model, d_model) for _ in range(4)
        )

    def forward(self, x_BTD: Tensor, y_BSD: Tensor, allowed: Tensor) -> Tensor:
        """Let each of T positions attend to those of S that are ``allowed``: ``(B, T, D)``.

        ``allowed`` are booleans that broadcast to ``(B, N, T, S)``.
        """
        q, k, v = (
            layer(part).unflatten(-1, (self.n_head, -1)).transpose(1, 2)
            for layer, part in ((self.query, x_BTD), (self.key, y_BSD), (self.value, y_BSD))
        )
        mixed = scaled_dot_product_attention(q, k, v, attn_mask=allowed)
        return self.proj(mixed.transpose(1, 2).flatten(2))


class TransformerBlock(nn.Module):
    """Self-attention, cross-attention if there is a source, and an MLP (pre-norm)."""

    def __init__(self, d_model: int, n_head: int, d_ff: int, cross: bool):
        super().__init__()
        self.attention = MultiHeadAttention(d_model, n_head)
        self.norm_1 = nn.LayerNorm(d_model)
        if cross:
            self.cross = MultiHeadAttention(d_model, n_head)
            self.norm_2 = nn.LayerNorm(d_model)
        self.up, self.down = nn.Linear(d_model, d_ff), nn.Linear(d_ff, d_model)
        self.norm_3 = nn.LayerNorm(d_model)

    def forward(self, x_BTD: Tensor, allowed: Tensor, memory: Memory | None = None) -> Tensor:
        """Return the next ``(B, T, D)``."""
        x = self.norm_1(x_BTD)
        x_BTD = x_BTD + self.attention(x, x, allowed)
        if memory is not None:
            is_token = memory.is_token[:, None, None, :]
            x_BTD = x_BTD + self.cross(self.norm_2(x_BTD), memory.states, is_token)
        return x_BTD + self.down(gelu(self.up(self.norm_3(x_BTD))))


@dataclass(frozen=True)
class TransformerConfig:
    """Sizes of a Transformer encoder-decoder; ``n_layer`` of each."""

    source_size: int
    target_size: int
    block_size: int = 64
    d_model: int = 64
    n_head: int = 4
    n_layer: int = 2


class TransformerSeq2Seq(nn.Module):
    """Encoder and decoder of attention alone (Vaswani et al. 2017, figure 1).

    Differs from the paper: learned positions, normalization before each part (Xiong et al.
    2020), GELU, no dropout.
    """

    def __init__(self, config: TransformerConfig):
        super().__init__()
        D, self.config = config.d_model, config
        sizes = D, config.n_head, 4 * D
        self.source, self.target = (
            nn.Embedding(size, D) for size in (config.source_size, config.target_size)
        )
        self.source_positions, self.target_positions = (
            nn.Parameter(0.1 * torch.randn(config.block_size, D)) for _ in range(2)
        )
        self.encoder, self.decoder = (
            nn.ModuleList(TransformerBlock(*sizes, cross) for _ in range(config.n_layer))
            for cross in (False, True)
        )
        self.encoder_norm, self.decoder_norm = nn.LayerNorm(D), nn.LayerNorm(D)
        self.head = nn.Linear(D, config.target_size)

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        """Return logits ``(B, T, V)`` of what follows each token of ``target`` ``(B, T)``."""
        memory, _ = self.encode(source)
        return self.decode(target, memory)

    def encode(self, source: Tensor) -> tuple[Memory, tuple[Tensor, ...]]:
        """Return the memory of sources ``(B, S)``, and the decoder's first state."""
        is_token = source != PAD
        x_BSD = self.source(source) + self._positions(self.source_positions, source)
        for block in self.encoder:
            x_BSD = block(x_BSD, is_token[:, None, None, :])
        memory = Memory(self.encoder_norm(x_BSD), x_BSD[:, 0], is_token)
        return memory, (source.new_empty(len(source), 0),)

    def decode(self, target: Tensor, memory: Memory) -> Tensor:
        """Return logits ``(B, T, V)``: position t sees the whole source and targets up to t."""
        T = target.shape[1]
        causal = torch.ones(T, T, dtype=torch.bool, device=target.device).tril()
        x_BTD = self.target(target) + self._positions(self.target_positions, target)
        for block in self.decoder:
            x_BTD = block(x_BTD, causal, memory)
        return self.head(self.decoder_norm(x_BTD))

    def step(self, token: Tensor, state, memory: Memory) -> tuple[Tensor, tuple, None]:
        """Read tokens ``(B,)``: logits ``(B, V)`` and the next state; no cache is kept."""
        target = torch.cat([state[0], token[:, None]], dim=1)
        return self.decode(target, memory)[:, -1], (target,), None

    def _positions(self, table: Tensor, tokens: Tensor) -> Tensor:
        if tokens.shape[1] > len(table):
            raise ValueError(
                f"TransformerSeq2Seq: {tokens.shape[1]} tokens exceed the block size of "
                f"{len(table)}"
            )
        return table[: tokens.shape[1]]


@torch.no_grad()
def greedy_search(model, source: Tensor, max_length: int) -> tuple[Tensor, Tensor]:
    """Write the most likely token, again and again.

    Returns the tokens ``(B, T)``, in which padding follows the end, and the attention weights
    of each ``(B, T, S)``, which are empty if the model has none to show.
    """
    memory, state = model.encode(source)
    token = torch.full_like(source[:, 0], START)
    is_done, tokens, looks = torch.zeros_like(token, dtype=torch.bool), [], []
    while len(tokens) < max_length and not is_done.all():
        logits, state, weights = model.step(token, state, memory)
        token = logits.argmax(dim=1).masked_fill(is_done, PAD)
        is_done |= token == END
        tokens.append(token)
        looks += [] if weights is None else [weights]
    return torch.stack(tokens, dim=1), torch.stack(looks, dim=1) if looks else torch.empty(0)


@torch.no_grad()
def beam_search(
    model, source: Tensor, width: int, max_length: int, length_power: float = 0.0
) -> tuple[Tensor, Tensor]:
    """Keep the ``width`` likeliest beginnings at each step, and return the best text.

    Texts are ranked by log-probability / length ** ``length_power``, where the length counts
    the end token. Returns tokens ``(B, T)`` and log-probabilities ``(B,)``.
    """
    if width < 1:
        raise ValueError(f"beam_search: width must be at least 1, got {width}")
    B = len(source)
    memory, state = model.encode(source)
    memory = memory.repeat(width)
    state = tuple(part.repeat_interleave(width, dim=0) for part in state)
    tokens = torch.full((B * width, 1), START, device=source.device)
    totals_BK = torch.full((B, width), -torch.inf, device=source.device)
    totals_BK[:, 0] = 0  # all beams are still the same: one is enough
    first = torch.arange(B, device=source.device)[:, None] * width
    for _ in range(max_length):
        is_done = (tokens[:, -1] == END) | (tokens[:, -1] == PAD)
        if is_done.all():
            break
        logits, state, _ = model.step(tokens[:, -1], state, memory)
        log_p = logits.log_softmax(dim=1)
        log_p[:, PAD] = -torch.inf
        log_p[is_done] = -torch.inf
        log_p[is_done, PAD] = 0  # a text that has ended stays as it is
        candidates = (totals_BK[:, :, None] + log_p.view(B, width, -1)).flatten(1)
        totals_BK, chosen = candidates.topk(width, dim=1)
        parents = (first + chosen // log_p.shape[1]).flatten()
        new = (chosen % log_p.shape[1]).flatten()
        tokens = torch.cat([tokens[parents], new[:, None]], dim=1)
        state = tuple(part[parents] for part in state)
    tokens = tokens[:, 1:].unflatten(0, (B, width))
    ranks_BK = totals_BK / (tokens != PAD).sum(dim=2) ** length_power
    best = ranks_BK.argmax(dim=1)
    rows = torch.arange(B, device=source.device)
    return tokens[rows, best], totals_BK[rows, best]
