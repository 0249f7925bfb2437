"""Metrics of text: entities found, and words that a summary shares with another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

Span = tuple[int, int, str]


class Overlap(NamedTuple):
    """Precision, recall, and F1, their harmonic mean; each is 0 if nothing is shared."""

    precision: float
    recall: float
    f1: float


def overlap(shared: int, found: int, wanted: int) -> Overlap:
    """Return what ``shared`` of ``found`` and of ``wanted`` things amounts to."""
    if shared == 0:
        return Overlap(0.0, 0.0, 0.0)
    return Overlap(shared / found, shared / wanted, 2 * shared / (found + wanted))


# --- entities --------------------------------------------------------------------------


def entity_spans(tags: Sequence[str]) -> list[Span]:
    """Return the entities that BIO tags mark: first position, position after the last, kind.

    ``B-person`` begins an entity and ``I-person`` goes on with it; an ``I-`` that continues
    nothing of its kind begins one too, as in the CoNLL evaluation script.
    """
    spans: list[Span] = []
    begun = None  # of the entity that may still go on: its first position and its kind
    for t, tag in enumerate([*tags, "O"]):
        mark, _, kind = tag.partition("-")
        if mark not in ("B", "I", "O") or (mark == "O") == bool(kind):
            raise ValueError(f"entity_spans: {tag!r} is no tag such as B-person, I-person, O")
        if begun and (mark != "I" or kind != begun[1]):
            spans.append((begun[0], t, begun[1]))
            begun = None
        if mark != "O" and begun is None:
            begun = (t, kind)
    return spans


def entity_f1(found: Sequence[Sequence[str]], wanted: Sequence[Sequence[str]]) -> Overlap:
    """Compare tagged sentences by their entities, which count if all of them is right.

    An entity is right if its first and last word and its kind are (Tjong Kim Sang and De
    Meulder 2003); all sentences are counted together.
    """
    if [len(s) for s in found] != [len(s) for s in wanted]:
        raise ValueError(
            "entity_f1: expected as many sentences, and tags in each, as there are"
        )
    shared = n_found = n_wanted = 0
    for ours, theirs in zip(found, wanted, strict=True):
        a, b = set(entity_spans(ours)), set(entity_spans(theirs))
        shared, n_found, n_wanted = shared + len(a & b), n_found + len(a), n_wanted + len(b)
    return overlap(shared, n_found, n_wanted)


# --- summaries -------------------------------------------------------------------------


def rouge_n(summary: Sequence[str], reference: Sequence[str], n: int = 1) -> Overlap:
    """Count the n-grams that two lists of words share, each as often as it is in both.

    Source: Lin 2004, section 2; there the recall alone.
    """
    found, wanted = (
        Counter(zip(*(words[i:] for i in range(n)), strict=False))
        for words in (list(summary), list(reference))
    )
    return overlap((found & wanted).total(), found.total(), wanted.total())


def rouge_l(summary: Sequence[str], reference: Sequence[str]) -> Overlap:
    """Compare two lists of words by the longest list that is in both in the same order.

    Source: Lin 2004, section 3.1, with β = 1. Between the shared words there may be others.
    """
    lengths = [0] * (len(reference) + 1)  # of the longest with each beginning of the reference
    for word in summary:
        before = lengths[:]
        for j, other in enumerate(reference):
            lengths[j + 1] = before[j] + 1 if word == other else max(before[j + 1], lengths[j])
    return overlap(lengths[-1], len(summary), len(reference))
