"""A student is told the kind of failure and the known mistake, and nothing of an input."""

from __future__ import annotations

import pytest

from dlbook.exercise.check import STOP_EARLY
from dlbook.exercise.report import Report
from dlbook.grade.messages import SENTENCES, message
from tests.exercise.samples import sample

SOURCE = "import numpy as np\n\n\ndef means(X):\n    return X / 0\n"


def said(failure: str, headline: str = "secret 3.14", exercise=None, **more) -> str:
    report = Report("a/b", "T", not failure, headline, failure=failure, **more)
    return message(report, exercise or sample(), SOURCE)


def test_a_right_answer_is_praised():
    assert said("", tried=12) == "As expected on all 12 inputs."


@pytest.mark.parametrize("name", [*SENTENCES, *STOP_EARLY, "unheard of"])
def test_each_failure_has_a_sentence_that_holds_nothing_else(name):
    facts = (("input", "secret 3.14"), ("first", "secret 3.14"), ("where", "secret 3.14"))
    text = said(name, facts=facts, advice="secret 3.14", right=3, tried=7, seed=314)
    assert text.endswith((".", "?"))
    assert "{" not in text
    assert "secret" not in text
    assert "\n" not in text
    assert not any(letter.isdigit() for letter in text)


def test_a_known_mistake_is_explained_and_a_factor_has_no_number():
    assert said("value", diagnosis="You summed.").splitlines()[1:] == ["You summed."]
    text = said("value", diagnosis="Every entry is 1.107 times ...", mistake="factor")
    assert "1.107" not in text
    assert "factor" in text


@pytest.mark.parametrize(
    ("failure", "line"),
    [
        *((name, "line 5: return X / 0") for name in ("load", "syntax")),
        *((name, "") for name in ("exception", "value", "state")),
    ],
)
def test_a_line_is_told_only_of_what_happened_before_any_input(failure, line):
    text = said(failure, facts=(("where", "line 5: secret"),))
    assert text.partition("\n")[2] == line


@pytest.mark.parametrize("place", ["line 0", "line 99", "line x", "secret", "line -1: x", ""])
def test_a_line_that_does_not_exist_is_not_shown(place):
    assert "\n" not in said("load", facts=(("where", place),))


def test_a_property_speaks_in_the_exercises_words_or_not_at_all():
    check = "def inputs(rng):\n    return (1,)\n\n"
    check += "def property_sum(a, b, c):\n    assert c, 'Rows sum to 1.'\n"
    exercise = sample(check=check)
    assert "Rows sum to 1." in said("property", "Rows sum to 1.", exercise)
    assert "0.75" not in said("property", "sums 0.75", exercise)
