"""Fingerprints of errors."""

from __future__ import annotations

from dlbook.exercise.saying import LONGEST, fingerprint


class WordlessError(Exception):
    def __str__(self):
        raise RuntimeError("no words")


def test_the_same_words_have_the_same_fingerprint_and_others_another():
    assert fingerprint(ValueError("4 and 5")) == fingerprint(ValueError("4 and 5"))
    assert fingerprint(ValueError("4 and 5")) != fingerprint(ValueError("4 and 6"))


def test_one_that_stands_for_another_carries_its_fingerprint():
    error = ValueError("raised elsewhere")
    error.fingerprint = fingerprint(ValueError("4 and 5"))
    assert fingerprint(error) == fingerprint(ValueError("4 and 5"))
    error.fingerprint = "no number"
    assert fingerprint(error) == fingerprint(ValueError("raised elsewhere"))


def test_long_and_strange_words():
    assert fingerprint(ValueError("x" * LONGEST)) == fingerprint(ValueError("x" * 2 * LONGEST))
    assert fingerprint(WordlessError()) == 0
    assert fingerprint(ValueError("\ud800")) > 0
