"""A failure says what was expected, what came, and what to try."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dlbook.exercise.compare import compare
from dlbook.exercise.data import TensorData
from dlbook.exercise.execution import Error, OutOfTime, TooMuchOutput, describe
from dlbook.exercise.messages import of_difference, of_error

ONES = np.ones((2, 3))


@pytest.mark.parametrize(
    ("error", "name", "headline"),
    [
        (OutOfTime(), "timeout", "f had not returned after 3 seconds, and was stopped."),
        (TooMuchOutput(), "output", "f printed so much that it was stopped."),
        (RecursionError("x"), "recursion", "f called itself until Python gave up."),
        (MemoryError(), "memory", "f asked for more memory than there is."),
        (ValueError("bad"), "exception", "f stopped with ValueError: bad"),
        (KeyError(), "exception", "f stopped with KeyError"),
    ],
)
def test_errors(error, name, headline):
    failure = of_error(replace(describe(error), line=2, code="x"), "f", 3.0)
    assert (failure.name, failure.headline) == (name, headline)
    assert failure.facts == (("where", "line 2: x"),)


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (Error("exception", ("TypeError",), "f() takes 2 positional arguments"), "signature"),
        (Error("exception", ("TypeError",), "f() missing 1 argument", line=1), "exception"),
        (Error("exception", ("TypeError",), "Value after * must be iterable"), "exception"),
        *((Error(kind), kind) for kind in ("crash", "exit", "protocol")),
    ],
)
def test_an_error_without_a_line(error, name):
    failure = of_error(error, "f", 3)
    assert failure.name == name
    assert bool(failure.facts) == bool(error.line)


@pytest.mark.parametrize(
    ("expected", "got", "name", "headline", "advice"),
    [
        (ONES, None, "nothing", "is None; expected was array of shape (2, 3)", "`return`"),
        (None, ONES, "type", "kind 'array'; nothing should be returned", "without `return`"),
        (1.0, ..., "nothing", "is Ellipsis; expected was number.", "still to be written"),
        (ONES, [1], "type", "is of the kind 'tuple or list'; expected was 'array'", "np.array"),
        (ONES, TensorData(ONES), "type", "'tensor'", "`.data`"),
        (1.0, ONES, "type", "'array'; expected was 'number'", "Without axis="),
        (ONES, 1.0, "type", "'number'; expected was 'array'", "Give axis="),
        (ONES, "a", "type", "'str'", ""),
        ((1, 2), (1,), "length", "has 1 parts; expected were 2.", ""),
        ({"a": 1}, {"b": 1}, "keys", "holds 'b'; expected was 'a'.", ""),
        (ONES, ONES.T, "shape", "has the shape (3, 2); expected was (2, 3).", "each step"),
        (ONES, ONES > 0, "dtype", "type bool; expected was float64.", "hold float64"),
        (ONES, ONES * np.nan, "nan", "holds NaN", "0/0"),
        (ONES, ONES * 2, "value", "has other values than expected.", ""),
    ],
)
def test_differences(expected, got, name, headline, advice):
    failure = of_difference(compare(expected, got))
    assert failure.name == name
    assert failure.headline.startswith("The result ")
    assert headline in failure.headline
    assert advice in failure.advice
    assert bool(failure.advice) == bool(advice)


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("", "The result"),
        ("[1]", "The second part of the result"),
        ("[10]", "Part [10] of the result"),
        ("['W']", "The entry 'W' of the result"),
        ("['W'][0]", "Part ['W'][0] of the result"),
    ],
)
def test_a_sentence_names_its_part(part, sentence):
    headline = of_difference(compare(1.0, 2.0, part=part)).headline
    assert headline == f"{sentence} has other values than expected."


def test_the_part_and_the_first_difference_are_told():
    got = ONES.copy()
    got[1, 0] = 5.0
    failure = of_difference(compare((1, ONES), (1, got)))
    assert failure.headline == "The second part of the result has other values than expected."
    assert failure.part == "[1]"
    assert dict(failure.evidence())["first difference"] == (
        "at [1, 0]: expected 1, got 5 (1 of 6 entries differ)"
    )


def test_one_number_needs_no_first_difference():
    for expected, got in ((1.0, 2.0), (np.ones(1), np.zeros(1))):
        failure = of_difference(compare(expected, got))
        assert [label for label, _ in failure.evidence()] == ["expected", "got"]
