"""Plain text: words, sentences, and search by the words that a question shares with a text."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

# Where a sentence ends: a mark, perhaps a closing quote, a space, and what may begin another.
SENTENCE_END = re.compile(
    r"(?<=[.!?])(?<!\b[A-Z]\.)(?<!e\.g\.)(?<!i\.e\.)[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9])"
)


def plain_words(text: str) -> list[str]:
    """Return the words of a text in lower case, without punctuation."""
    return re.findall(r"\w+", text.lower())


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a text; abbreviations other than initials end one."""
    return [s.strip() for s in SENTENCE_END.split(text) if s.strip()]


class BM25:
    """Rank texts by the rare words that they share with a query (Robertson and Zaragoza 2009).

    For each word it keeps the texts that hold it: a query costs as much as its words have
    entries, however many texts there are.

    Parameters
    ----------
    texts : sequence of sequence of str
        The words of each text.
    k1 : float
        How much a repeated word adds: nothing at 0, in proportion as it grows.
    b : float
        How much a text's length counts against it, 0 to 1.
    """

    def __init__(self, texts: Sequence[Sequence[str]], k1: float = 1.2, b: float = 0.75):
        if not texts:
            raise ValueError("BM25: expected at least one text, got none")
        if k1 < 0 or not 0 <= b <= 1:
            raise ValueError(f"BM25: expected k1 >= 0 and b from 0 to 1, got {k1=} and {b=}")
        self.size, self.k1 = len(texts), k1
        lengths = np.array([len(words) for words in texts], dtype=np.float64)
        self.norm = 1 - b + b * lengths / max(lengths.mean(), 1e-12)
        entries: dict[str, list[tuple[int, int]]] = {}
        for i, words in enumerate(texts):
            for word, count in Counter(words).items():
                entries.setdefault(word, []).append((i, count))
        self.entries = {word: np.array(found).T for word, found in entries.items()}

    def scores(self, query: Sequence[str]) -> np.ndarray:
        """Return the score of each text, ``(len(texts),)``; a repeated word counts again."""
        total = np.zeros(self.size)
        for word in query:
            if word in self.entries:
                rows, counts = self.entries[word]
                n = len(rows)
                idf = math.log(1 + (self.size - n + 0.5) / (n + 0.5))
                weights = counts * (self.k1 + 1) / (counts + self.k1 * self.norm[rows])
                total[rows] += idf * weights
        return total
