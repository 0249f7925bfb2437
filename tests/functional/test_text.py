"""Edits, BLEU, entities and ROUGE, against definitions, known values and other libraries."""

from __future__ import annotations

import itertools
import random
from functools import lru_cache

import numpy as np
import pytest

from dlbook.functional import (
    corpus_bleu,
    edit_distance,
    entity_f1,
    entity_spans,
    error_rate,
    rouge_l,
    rouge_n,
    tokenize_13a,
)


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


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        ("", []),
        ("O O", []),
        ("B-a", [(0, 1, "a")]),
        ("B-a I-a O B-b", [(0, 2, "a"), (3, 4, "b")]),
        ("B-a B-a", [(0, 1, "a"), (1, 2, "a")]),
        ("B-a I-b", [(0, 1, "a"), (1, 2, "b")]),
        ("O I-a I-a", [(1, 3, "a")]),
        ("B-a I-a I-a", [(0, 3, "a")]),
        ("B-creative-work I-creative-work", [(0, 2, "creative-work")]),
    ],
)
def test_spans(tags, spans):
    assert entity_spans(tags.split()) == spans


@pytest.mark.parametrize("tag", ["X-a", "B", "I-", "O-a", "person"])
def test_what_is_no_tag_is_refused(tag):
    with pytest.raises(ValueError, match="is no tag"):
        entity_spans([tag])


def test_an_entity_counts_only_if_all_of_it_is_right():
    wanted = [["B-a", "I-a", "O", "B-b"]]
    assert entity_f1(wanted, wanted) == (1, 1, 1)
    assert entity_f1([["B-a", "O", "O", "B-b"]], wanted) == (0.5, 0.5, 0.5)
    assert entity_f1([["B-b", "I-b", "O", "O"]], wanted) == (0, 0, 0)
    assert entity_f1([["O", "O", "O", "O"]], wanted) == (0, 0, 0)


def test_entities_agree_with_seqeval():
    metrics = pytest.importorskip("seqeval.metrics")
    rng = random.Random(0)
    tags = ["O", "B-a", "I-a", "B-b", "I-b"]
    found, wanted = (
        [[rng.choice(tags) for _ in range(n)] for n in (1, 4, 9, 30)] for _ in range(2)
    )
    ours = entity_f1(found, wanted)
    theirs = (
        metrics.precision_score(wanted, found),
        metrics.recall_score(wanted, found),
        metrics.f1_score(wanted, found),
    )
    assert ours == pytest.approx(theirs)


def test_sentences_of_different_length_are_refused():
    with pytest.raises(ValueError, match="as many"):
        entity_f1([["O"]], [["O", "O"]])


# The example of Lin 2004, section 3.1: a reference and two summaries.
REFERENCE = ["police", "killed", "the", "gunman"]
GOOD, BAD = ["police", "kill", "the", "gunman"], ["the", "gunman", "kill", "police"]


def test_rouge_of_the_example_of_the_paper():
    assert rouge_n(GOOD, REFERENCE, 2).recall == rouge_n(BAD, REFERENCE, 2).recall
    assert rouge_l(GOOD, REFERENCE).f1 == 3 / 4
    assert rouge_l(BAD, REFERENCE).f1 == 2 / 4


def test_repeated_words_count_as_often_as_in_both():
    assert rouge_n(["a", "a", "a"], ["a", "b"]) == (1 / 3, 1 / 2, 2 / 5)
    assert rouge_n([], ["a"]) == (0, 0, 0)
    assert rouge_n(["a"], ["a"], 2) == (0, 0, 0)


def common(a, b) -> int:
    """Return the length of the longest common subsequence, by trying all of ``a``."""

    def inside(part, whole):
        rest = iter(whole)
        return all(word in rest for word in part)

    sizes = range(len(a), -1, -1)
    return next(n for n in sizes if any(inside(p, b) for p in itertools.combinations(a, n)))


@pytest.mark.parametrize("seed", range(20))
def test_rouge_l_against_all_subsequences(seed):
    rng = random.Random(seed)
    a, b = ([rng.choice("abc") for _ in range(rng.randint(1, 8))] for _ in range(2))
    assert rouge_l(a, b).recall == common(a, b) / len(b)


def test_rouge_agrees_with_rouge_score():
    scorer = pytest.importorskip("rouge_score.rouge_scorer")
    a, b = (
        ["the", "cat", "sat", "on", "the", "mat", "today"],
        ["today", "the", "cat", "lay", "on", "a", "mat"],
    )
    theirs = scorer.RougeScorer(["rouge1", "rouge2", "rougeL"]).score(" ".join(b), " ".join(a))
    for name, ours in (
        ("rouge1", rouge_n(a, b)),
        ("rouge2", rouge_n(a, b, 2)),
        ("rougeL", rouge_l(a, b)),
    ):
        assert ours == pytest.approx(theirs[name])
