"""Sequences of tokens in pairs: vocabularies, padding, and batches of similar length.

Needs torch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import torch
from torch import Tensor

PAD, START, END, UNKNOWN = 0, 1, 2, 3
"""Tokens of every vocabulary: filler, the beginning and the end of a target, a rare symbol."""


class Vocabulary:
    """Number the symbols of sequences; the first four numbers are PAD, START, END, UNKNOWN.

    Symbols that occur ``at_least`` so often get a number, in alphabetical order; all others are
    UNKNOWN.
    """

    def __init__(self, sequences: Iterable[Sequence[str]], at_least: int = 1):
        counts = Counter(symbol for sequence in sequences for symbol in sequence)
        known = sorted(symbol for symbol, count in counts.items() if count >= at_least)
        self.symbols = ["<pad>", "<start>", "<end>", "<unknown>", *known]
        self._numbers = {symbol: i for i, symbol in enumerate(self.symbols)}

    def __len__(self) -> int:
        return len(self.symbols)

    def encode(self, sequence: Sequence[str]) -> list[int]:
        """Return the number of each symbol."""
        return [self._numbers.get(symbol, UNKNOWN) for symbol in sequence]

    def decode(self, tokens: Iterable[int]) -> list[str]:
        """Return the symbols of tokens up to the first END or PAD."""
        symbols = []
        for token in tokens:
            if token in (END, PAD):
                break
            symbols.append(self.symbols[token])
        return symbols


def pad_sequences(sequences: Sequence[Sequence[int]]) -> Tensor:
    """Return an int64 tensor ``(B, longest)``, with PAD after the shorter sequences."""
    padded = np.full((len(sequences), max(map(len, sequences))), PAD, dtype=np.int64)
    for row, sequence in zip(padded, sequences, strict=True):
        row[: len(sequence)] = sequence
    return torch.from_numpy(padded)


class PairBatches:
    """Batches of sources and targets, each of sources of about the same length.

    Called with a number, counted from 0, it returns sources ``(B, S)`` and targets ``(B, T)``,
    which begin with START and end with END. What is in a batch depends on the seed and its
    number alone. In an epoch, pools of 40 batches are drawn and sorted by length, and their
    batches come in random order; the last examples, too few for a batch, are left out.
    """

    POOL = 40

    def __init__(
        self,
        sources: Sequence[Sequence[int]],
        targets: Sequence[Sequence[int]],
        batch_size: int,
        seed: int = 0,
    ):
        if len(sources) != len(targets) or not 1 <= batch_size <= len(sources):
            raise ValueError(
                f"PairBatches: {len(sources)} sources and {len(targets)} targets in batches of "
                f"{batch_size}: expected the same number of both, and at least one batch"
            )
        self.sources, self.targets = sources, targets
        self.batch_size, self.seed = batch_size, seed
        self.per_epoch = len(sources) // batch_size
        self._epoch, self._order = -1, np.empty(0)

    def __call__(self, number: int) -> tuple[Tensor, Tensor]:
        """Return batch ``number``."""
        epoch, place = divmod(number, self.per_epoch)
        if epoch != self._epoch:
            self._epoch, self._order = epoch, self._shuffled(epoch)
        chosen = self._order[place]
        targets = [[START, *self.targets[i], END] for i in chosen]
        return pad_sequences([self.sources[i] for i in chosen]), pad_sequences(targets)

    def _shuffled(self, epoch: int) -> np.ndarray:
        rng = np.random.default_rng((self.seed, epoch))
        order = rng.permutation(len(self.sources))[: self.per_epoch * self.batch_size]
        size = self.POOL * self.batch_size
        pools = [order[start : start + size] for start in range(0, len(order), size)]
        by_length = [sorted(pool, key=lambda i: len(self.sources[i])) for pool in pools]
        batches = np.concatenate(by_length).reshape(self.per_epoch, self.batch_size)
        return rng.permutation(batches)
