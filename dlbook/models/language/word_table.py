"""Translate word by word, with a table learned from sentences and their translations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


class WordTable:
    """Probabilities t(f | e) that a word e is translated as f: IBM's Model 1.

    Source: Brown et al. 1993, section 4.1. Sentences hold numbers below the two sizes. Each
    round of expectation-maximization splits every target word among the words of its source
    sentence, in proportion to the table, and counts anew. Differs from the paper: no word
    comes from an empty one.
    """

    def __init__(
        self,
        sources: Sequence[Sequence[int]],
        targets: Sequence[Sequence[int]],
        source_size: int,
        target_size: int,
        rounds: int = 5,
    ):
        e, f, word = _pairs(sources, targets)
        ids, pair = np.unique(e * target_size + f, return_inverse=True)
        table = np.ones(len(ids))
        for _ in range(rounds):
            share = table[pair]
            share /= np.bincount(word, share)[word]  # among the words of the source sentence
            counts = np.bincount(pair, share)
            table = counts / np.bincount(ids // target_size, counts)[ids // target_size]
        order = np.argsort(table, kind="stable")  # the last to be written is the likeliest
        self.likeliest = np.full(source_size, -1)
        self.likeliest[ids[order] // target_size] = ids[order] % target_size
        self.probability = np.zeros(source_size)
        self.probability[ids[order] // target_size] = table[order]

    def translate(self, source: Sequence[int]) -> list[int]:
        """Return the likeliest translation of each word; one never seen is left out."""
        return [int(f) for f in self.likeliest[list(source)] if f >= 0]


def _pairs(sources, targets) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return, for each pair of words in one sentence, both and the target word's position."""
    e, f, word, seen = [], [], [], 0
    for source, target in zip(sources, targets, strict=True):
        e.append(np.tile(np.asarray(source, dtype=np.int64), len(target)))
        f.append(np.repeat(np.asarray(target, dtype=np.int64), len(source)))
        word.append(np.repeat(np.arange(seen, seen + len(target)), len(source)))
        seen += len(target)
    return np.concatenate(e), np.concatenate(f), np.concatenate(word)
