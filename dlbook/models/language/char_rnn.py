"""A recurrent network that reads and writes text, one character after the other."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from dlbook.models.language.sampling import sample

State = Tensor | tuple[Tensor, Tensor]


class CharRNN(nn.Module):
    """Embedding, recurrent layers, and logits of the next token at each position.

    ``cell`` is ``torch.nn.RNN`` (Elman 1990), ``GRU`` (Cho et al. 2014) or ``LSTM`` (Hochreiter
    and Schmidhuber 1997). ``embedding_dim`` is ``hidden_size`` if left out; fewer make the
    first layer cheaper.
    """

    def __init__(
        self,
        vocab_size: int,
        hidden_size: int,
        num_layers: int = 1,
        cell: type[nn.RNNBase] = nn.LSTM,
        embedding_dim: int | None = None,
    ):
        super().__init__()
        embedding_dim = embedding_dim or hidden_size
        self.embedding = nn.Embedding(vocab_size, embedding_dim)
        self.recurrent = cell(embedding_dim, hidden_size, num_layers, batch_first=True)
        self.head = nn.Linear(hidden_size, vocab_size)

    def forward(self, tokens: Tensor) -> Tensor:
        """Return logits ``(B, T, V)`` for tokens ``(B, T)``, starting from a zero state."""
        logits, _ = self.forward_with_state(tokens)
        return logits

    def forward_with_state(
        self, tokens: Tensor, state: State | None = None
    ) -> tuple[Tensor, State]:
        """Continue from a state, and return the logits and the new state.

        ``state`` is what an earlier call returned, each part ``(L, B, H)``; an LSTM has hidden
        state and cell. Zeros if left out.
        """
        hidden, state = self.recurrent(self.embedding(tokens), state)
        return self.head(hidden), state

    @torch.no_grad()
    def generate(self, prompt: Tensor, max_new_tokens: int, **options) -> Tensor:
        """Continue texts ``(B, T)``, T at least 1, by ``max_new_tokens`` tokens.

        ``options`` are those of :func:`~dlbook.models.language.sample`: temperature, top_k,
        top_p, generator.
        """
        if prompt.shape[1] == 0:
            raise ValueError("generate: expected a prompt of at least one token, got none")
        tokens, state = [prompt], None
        for _ in range(max_new_tokens):
            logits, state = self.forward_with_state(tokens[-1], state)
            tokens.append(sample(logits[:, -1], **options)[:, None])
        return torch.cat(tokens, dim=1)
