"""The decoder-only transformer.

Letters in names of arrays: B batch, T positions, D width, V vocabulary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from torch import Tensor, nn
from torch.nn.functional import pad, relu, rms_norm

from dlbook.models.gpt.attention import CausalAttention, KVCache
from dlbook.models.gpt.rotary import rotation_table


@dataclass(frozen=True)
class GPTConfig:
    """Sizes of a GPT.

    Attributes
    ----------
    vocabulary : int
        Different tokens, V.
    context : int
        Most positions it can look at, T.
    width : int
        Numbers per position, D.
    heads : int
        Of each attention.
    layers : int
        Blocks.
    reach : int
        Tokens whose embeddings a position starts with: its own, and those before it.
    """

    vocabulary: int
    context: int = 64
    width: int = 64
    heads: int = 4
    layers: int = 4
    reach: int = 1


class LastTokens(nn.Module):
    """Add up vectors of the last few tokens, from one table for each place.

    Where tokens are characters, a few of them say what one token of a large vocabulary says.

    Parameters
    ----------
    vocabulary, width : int
        Rows and columns of a table.
    reach : int
        Tables: 1 is an ordinary embedding.
    """

    def __init__(self, vocabulary: int, width: int, reach: int = 1):
        super().__init__()
        self.tables = nn.ModuleList(nn.Embedding(vocabulary, width) for _ in range(reach))

    def forward(self, tokens: Tensor, new: int) -> Tensor:
        """Return the vectors of the ``new`` last tokens of ``(B, T)``: ``(B, new, D)``."""
        start = tokens.shape[1] - new
        total = self.tables[0](tokens[:, start:])
        for back, table in enumerate(self.tables[1:], start=1):
            stop = max(0, tokens.shape[1] - back)  # before the text there is nothing to add
            x_BTD = table(tokens[:, max(0, start - back) : stop])
            total = total + pad(x_BTD, (0, 0, new - x_BTD.shape[1], 0))
        return total


class Block(nn.Module):
    """Attention between positions, then a perceptron at each, both added (pre-norm).

    Parameters
    ----------
    width, heads : int
        Numbers per position, and heads of the attention.
    """

    def __init__(self, width: int, heads: int):
        super().__init__()
        self.attention = CausalAttention(width, heads)
        self.expand = nn.Linear(width, 4 * width, bias=False)
        self.reduce = nn.Linear(4 * width, width, bias=False)
        nn.init.zeros_(self.reduce.weight)

    def forward(self, x_BTD: Tensor, table: Tensor, cache: KVCache | None = None) -> Tensor:
        """Return the next ``(B, T, D)``; arguments as :class:`CausalAttention`."""
        x_BTD = x_BTD + self.attention(_normalize(x_BTD), table, cache)
        hidden = relu(self.expand(_normalize(x_BTD)))
        return x_BTD + self.reduce(hidden * hidden)


class GPT(nn.Module):
    """Predict each next token of a text (Radford et al. 2018, eq. 2).

    Parameters
    ----------
    config : GPTConfig
        Sizes.

    Notes
    -----
    Differs from the paper: rotary positions (Su et al. 2021), normalization by root mean
    square before each part, without parameters (Zhang and Sennrich 2019), squared ReLU (So et
    al. 2021), no biases, output weights of their own that start at zero, and embeddings of the
    last ``reach`` tokens at each position. Each made training faster.
    """

    def __init__(self, config: GPTConfig):
        super().__init__()
        self.config = config
        self.embedding = LastTokens(config.vocabulary, config.width, config.reach)
        self.blocks = nn.ModuleList(
            Block(config.width, config.heads) for _ in range(config.layers)
        )
        self.head = nn.Linear(config.width, config.vocabulary, bias=False)
        nn.init.zeros_(self.head.weight)
        table = rotation_table(config.context, config.width // config.heads)
        self.register_buffer("table", table, persistent=False)

    def forward(self, tokens: Tensor, caches: Sequence[KVCache] | None = None) -> Tensor:
        """Return logits of each next token.

        Parameters
        ----------
        tokens : Tensor of int64
            Shape ``(B, T)``; with caches, the tokens after those that they hold.
        caches : sequence of KVCache, optional
            One for each block, changed.

        Returns
        -------
        Tensor
            Shape ``(B, T, V)``.

        Raises
        ------
        ValueError
            Where the text is longer than the context.
        """
        start = caches[0].length if caches else 0
        stop = start + tokens.shape[1]
        if stop > self.config.context:
            raise ValueError(
                f"GPT: {stop} tokens do not fit into a context of {self.config.context}: "
                "give it the last of them, without caches or with new ones"
            )
        read = caches[0].read(tokens) if caches else tokens
        x_BTD = _normalize(self.embedding(read, tokens.shape[1]))
        for i, block in enumerate(self.blocks):
            x_BTD = block(x_BTD, self.table[:, start:stop], caches[i] if caches else None)
        return self.head(_normalize(x_BTD))

    def new_caches(self) -> list[KVCache]:
        """Return an empty cache for each block."""
        return [KVCache() for _ in self.blocks]


def _normalize(x: Tensor) -> Tensor:
    return rms_norm(x, x.shape[-1:])
