"""A choice or a number is judged, and explained."""

from __future__ import annotations

import numpy as np
import pytest

from dlbook.exercise.choice import check_choice
from dlbook.exercise.format import read
from tests.exercise import samples

CHOICE = read(samples.CHOICE, "chapter/pick")
NUMBER = read(samples.NUMBER, "chapter/guess")


@pytest.mark.parametrize("answer", ["b", "B", "(b)", 1, np.int64(1)])
def test_the_right_option(answer):
    report = check_choice(CHOICE, answer)
    assert report.passed
    assert report.diagnosis == "Yes."
    assert report.facts == (("you chose", "(b) columns"),)


def test_a_wrong_option_is_explained():
    report = check_choice(CHOICE, "a")
    assert (report.passed, report.failure) == (False, "choice")
    assert report.diagnosis == "No: rows go."


@pytest.mark.parametrize("answer", ["d", "columns", 3, -1, True, None, 1.0])
def test_what_is_no_option_is_told(answer):
    report = check_choice(CHOICE, answer)
    assert (report.passed, report.failure) == (False, "no answer")
    assert report.headline.startswith("The answer is to be a letter from 'a' to 'c'; got ")


@pytest.mark.parametrize("answer", [12, 12.5, np.float32(11.6), "12"])
def test_the_right_number(answer):
    report = check_choice(NUMBER, answer)
    assert report.passed
    assert report.diagnosis == "Three times four."


@pytest.mark.parametrize("answer", [12.6, 0, float("nan"), float("inf")])
def test_a_wrong_number_tells_no_reason(answer):
    report = check_choice(NUMBER, answer)
    assert (report.passed, report.failure, report.diagnosis) == (False, "value", "")


@pytest.mark.parametrize(
    ("answer", "why"), [(7, "You added."), (7.5, "You added."), (7.8, "Two times four.")]
)
def test_a_known_wrong_number_is_explained(answer, why):
    report = check_choice(NUMBER, answer)
    assert (report.passed, report.failure, report.diagnosis) == (False, "value", why)


@pytest.mark.parametrize("answer", ["twelve", None])
def test_what_is_no_number_is_told(answer):
    report = check_choice(NUMBER, answer)
    assert (report.passed, report.failure) == (False, "no answer")
    assert report.headline == f"The answer is to be a number; got {str(answer)!r}."


@pytest.mark.parametrize("exercise", [CHOICE, NUMBER])
def test_a_question_that_is_still_open_is_no_answer(exercise):
    report = check_choice(exercise, ...)
    assert (report.passed, report.failure) == (False, "no answer")
    assert report.headline.endswith("; none so far.")


def test_a_large_number_is_shown_in_full():
    assert check_choice(NUMBER, 8531520).facts == (("your number", "8531520"),)
