"""Sentences, words, and BM25 against its formula written out."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest

from dlbook.data import BM25, plain_words, split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("One.", ["One."]),
        ("It is 3.5 m. Long? Yes!", ["It is 3.5 m.", "Long?", "Yes!"]),
        ('He said "no." Then he left.', ['He said "no.', "Then he left."]),
        ("J. Smith wrote, e.g. This.", ["J. Smith wrote, e.g. This."]),
        ("no capital. follows", ["no capital. follows"]),
        ("A line\nbreak. Two.", ["A line\nbreak.", "Two."]),
    ],
)
def test_sentences(text, sentences):
    assert split_sentences(text) == sentences


def test_words():
    assert plain_words("Adam's β₁, is 0.9!") == ["adam", "s", "β₁", "is", "0", "9"]


def by_formula(texts, query, k1, b):
    """Return the scores by plain loops over Robertson and Zaragoza's formula."""
    mean = sum(map(len, texts)) / len(texts)
    scores = []
    for text in texts:
        score = 0.0
        for word in query:
            n = sum(word in other for other in texts)
            idf = math.log(1 + (len(texts) - n + 0.5) / (n + 0.5))
            c = text.count(word)
            score += idf * c * (k1 + 1) / (c + k1 * (1 - b + b * len(text) / mean)) if c else 0
        scores.append(score)
    return scores


@pytest.mark.parametrize(("k1", "b"), [(1.2, 0.75), (0.0, 0.5), (3.0, 0.0), (0.5, 1.0)])
def test_scores_are_those_of_the_formula(k1, b):
    rng = random.Random(1)
    texts = [[rng.choice("abcdefg") for _ in range(rng.randint(1, 12))] for _ in range(9)]
    query = ["a", "c", "c", "z"]
    scores = BM25(texts, k1=k1, b=b).scores(query)
    assert np.allclose(scores, by_formula(texts, query, k1, b))
    assert not np.allclose(scores, by_formula(texts, query, k1 + 0.1, b))


def test_unknown_words_and_empty_texts_score_zero():
    search = BM25([["a"], []])
    assert search.scores(["b"]).tolist() == [0, 0]
    assert search.scores(["a"])[1] == 0
    assert BM25([[]]).scores(["a"]).tolist() == [0]


@pytest.mark.parametrize(
    ("texts", "settings", "named"),
    [([], {}, "at least one"), ([["a"]], {"k1": -1}, "k1"), ([["a"]], {"b": 2}, "b=2")],
)
def test_bad_input_is_named(texts, settings, named):
    with pytest.raises(ValueError, match=named):
        BM25(texts, **settings)
