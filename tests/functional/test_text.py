"""Edits, error rates and BLEU, against definitions and against sacreBLEU's numbers."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from dlbook.functional import corpus_bleu, edit_distance, error_rate, tokenize_13a


def by_definition(a, b):
    @lru_cache
    def distance(i, j):
        if i == 0 or j == 0:
            return i + j
        replaced = distance(i - 1, j - 1) + (a[i - 1] != b[j - 1])
        return min(distance(i - 1, j) + 1, distance(i, j - 1) + 1, replaced)

    return distance(len(a), len(b))


def test_edit_distance_is_its_recurrence():
    rng = np.random.default_rng(0)
    for _ in range(50):
        a, b = (rng.integers(4, size=rng.integers(9)).tolist() for _ in range(2))
        assert edit_distance(a, b) == by_definition(a, b) == edit_distance(b, a)
    assert edit_distance("kitten", "sitting") == 3


def test_the_nearest_reference_counts():
    assert error_rate(["abc", "x"], [["abd", "ab"], ["x"]]) == pytest.approx(1 / 4)
    assert error_rate(["", "xy"], [["abc"], ["xy"]]) == pytest.approx(3 / 5)


# What sacrebleu 2.6.0 gives: nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0
REFERENCES = [
    "Un homme avec un chapeau orange regardant quelque chose.",
    "Deux enfants jouent, près de l'eau (froide).",
    "C'est l'été 1.5 fois!",
]
BLEU = [
    (REFERENCES, 100.0),
    (
        [
            "Un homme en chapeau orange regardant quelque chose.",
            "Deux enfants jouent près de l'eau.",
            "C'est l'été 1.5 fois!",
        ],
        51.70090103,
    ),
    (
        ["Un homme regarde.", "Des enfants jouent, l'eau est froide.", "Il fait beau."],
        9.34026175,
    ),
    (["rien", "rien du tout", "non"], 0.0),
]


@pytest.mark.parametrize(("texts", "score"), BLEU)
def test_bleu_is_sacrebleus(texts, score):
    assert corpus_bleu(texts, REFERENCES) == pytest.approx(score, abs=1e-6)


def test_bleu_where_sacrebleu_is_installed():
    sacrebleu = pytest.importorskip("sacrebleu")
    for texts, _ in BLEU:
        theirs = sacrebleu.corpus_bleu(texts, [REFERENCES])
        assert corpus_bleu(texts, REFERENCES) == pytest.approx(theirs.score, abs=1e-6)


def test_numbers_stay_whole_and_marks_stand_alone():
    assert tokenize_13a('Say "2,000.5", l\'eau, 1-2.') == [
        *("Say", '"', "2,000.5", '"', ",", "l'eau", ",", "1", "-", "2", "."),
    ]


@pytest.mark.parametrize("f", [error_rate, corpus_bleu])
def test_unequal_numbers_of_texts_are_refused(f):
    with pytest.raises(ValueError, match="expected as many"):
        f(["a"], [])
