"""Models of text that count: what followed the last few tokens before."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Counts(NamedTuple):
    """How often each context was followed by each token, for contexts of one length.

    Attributes
    ----------
    grams, times : numpy.ndarray of int64
        Context and token as one number, sorted, and how often they came.
    contexts, totals, kinds : numpy.ndarray of int64
        Each context as one number, sorted; the sum of its ``times``; and how many different
        tokens followed it.
    """

    grams: np.ndarray
    times: np.ndarray
    contexts: np.ndarray
    totals: np.ndarray
    kinds: np.ndarray


class NGram:
    """The next token from the ``order - 1`` before it, by interpolated Kneser-Ney smoothing.

    From every count ``discount`` is taken away, and what that frees goes to the model of a
    context one token shorter, down to one in which all tokens are equally likely. A shorter
    context counts not how often a token followed it, but after how many different tokens the
    pair came: Chen and Goodman 1999, section 2.7.

    Parameters
    ----------
    tokens : array_like of int
        The text to count, shape ``(N,)``.
    vocabulary : int
        Different tokens, V.
    order : int
        Tokens in a gram, the predicted one included; 1 ignores the context.
    discount : float
        Taken from each count: 0 to 1.

    Raises
    ------
    ValueError
        Where the text is shorter than a gram, or a parameter is out of its range.

    Notes
    -----
    Differs from the paper: one discount for all orders, and the single tokens are smoothed
    with the uniform distribution, so that no probability is zero.
    """

    def __init__(self, tokens, vocabulary: int, order: int, discount: float = 0.8):
        tokens = np.asarray(tokens, dtype=np.int64)
        if not 1 <= order <= len(tokens):
            raise ValueError(f"NGram: order must be 1 to {len(tokens)} (the text), got {order}")
        if vocabulary**order > 2**62:
            raise ValueError(f"NGram: {vocabulary}**{order} grams do not fit in 64 bits")
        if not 0 < discount < 1:
            raise ValueError(f"NGram: discount must be between 0 and 1, got {discount}")
        if tokens.min() < 0 or tokens.max() >= vocabulary:
            raise ValueError(f"NGram: tokens must be 0 to {vocabulary - 1}")
        self.vocabulary, self.order, self.discount = vocabulary, order, discount
        self._counts = [
            # A shorter gram counts once for each different token before it.
            _count(
                _distinct(_codes(tokens, length + 1, vocabulary)) % vocabulary**length
                if length < order
                else _codes(tokens, length, vocabulary),
                vocabulary,
            )
            for length in range(1, order + 1)
        ]

    def probability(self, grams) -> np.ndarray:
        """Return the probability of the last token of each gram, given those before it.

        Parameters
        ----------
        grams : array_like of int
            Shape ``(M, order)``.

        Returns
        -------
        numpy.ndarray of float64
            Shape ``(M,)``.
        """
        grams = np.asarray(grams, dtype=np.int64)
        if grams.ndim != 2 or grams.shape[1] != self.order:
            raise ValueError(
                f"probability: expected grams (M, {self.order}), got {grams.shape}"
            )
        p = np.full(len(grams), 1 / self.vocabulary)
        code = np.zeros(len(grams), dtype=np.int64)
        for length, counts in enumerate(self._counts, start=1):
            code += grams[:, -length] * self.vocabulary ** (length - 1)
            times = _look_up(counts.grams, counts.times, code)
            total = _look_up(counts.contexts, counts.totals, code // self.vocabulary)
            kinds = _look_up(counts.contexts, counts.kinds, code // self.vocabulary)
            freed = self.discount * kinds
            kept = np.maximum(times - self.discount, 0)
            # A context that never came says nothing: the shorter one decides alone.
            p = np.where(total > 0, (kept + freed * p) / np.maximum(total, 1), p)
        return p

    def loss(self, tokens) -> float:
        """Return the mean of -log p in nats over a text ``(N,)``, its first grams left out."""
        windows = np.lib.stride_tricks.sliding_window_view(np.asarray(tokens), self.order)
        return float(-np.log(self.probability(windows)).mean())

    def generate(self, prompt, length: int, rng: np.random.Generator) -> np.ndarray:
        """Continue a text: each drawn token is read as the next one.

        Parameters
        ----------
        prompt : array_like of int
            Shape ``(T,)``, T at least ``order - 1``.
        length : int
            Tokens to add.
        rng : numpy.random.Generator
            The source of randomness.

        Returns
        -------
        numpy.ndarray of int64
            Shape ``(T + length,)``.
        """
        tokens = list(prompt)
        if len(tokens) < self.order - 1:
            raise ValueError(f"generate: expected a prompt of {self.order - 1} tokens or more")
        candidates = np.arange(self.vocabulary)
        for _ in range(length):
            context = tokens[len(tokens) - self.order + 1 :]
            grams = np.column_stack([np.tile(context, (self.vocabulary, 1)), candidates])
            p = self.probability(grams)
            tokens.append(rng.choice(candidates, p=p / p.sum()))
        return np.array(tokens, dtype=np.int64)


def _codes(tokens: np.ndarray, length: int, vocabulary: int) -> np.ndarray:
    """Return each gram of a text as one number, its last token the last digit."""
    windows = np.lib.stride_tricks.sliding_window_view(tokens, min(length, len(tokens)))
    return windows @ vocabulary ** np.arange(windows.shape[1])[::-1]


def _count(codes: np.ndarray, vocabulary: int) -> Counts:
    grams, times = np.unique(codes, return_counts=True)
    contexts, starts, kinds = np.unique(
        grams // vocabulary, return_index=True, return_counts=True
    )
    return Counts(grams, times, contexts, np.add.reduceat(times, starts), kinds)


def _distinct(codes: np.ndarray) -> np.ndarray:
    """Return the different codes, sorted: several times faster than np.unique's hash table."""
    codes = np.sort(codes)
    return codes[np.diff(codes, prepend=-1) > 0]


def _look_up(keys: np.ndarray, values: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Return the value of each wanted key, 0 where it is not among the sorted ``keys``."""
    places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[places] == wanted, values[places], 0)
