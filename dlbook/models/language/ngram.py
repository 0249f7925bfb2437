"""N-gram language models with interpolated Kneser-Ney smoothing, in NumPy."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Counts(NamedTuple):
    """Counts of the n-grams of one length, each n-gram coded as one number.

    ``grams`` are sorted, and ``times`` is how often each occurs; ``contexts`` are sorted, and
    ``totals`` is the sum of ``times`` of each, ``kinds`` the number of different tokens after
    it.
    """

    grams: np.ndarray
    times: np.ndarray
    contexts: np.ndarray
    totals: np.ndarray
    kinds: np.ndarray


class NGram:
    """Predict a token from the ``order - 1`` before it (Chen and Goodman 1999, section 2.7).

    ``discount``, between 0 and 1, is subtracted from each count, and the freed probability goes
    to the model of the next shorter context, down to the uniform distribution. For a shorter
    context the count of a token is not how often it followed, but how many different tokens
    preceded the pair.

    Differs from the paper: one discount for all orders, and unigrams are smoothed with the
    uniform distribution, so that no probability is zero.
    """

    def __init__(self, tokens, vocab_size: int, order: int, discount: float = 0.8):
        tokens = np.asarray(tokens, dtype=np.int64)
        if not 1 <= order <= len(tokens):
            raise ValueError(f"NGram: order must be 1 to {len(tokens)} (the text), got {order}")
        if vocab_size**order > 2**62:
            raise ValueError(f"NGram: {vocab_size}**{order} grams do not fit in 64 bits")
        if not 0 < discount < 1:
            raise ValueError(f"NGram: discount must be between 0 and 1, got {discount}")
        if tokens.min() < 0 or tokens.max() >= vocab_size:
            raise ValueError(f"NGram: tokens must be 0 to {vocab_size - 1}")
        self.vocab_size, self.order, self.discount = vocab_size, order, discount
        self._counts = [
            # A shorter n-gram counts once for each different token before it.
            _count(
                _distinct(_codes(tokens, length + 1, vocab_size)) % vocab_size**length
                if length < order
                else _codes(tokens, length, vocab_size),
                vocab_size,
            )
            for length in range(1, order + 1)
        ]

    @property
    def size(self) -> int:
        """How many different n-grams it has counted, of all lengths up to ``order``."""
        return sum(len(counts.grams) for counts in self._counts)

    def probability(self, grams) -> np.ndarray:
        """Return the probability of the last token of each n-gram given the tokens before it.

        ``grams`` has shape ``(M, order)``, the result ``(M,)``.
        """
        grams = np.asarray(grams, dtype=np.int64)
        if grams.ndim != 2 or grams.shape[1] != self.order:
            raise ValueError(
                f"probability: expected grams (M, {self.order}), got {grams.shape}"
            )
        p = np.full(len(grams), 1 / self.vocab_size)
        code = np.zeros(len(grams), dtype=np.int64)
        for length, counts in enumerate(self._counts, start=1):
            code += grams[:, -length] * self.vocab_size ** (length - 1)
            times = _look_up(counts.grams, counts.times, code)
            total = _look_up(counts.contexts, counts.totals, code // self.vocab_size)
            kinds = _look_up(counts.contexts, counts.kinds, code // self.vocab_size)
            discounted = np.maximum(times - self.discount, 0)
            # An unseen context says nothing: the shorter one decides alone.
            backoff = discounted + self.discount * kinds * p
            p = np.where(total > 0, backoff / np.maximum(total, 1), p)
        return p

    def loss(self, tokens) -> float:
        """Return the mean of -log p in nats over a text ``(N,)``, its first n-gram on."""
        windows = np.lib.stride_tricks.sliding_window_view(np.asarray(tokens), self.order)
        return float(-np.log(self.probability(windows)).mean())

    def generate(self, prompt, max_new_tokens: int, rng: np.random.Generator) -> np.ndarray:
        """Continue a text of at least ``order - 1`` tokens by ``max_new_tokens`` tokens."""
        tokens = list(prompt)
        if len(tokens) < self.order - 1:
            raise ValueError(f"generate: expected a prompt of {self.order - 1} tokens or more")
        candidates = np.arange(self.vocab_size)
        for _ in range(max_new_tokens):
            context = tokens[len(tokens) - self.order + 1 :]
            grams = np.column_stack([np.tile(context, (self.vocab_size, 1)), candidates])
            p = self.probability(grams)
            tokens.append(rng.choice(candidates, p=p / p.sum()))
        return np.array(tokens, dtype=np.int64)


def _codes(tokens: np.ndarray, length: int, vocab_size: int) -> np.ndarray:
    """Return each n-gram of a text as one number, its last token the last digit."""
    windows = np.lib.stride_tricks.sliding_window_view(tokens, min(length, len(tokens)))
    return windows @ vocab_size ** np.arange(windows.shape[1])[::-1]


def _count(codes: np.ndarray, vocab_size: int) -> Counts:
    grams, times = np.unique(codes, return_counts=True)
    contexts, starts, kinds = np.unique(
        grams // vocab_size, return_index=True, return_counts=True
    )
    return Counts(grams, times, contexts, np.add.reduceat(times, starts), kinds)


def _distinct(codes: np.ndarray) -> np.ndarray:
    """Return the different codes, sorted: several times faster than np.unique's hash table."""
    codes = np.sort(codes)
    return codes[np.diff(codes, prepend=-1) > 0]


def _look_up(keys: np.ndarray, values: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Return the value of each wanted key, or 0 if it is not among the sorted ``keys``."""
    places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[places] == wanted, values[places], 0)
