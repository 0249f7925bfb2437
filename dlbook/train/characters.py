"""Text as numbers, one a character."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from dlbook.train.metrics import mean_cross_entropy

JUDGED_BEFORE = -100
"""The class that ``cross_entropy`` leaves out."""


class Characters:
    """The different characters of a text, numbered in their order.

    Parameters
    ----------
    text : str
        Holds every character that will be encoded.

    Attributes
    ----------
    all : str
        The characters; ``len`` counts them.
    """

    def __init__(self, text: str):
        self.all = "".join(sorted(set(text)))
        self._numbers = {character: i for i, character in enumerate(self.all)}

    def __len__(self) -> int:
        return len(self.all)

    def encode(self, text: str) -> Tensor:
        """Return the characters' numbers: int64, shape ``(len(text),)``.

        Raises
        ------
        ValueError
            Where a character was not in the first text.
        """
        if unknown := set(text) - set(self.all):
            raise ValueError(f"encode: the text that was numbered lacks {sorted(unknown)}")
        return torch.tensor([self._numbers[character] for character in text], dtype=torch.long)

    def decode(self, tokens: Tensor) -> str:
        """Return the text of numbers ``(T,)``."""
        return "".join(self.all[i] for i in tokens.tolist())


def split_text(tokens: Tensor, share: float = 0.9) -> tuple[Tensor, Tensor]:
    """Return the first ``share`` of a text to train on, and the rest to validate."""
    cut = int(share * len(tokens))
    return tokens[:cut], tokens[cut:]


def text_loss(model: nn.Module, tokens: Tensor, length: int) -> float:
    """Return the mean cross-entropy in nats a character, each with a context to go by.

    Windows overlap by half, and a character is judged once: in the second half of a window,
    or in the first half of the first one. So it compares with counts of n-grams, which look
    back everywhere.

    Parameters
    ----------
    model : torch.nn.Module
        From ``(B, T)`` to logits ``(B, T, V)``.
    tokens : Tensor of int64
        The text, shape ``(N,)``.
    length : int
        Of a window; an incomplete last one is left out.

    Raises
    ------
    ValueError
        Where the text holds no window and a character after it.
    """
    if len(tokens) <= length:
        raise ValueError(
            f"text_loss: {len(tokens)} tokens are no window of {length} and one more"
        )
    stride = max(1, length // 2)
    x = tokens[:-1].unfold(0, length, stride)
    y = tokens[1:].unfold(0, length, stride).clone()
    y[1:, : length - stride] = JUDGED_BEFORE
    return mean_cross_entropy(model, x, y)
