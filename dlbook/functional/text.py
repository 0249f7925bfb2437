"""Compare texts with references: edit distance, error rate, BLEU.

Texts are lists of symbols here, or plain strings; nothing is differentiated.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

PUNCTUATION = re.compile(r"([\{-\~\[-\` -\&\(-\+\:-\@\/])")
BESIDE_NO_DIGIT = re.compile(r"([^0-9])([\.,])")
BEFORE_NO_DIGIT = re.compile(r"([\.,])([^0-9])")
DASH = re.compile(r"([0-9])(-)")


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
            ours, theirs = (
                Counter(zip(*(tokens[i:] for i in range(n)), strict=False))
                for tokens in (text, reference)
            )
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
