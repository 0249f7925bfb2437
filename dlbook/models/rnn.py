"""A recurrent network that reads and writes text, one character after the other."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from dlbook.models.sampling import sample

Cell = type[nn.RNN] | type[nn.GRU] | type[nn.LSTM]
State = Tensor | tuple[Tensor, Tensor]


class CharRNN(nn.Module):
    """Embedding, recurrent layers, and logits of the next token at each place.

    Parameters
    ----------
    vocabulary : int
        Different tokens, V.
    width : int
        Units of the state, H, and of the embedding where nothing else is said.
    layers : int
        Recurrent layers, one on top of the other, L.
    cell : type
        ``torch.nn.RNN`` (Elman 1990), ``GRU`` (Cho et al. 2014) or ``LSTM`` (Hochreiter and
        Schmidhuber 1997).
    embedding : int, optional
        Units of the embedding where they are fewer than the state's: the first layer then
        computes less.
    """

    def __init__(
        self,
        vocabulary: int,
        width: int,
        layers: int = 1,
        cell: Cell = nn.LSTM,
        embedding: int | None = None,
    ):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, embedding or width)
        self.recurrent = cell(embedding or width, width, layers, batch_first=True)
        self.head = nn.Linear(width, vocabulary)

    def forward(self, tokens: Tensor) -> Tensor:
        """From tokens ``(B, T)``, and a state of zeros, to logits ``(B, T, V)``."""
        logits, _ = self.read(tokens)
        return logits

    def read(self, tokens: Tensor, state: State | None = None) -> tuple[Tensor, State]:
        """Go on reading from a state.

        Parameters
        ----------
        tokens : Tensor of int64
            Shape ``(B, T)``.
        state : Tensor or tuple of two, optional
            What an earlier call returned; zeros else.

        Returns
        -------
        logits : Tensor
            Of each next token, shape ``(B, T, V)``.
        state : Tensor or tuple of two
            After the last token, ``(L, B, H)``; for the LSTM hidden state and cell.
        """
        hidden, state = self.recurrent(self.embedding(tokens), state)
        return self.head(hidden), state

    @torch.no_grad()
    def generate(self, prompt: Tensor, length: int, **options) -> Tensor:
        """Continue texts: each drawn token is read as the next one.

        Parameters
        ----------
        prompt : Tensor of int64
            Shape ``(B, T)``, T at least 1.
        length : int
            Tokens to add.
        **options
            For :func:`~dlbook.models.sample`: temperature, top_k, top_p, generator.

        Returns
        -------
        Tensor of int64
            Shape ``(B, T + length)``.
        """
        if prompt.shape[1] == 0:
            raise ValueError("generate: expected a prompt of at least one token, got none")
        tokens = [prompt]
        state = None
        for _ in range(length):
            logits, state = self.read(tokens[-1], state)
            tokens.append(sample(logits[:, -1], **options)[:, None])
        return torch.cat(tokens, dim=1)
