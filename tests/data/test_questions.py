"""The questions are fixed, separate, and judged as the chapter says."""

from __future__ import annotations

import pytest

from dlbook.data.questions import (
    ADVICE,
    FACTS,
    KINDS,
    LESSONS,
    NO_ANSWER,
    OPPOSITES,
    REFUSAL,
    is_right,
    says_you,
)


def test_sizes():
    assert [len(x) for x in (FACTS, NO_ANSWER, LESSONS, KINDS)] == [40, 24, 64, 50]
    assert len(set(ADVICE)) == 64
    assert [answer == REFUSAL for _, answer in LESSONS] == [False] * 32 + [True] * 32


def test_lessons_hold_no_question_that_is_asked():
    lessons = {question for question, _ in LESSONS}
    assert len(lessons) == 64
    assert not lessons & {*FACTS, *NO_ANSWER}


@pytest.mark.parametrize("pairs", [OPPOSITES, KINDS])
def test_words_are_asked_once(pairs):
    words = [word for word, _ in pairs]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize(
    ("answer", "accepted", "right"),
    [
        ("The capital is Paris.", ["Paris"], True),
        ("PARIS", ["Paris"], True),
        ("The Parisian way", ["Paris"], False),
        ("It has 16 legs", ["six", "6"], False),
        ("It has 6 sides", ["six", "6"], True),
        ("", ["six"], False),
    ],
)
def test_whole_words_count(answer, accepted, right):
    assert is_right(answer, accepted) is right


@pytest.mark.parametrize(
    ("text", "you"), [("You should", True), ("in your garden", True), ("the youth", False)]
)
def test_an_answer_that_addresses_its_reader(text, you):
    assert says_you(text) is you
