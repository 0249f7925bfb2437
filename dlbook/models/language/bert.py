"""BERT, the encoder that reads in both directions, and vectors of sentences with it.

Sentences that mean nearly the same::

    from dlbook.data import load_weights
    from dlbook.models.language import SentenceEncoder

    encoder = SentenceEncoder.from_weights(load_weights("minilm-l6"))
    vectors = encoder.encode(["A cat sleeps.", "The kitten naps.", "Stocks fell."])
    vectors @ vectors.T  # cosines

Letters in names of arrays: B batch, T positions, N heads, K head size, D ``d_model``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu, normalize, scaled_dot_product_attention
from torch.nn.utils.rnn import pad_sequence

from dlbook.data.tokenizers import WordPieceTokenizer


@dataclass(frozen=True)
class BertConfig:
    """Sizes of a BERT; the defaults are those of MiniLM with 6 layers."""

    vocab_size: int = 30_522
    block_size: int = 512
    d_model: int = 384
    n_head: int = 12
    n_layer: int = 6
    d_ff: int = 1536
    eps: float = 1e-12


class BertAttention(nn.Module):
    """Each position attends to all that are no padding (Vaswani et al. 2017, section 3.2.2)."""

    def __init__(self, d_model: int, n_head: int):
        super().__init__()
        if d_model % n_head:
            raise ValueError(
                f"BertAttention: d_model {d_model} is not a multiple of {n_head} heads"
            )
        self.n_head = n_head
        self.query, self.key, self.value, self.proj = (
            nn.Linear(d_model, d_model) for _ in range(4)
        )

    def forward(self, x_BTD: Tensor, is_token_BT: Tensor) -> Tensor:
        """Return the attended values, ``(B, T, D)``; booleans say where there are tokens."""
        q_BNTK, k_BNTK, v_BNTK = (
            layer(x_BTD).unflatten(-1, (self.n_head, -1)).transpose(1, 2)
            for layer in (self.query, self.key, self.value)
        )
        mixed_BNTK = scaled_dot_product_attention(
            q_BNTK, k_BNTK, v_BNTK, attn_mask=is_token_BT[:, None, None, :]
        )
        return self.proj(mixed_BNTK.transpose(1, 2).flatten(2))


class BertBlock(nn.Module):
    """Attention, then an MLP, each added to its input, and the sum normalized (post-norm)."""

    def __init__(self, config: BertConfig):
        super().__init__()
        self.attention = BertAttention(config.d_model, config.n_head)
        self.norm_1 = nn.LayerNorm(config.d_model, config.eps)
        self.up = nn.Linear(config.d_model, config.d_ff)
        self.down = nn.Linear(config.d_ff, config.d_model)
        self.norm_2 = nn.LayerNorm(config.d_model, config.eps)

    def forward(self, x_BTD: Tensor, is_token_BT: Tensor) -> Tensor:
        """Return the next ``(B, T, D)``."""
        x_BTD = self.norm_1(x_BTD + self.attention(x_BTD, is_token_BT))
        return self.norm_2(x_BTD + self.down(gelu(self.up(x_BTD))))


class Bert(nn.Module):
    """Encode each token in its context (Devlin et al. 2019, section 3).

    Differs from the paper: no dropout, every sentence is of type A, and there are no heads.
    """

    def __init__(self, config: BertConfig):
        super().__init__()
        self.config = config
        self.tokens = nn.Embedding(config.vocab_size, config.d_model)
        self.positions = nn.Embedding(config.block_size, config.d_model)
        self.types = nn.Embedding(2, config.d_model)
        self.norm = nn.LayerNorm(config.d_model, config.eps)
        self.blocks = nn.ModuleList(BertBlock(config) for _ in range(config.n_layer))

    def forward(self, tokens: Tensor, is_token: Tensor | None = None) -> Tensor:
        """Return hidden states ``(B, T, D)`` for ``tokens`` ``(B, T)``.

        ``is_token``, booleans ``(B, T)``, is False at padding. T is at most ``block_size``.
        """
        length = tokens.shape[1]
        if length > self.config.block_size:
            raise ValueError(
                f"Bert: {length} tokens exceed the block size of {self.config.block_size}: cut "
                "the text"
            )
        if is_token is None:
            is_token = torch.ones_like(tokens, dtype=torch.bool)
        x_BTD = self.tokens(tokens) + self.positions.weight[:length] + self.types.weight[0]
        x_BTD = self.norm(x_BTD)
        for block in self.blocks:
            x_BTD = block(x_BTD, is_token)
        return x_BTD

    @classmethod
    def from_weights(cls, weights) -> Bert:
        """Return a BERT with weights under the names of Hugging Face, as of "minilm-l6".

        ``weights`` are what :func:`~dlbook.data.load_weights` returns.
        """
        sizes = weights.metadata["config"]
        config = BertConfig(
            vocab_size=sizes["vocab_size"],
            block_size=sizes["max_position_embeddings"],
            d_model=sizes["hidden_size"],
            n_head=sizes["num_attention_heads"],
            n_layer=sizes["num_hidden_layers"],
            d_ff=sizes["intermediate_size"],
            eps=sizes["layer_norm_eps"],
        )
        with torch.device("meta"):  # no memory until the weights come
            model = cls(config)
        state = {
            name: torch.from_numpy(weights[_their_name(name)]) for name in model.state_dict()
        }
        model.load_state_dict(state, assign=True)
        return model.eval()


# From our names of layers to those of Hugging Face.
HUGGING_FACE_NAMES = {
    "tokens": "embeddings.word_embeddings",
    "positions": "embeddings.position_embeddings",
    "types": "embeddings.token_type_embeddings",
    "norm": "embeddings.LayerNorm",
    "attention.query": "attention.self.query",
    "attention.key": "attention.self.key",
    "attention.value": "attention.self.value",
    "attention.proj": "attention.output.dense",
    "norm_1": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "norm_2": "output.LayerNorm",
}


def _their_name(name: str) -> str:
    layer, _, kind = name.rpartition(".")
    if not layer.startswith("blocks."):
        return f"{HUGGING_FACE_NAMES[layer]}.{kind}"
    _, number, inner = layer.split(".", 2)
    return f"encoder.layer.{number}.{HUGGING_FACE_NAMES[inner]}.{kind}"


class SentenceEncoder(nn.Module):
    """Vectors of sentences: the mean over a sentence's tokens, of length 1.

    Source: Reimers and Gurevych 2019, section 3. The product of two vectors is their cosine.
    Tokens beyond ``max_length`` are cut off: the default is what MiniLM was trained with.
    """

    def __init__(self, bert: Bert, tokenizer: WordPieceTokenizer, max_length: int = 256):
        super().__init__()
        self.bert, self.tokenizer, self.max_length = bert, tokenizer, max_length

    @classmethod
    def from_weights(cls, weights) -> SentenceEncoder:
        """Return an encoder with the weights and vocabulary of "minilm-l6"."""
        tokenizer = WordPieceTokenizer(weights.metadata["vocabulary"])
        return cls(Bert.from_weights(weights), tokenizer)

    def forward(self, tokens: Tensor, is_token: Tensor) -> Tensor:
        """Return vectors ``(B, D)`` for ``tokens`` and booleans ``(B, T)``."""
        hidden_BTD = self.bert(tokens, is_token)
        weights_BT1 = is_token[:, :, None].to(hidden_BTD.dtype)
        sums_BD = (hidden_BTD * weights_BT1).sum(dim=1)
        return normalize(sums_BD / weights_BT1.sum(dim=1), dim=-1)

    @torch.no_grad()
    def encode(self, sentences: Sequence[str], batch_size: int = 32) -> Tensor:
        """Return a vector for each sentence, ``(len(sentences), D)``."""
        if isinstance(sentences, str):
            raise TypeError("encode: expected a list of sentences, got one str: put it in [ ]")
        device = self.bert.tokens.weight.device
        texts = [torch.tensor(self.tokenizer.encode(s, self.max_length)) for s in sentences]
        # Sentences of similar length together, so that there is little padding.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        vectors = torch.empty(len(texts), self.bert.config.d_model, device=device)
        for start in range(0, len(order), batch_size):
            chosen = order[start : start + batch_size]
            tokens = pad_sequence([texts[i] for i in chosen], True, self.tokenizer.pad).to(
                device
            )
            lengths = torch.tensor([len(texts[i]) for i in chosen], device=device)
            is_token = torch.arange(tokens.shape[1], device=device) < lengths[:, None]
            vectors[chosen] = self(tokens, is_token)
        return vectors
