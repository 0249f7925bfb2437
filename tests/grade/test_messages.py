from __future__ import annotations

import numpy as np
import pytest

from dlbook.exercise.compare import compare
from dlbook.exercise.failure import Failure, of_difference
from dlbook.grade.messages import SENTENCES, constants, message
from dlbook.grade.verdict import Verdict
from tests.exercise.samples import sample

SOURCE = "import numpy as np\n\n\ndef means(X):\n    return X / 0\n"


def said(failure: Failure, **more) -> str:
    return message(Verdict(failure, **more), sample(), SOURCE)


def differing(expected, got) -> str:
    return said(of_difference(compare(expected, got)))


def test_a_right_answer_is_praised():
    assert message(Verdict(tried=12), sample(), SOURCE) == "As expected on all 12 inputs."


@pytest.mark.parametrize("name", SENTENCES)
def test_each_failure_has_a_sentence(name):
    text = said(Failure(name, "Headline"))
    assert text.endswith((".", "?"))
    assert "{" not in text


def test_numbers_are_never_repeated():
    text = differing(np.array([1.25, 2.5]), np.array([31.75, 2.5]))
    assert text == "The result has other values than expected."
    assert (
        differing({"a": 1.0}, {"a": 77.0})
        == "The entry 'a' of the result has other values than expected."
    )


def test_a_shape_is_repeated_where_it_says_nothing_new():
    assert "has the shape (4, 3); expected was the shape (3, 4)" in differing(
        np.ones((3, 4)), np.ones((4, 3))
    )
    text = differing(np.ones((3, 4)), np.ones((0, 31415)))
    assert "31415" not in text
    assert "another shape; expected was the shape (3, 4)" in text


def test_lengths_keys_and_names_of_the_students_are_not_repeated():
    assert "31415" not in differing([1], [0] * 31415)
    assert "secret" not in differing({"a": 1}, {"secret": 1})
    assert "secret" not in differing(1.0, type("secret", (), {})())
    assert "secret" not in differing(1.0, "secret")


def test_types_are_named():
    assert "float32; expected was float64" in differing(np.ones(2), np.ones(2, "float32"))
    assert "array of shape (2,), float64" in differing(np.ones(2), [1.0, 1.0])


def test_a_line_of_the_students_text_is_shown_from_the_text():
    failure = Failure("exception", "secret", (("where", "line 5: secret"),), part="ValueError")
    text = said(failure)
    assert text == "means stopped with ValueError.\nline 5: return X / 0"


@pytest.mark.parametrize("place", ["line 0", "line 99", "line x", "secret", "line -1: x", ""])
def test_a_line_that_does_not_exist_is_not_shown(place):
    assert said(Failure("exception", "", (("where", place),), part="E")).count("\n") == 0


def test_facts_of_other_kinds_are_not_shown():
    facts = (("first", "3.14"), ("then", "2.71"), ("printed", "secret"))
    assert "3.14" not in said(Failure("state", "", facts))


def test_a_property_speaks_in_the_exercises_words_or_not_at_all():
    check = "def inputs(rng):\n    return (1,)\n\n"
    check += "def property_sum(a, b, c):\n    assert c, 'Rows sum to 1.'\n"
    exercise = sample(check=check)
    assert "Rows sum to 1." in message(
        Verdict(Failure("property", "Rows sum to 1.")), exercise, ""
    )
    assert "0.75" not in message(Verdict(Failure("property", "sums 0.75")), exercise, "")
    assert "Rows sum to 1." in constants(exercise.source)


def test_the_diagnosis_and_the_count_are_told():
    text = said(Failure("value", ""), diagnosis="You summed.", right=3, tried=14)
    assert text.splitlines()[1:] == ["You summed.", "Right on 3 of 14 inputs."]
