"""Compare texts with references: edit distance, error rate, BLEU, entities, ROUGE.

Texts are lists of symbols here, or plain strings; nothing is differentiated.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

PUNCTUATION = re.compile(r"([\{-\~\[-\` -\&\(-\+\:-\@\/])")
BESIDE_NO_DIGIT = re.compile(r"([^0-9])([\.,])")
BEFORE_NO_DIGIT = re.compile(r"([\.,])([^0-9])")
DASH = re.compile(r"([0-9])(-)")

Span = tuple[int, int, str]


# --- edits -----------------------------------------------------------------------------


def edit_distance(first: Sequence, second: Sequence) -> int:
    """Return the fewest insertions, deletions and replacements that make one the other.

    Source: Levenshtein 1966, computed by the recurrence of Wagner and Fischer 1974.
    """
    row = list(range(len(second) + 1))
    for i, x in enumerate(first, start=1):
        diagonal, row[0] = row[0], i
        for j, y in enumerate(second, start=1):
            replaced = diagonal + (x != y)
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, replaced)
    return row[-1]


def error_rate(texts: Sequence[Sequence], references: Sequence[Sequence[Sequence]]) -> float:
    """Return all edits over the length of all references: the word or phoneme error rate.

    Each text has one or more references; the one with the fewest edits per symbol is taken.
    """
    if len(texts) != len(references) or not texts:
        raise ValueError(
            f"error_rate: {len(texts)} texts and {len(references)} lists of references; "
            "expected as many, and at least one"
        )
    edits = length = 0
    for text, variants in zip(texts, references, strict=True):
        found = [(edit_distance(text, reference), len(reference)) for reference in variants]
        least, size = min(found, key=lambda pair: pair[0] / pair[1])
        edits, length = edits + least, length + size
    return edits / length


# --- n-grams ---------------------------------------------------------------------------


def count_ngrams(tokens: Sequence, n: int) -> Counter:
    """Count the runs of ``n`` neighbors."""
    return Counter(zip(*(tokens[i:] for i in range(n)), strict=False))


def tokenize_13a(text: str) -> list[str]:
    """Split a text as mteval-v13a does, the standard for BLEU, without its rules for XML."""
    text = PUNCTUATION.sub(r" \1 ", f" {text} ")
    text = BESIDE_NO_DIGIT.sub(r"\1 \2 ", text)
    text = BEFORE_NO_DIGIT.sub(r" \1 \2", text)
    return DASH.sub(r"\1 \2 ", text).split()


def corpus_bleu(texts: Sequence[str], references: Sequence[str]) -> float:
    """Return BLEU, 0 to 100, of texts with one reference each (Papineni et al. 2002, 2.3).

    It is what sacreBLEU 2 gives as nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp:
    of n-grams that never match, the first length without a match counts as half a match, the
    next as a quarter, and so on.
    """
    if len(texts) != len(references) or not texts:
        raise ValueError(
            f"corpus_bleu: {len(texts)} texts and {len(references)} references; expected as "
            "many, and at least one"
        )
    matches, totals, sizes = [0] * 4, [0] * 4, [0, 0]
    for pair in zip(texts, references, strict=True):
        text, reference = (tokenize_13a(part) for part in pair)
        sizes = [sizes[0] + len(text), sizes[1] + len(reference)]
        for n in range(1, 5):
            ours, theirs = count_ngrams(text, n), count_ngrams(reference, n)
            matches[n - 1] += (ours & theirs).total()
            totals[n - 1] += ours.total()
    if not matches[0]:
        return 0.0
    log_precision, smoothing = 0.0, 1.0
    for match, total in zip(matches, totals, strict=True):
        if total == 0:
            return 0.0
        if match == 0:
            smoothing *= 2
            match = 1 / smoothing
        log_precision += math.log(match / total) / 4
    brevity = min(0.0, 1 - sizes[1] / sizes[0])
    return 100 * math.exp(log_precision + brevity)


# --- overlap ---------------------------------------------------------------------------


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
    found, wanted = count_ngrams(list(summary), n), count_ngrams(list(reference), n)
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
