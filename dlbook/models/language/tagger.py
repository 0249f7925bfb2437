"""A tagger of names: a weight for each feature of a word, and a CRF over the tags.

Letters in names of arrays: B batch, T positions, F features of a word, C tags.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pad_sequence

from dlbook.functional import crf_log_partition, crf_score, viterbi


def word_shape(word: str) -> str:
    """Return what a word looks like: ``Xx`` for "London", ``d-d`` for "24-7"."""
    kinds = re.sub(r"[^\W\d_]", lambda m: "X" if m[0].isupper() else "x", word)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"\d", "d", kinds))


def word_features(words: Sequence[str]) -> list[list[str]]:
    """Return the features of each word of a sentence: itself, its ends, and its neighbors."""
    lower = [word.lower() for word in words]
    shapes = [word_shape(word) for word in words]
    padded_words, padded_shapes = (["<", "<", *x, ">", ">"] for x in (lower, shapes))
    found = []
    for t, word in enumerate(lower):
        features = ["bias", f"starts {word[:3]}", f"ends {word[-3:]}", f"ends {word[-2:]}"]
        features += [f"word {d}: {padded_words[t + 2 + d]}" for d in (-2, -1, 0, 1, 2)]
        features += [f"shape {d}: {padded_shapes[t + 2 + d]}" for d in (-1, 0, 1)]
        found.append(features)
    return found


class CRFTagger(nn.Module):
    """Tag sequences: emissions are sums of features' weights, and tags depend on neighbors.

    Parameters
    ----------
    features : sequence of list of list of str
        Those of the training sentences; one that occurs in them once is ignored.
    tags : sequence of str
        Such as ``O``, ``B-person``, ``I-person``. An ``I-`` that continues no entity of its
        kind is given no probability.
    chain : bool
        If False, each position is classified for itself, without transitions.
    """

    def __init__(
        self, features: Sequence[list[list[str]]], tags: Sequence[str], chain: bool = True
    ):
        super().__init__()
        counts = Counter(f for sentence in features for word in sentence for f in word)
        kept = [f for f, n in counts.items() if n > 1]
        self.numbers = {f: i for i, f in enumerate(kept, 1)}
        self.tags, self.chain = list(tags), chain
        C = len(self.tags)
        self.weights = nn.Embedding(len(kept) + 1, C, padding_idx=0)
        nn.init.zeros_(self.weights.weight)
        self.transitions = nn.Parameter(torch.zeros(C, C))
        self.start, self.end = nn.Parameter(torch.zeros(C)), nn.Parameter(torch.zeros(C))
        inside = torch.tensor([tag.startswith("I-") for tag in self.tags])
        kinds = [tag[2:] for tag in self.tags]
        breaks = torch.tensor([[a != b for b in kinds] for a in kinds]) & inside
        self.register_buffer("never", torch.zeros(C, C).masked_fill(breaks, -torch.inf))
        self.register_buffer("no_start", torch.zeros(C).masked_fill(inside, -torch.inf))

    def encode(self, sentence: list[list[str]]) -> Tensor:
        """Return the numbers ``(T, F)`` of a sentence's features; 0 is an unknown one."""
        return torch.tensor([[self.numbers.get(f, 0) for f in word] for word in sentence])

    def forward(self, x_BTF: Tensor) -> Tensor:
        """Return emissions ``(B, T, C)``."""
        return self.weights(x_BTF).sum(dim=2)

    def chain_scores(self) -> tuple[Tensor, Tensor, Tensor]:
        """Return transitions, start and end, with ``-inf`` for what breaks the rule."""
        return self.transitions + self.never, self.start + self.no_start, self.end

    def loss(self, x_BTF: Tensor, tags_BT: Tensor, lengths_B: Tensor) -> Tensor:
        """Return the negative log-likelihood of the tags, per word."""
        emissions_BTC = self(x_BTF)
        if self.chain:
            chain = self.chain_scores()
            log_z = crf_log_partition(emissions_BTC, lengths_B, *chain)
            score = crf_score(emissions_BTC, tags_BT, lengths_B, *chain)
            return (log_z - score).sum() / lengths_B.sum()
        is_word = torch.arange(tags_BT.shape[1], device=tags_BT.device) < lengths_B[:, None]
        return nn.functional.cross_entropy(emissions_BTC[is_word], tags_BT[is_word])

    @torch.no_grad()
    def predict(self, sentences: Sequence[Tensor]) -> list[list[str]]:
        """Return the most probable tags of encoded sentences."""
        found = []
        for start in range(0, len(sentences), 64):
            some = list(sentences[start : start + 64])
            lengths = torch.tensor([len(x) for x in some], device=some[0].device)
            emissions = self(pad_sequence(some, batch_first=True))
            if self.chain:
                paths = viterbi(emissions, lengths, *self.chain_scores())
            else:
                best = emissions.argmax(dim=2).tolist()
                paths = [p[:n] for p, n in zip(best, lengths.tolist(), strict=True)]
            found += [[self.tags[tag] for tag in path] for path in paths]
        return found
