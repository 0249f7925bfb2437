"""Plays whose speakers have invented names: only the text before says how a name goes on.

Needs torch.
"""

from __future__ import annotations

import re

import numpy as np
import torch
from torch import Tensor

from dlbook.data.tensors import CharTokenizer

CONSONANTS, VOWELS = "BCDFGHJKLMNPRSTVW", "AEIOU"
SPEAKER = re.compile(r"(?<=\n\n)[A-Z]+(?=:\n)")
KINDS = ("rest", "new", "seen")
"""Characters by what tells them: 1 and 2 are a name's letters, before and after it was read."""


class DialogueWindows:
    """Windows of a text, half of them dialogues between invented speakers with its lines.

    Called with a number, it returns that batch of ``batch_size`` windows of ``block_size``
    tokens; it depends on the seed and the number alone.
    """

    def __init__(
        self, text: str, tokenizer: CharTokenizer, block_size: int, batch_size: int, seed=0
    ):
        self.text, self.lines, self.tokenizer = text, spoken_lines(text), tokenizer
        self.block_size, self.batch_size, self.seed = block_size, batch_size, seed

    def __call__(self, number: int) -> tuple[Tensor, Tensor]:
        """Return inputs and targets of batch ``number``, each ``(batch_size, block_size)``."""
        texts = [text for text, _ in self.texts(number)]
        tokens = torch.stack([self.tokenizer.encode(text) for text in texts])
        return tokens[:, :-1], tokens[:, 1:]

    def texts(self, number: int) -> list[tuple[str, bool]]:
        """Return the windows of batch ``number``, and whether each is a dialogue."""
        rng = np.random.default_rng([self.seed, number])
        size, windows = self.block_size + 1, []
        for _ in range(self.batch_size):
            if rng.random() < 0.5:
                windows.append((dialogue(rng, self.lines, size), True))
            else:
                start = rng.integers(len(self.text) - size + 1)
                windows.append((self.text[start : start + size], False))
        return windows


def spoken_lines(text: str) -> list[str]:
    """Return the lines of a play without its speakers' names."""
    return [s for speech in text.split("\n\n") for s in speech.split("\n")[1:] if s]


def invented_name(rng: np.random.Generator) -> str:
    """Return two to four random syllables in capitals."""
    name = ""
    for _ in range(rng.integers(2, 5)):
        name += CONSONANTS[rng.integers(len(CONSONANTS))] + VOWELS[rng.integers(len(VOWELS))]
        if rng.random() < 0.4:
            name += CONSONANTS[rng.integers(len(CONSONANTS))]
    return name


def dialogue(rng: np.random.Generator, lines: list[str], size: int) -> str:
    """Return ``size`` characters in which two to four invented speakers take turns.

    Each says the first words of the next line, at most 1, 2, 4 or 8 of them: the shorter the
    speeches, the more often a name returns.
    """
    names = [invented_name(rng) for _ in range(rng.integers(2, 5))]
    most_words = 2 ** rng.integers(4)
    line, speaker, play = rng.integers(len(lines)), 0, ""
    while len(play) < size + 40:
        speaker = (speaker + rng.integers(1, len(names))) % len(names)
        words = lines[line % len(lines)].split()[: rng.integers(1, most_words + 1)]
        play, line = f"{play}{names[speaker]}:\n{' '.join(words)}\n\n", line + 1
    start = rng.integers(40)
    return play[start : start + size]


def name_letters(text: str) -> np.ndarray:
    """Return each character's number in ``KINDS``.

    A name counts from its second letter to its colon: the first says whose turn it is.
    """
    kinds, read = np.zeros(len(text), dtype=int), set()
    for match in SPEAKER.finditer(text):
        kinds[match.start() + 1 : match.end() + 1] = 2 if match[0] in read else 1
        read.add(match[0])
    return kinds
