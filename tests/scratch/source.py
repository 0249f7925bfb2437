"""A source of text whose entropy is known: how well a language model can do at best."""

from __future__ import annotations

import math

import numpy as np

WORDS, CHOICES = 20, 3


class WordChain:
    """Words made of the letters a to h; each may be followed by three others, equally often.

    A model that has read a word up to its end must still guess one of three. So
    the entropy is log 3 a word, and no model can have a smaller loss.
    """

    alphabet = " abcdefgh"

    def __init__(self, rng: np.random.Generator):
        words = set()
        while len(words) < WORDS:
            words.add("".join(rng.choice(list(self.alphabet[1:]), rng.integers(2, 6))))
        self.words = sorted(words)
        self.next = [rng.permutation(WORDS)[:CHOICES] for _ in range(WORDS)]

    def draw(self, words: int, rng: np.random.Generator) -> tuple[np.ndarray, float]:
        """Return a text as numbers of letters, and its entropy per letter in nats."""
        word, text = 0, []
        for choice in rng.integers(0, CHOICES, words):
            word = self.next[word][choice]
            text.append(self.words[word] + " ")
        letters = "".join(text)
        numbers = np.array([self.alphabet.index(letter) for letter in letters])
        return numbers, words * math.log(CHOICES) / len(letters)


def bigram_loss(train: np.ndarray, test: np.ndarray, letters: int) -> float:
    """Return the loss of a model that knows only how often each letter follows each."""
    counts = np.ones((letters, letters))
    np.add.at(counts, (train[:-1], train[1:]), 1)
    p = counts / counts.sum(1, keepdims=True)
    return float(-np.log(p[test[:-1], test[1:]]).mean())
