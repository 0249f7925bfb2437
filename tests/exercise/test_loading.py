"""The code of an exercise is run, and gives what checks it."""

from __future__ import annotations

import inspect

import numpy as np
import pytest

from dlbook.exercise.execution import run_source
from dlbook.exercise.format import FormatError
from dlbook.exercise.loading import (
    allows_float_errors,
    drive_of,
    explanation,
    load,
    load_starter,
)
from tests.exercise.samples import CHECK, WRONG, sample


def test_the_code_gives_reference_inputs_and_wrong_answers(rng):
    checks = load(sample())
    np.testing.assert_array_equal(checks.reference(np.array([[1.0, 3.0]])), [2.0])
    (X,) = checks.inputs(rng)
    assert X.ndim == 2
    assert [args[0].shape for args in checks.edge_cases] == [(1, 3), (2, 5)]
    assert list(checks.wrong) == ["wrong_axis", "wrong_sum", "wrong_first"]
    assert explanation(checks.wrong["wrong_axis"]) == "You took the mean of each column."


def test_what_is_left_out_has_a_default():
    checks = load(sample(check=CHECK.partition("def edge_cases")[0]))
    assert checks.edge_cases == []
    assert (checks.measure, drive_of(sample())) == (None, "")
    assert checks.parameters == ["X"]
    assert checks.valid(1, 2)
    assert checks.properties == {}
    assert (checks.rtol, checks.atol) == (None, None)
    assert checks.compares
    assert allows_float_errors(sample())


def test_what_is_given_is_taken():
    more = """
RTOL, ATOL, COMPARE = 1e-3, 1e-4, False
FLOAT_ERRORS = False  # on the way
def drive(answer, a, b): return answer(a)
def measure(result, a, b): return 2 * result
def valid(X): return False
def property_sum(answer, args, result): pass
"""
    exercise = sample(check=CHECK + more)
    checks = load(exercise)
    assert (checks.rtol, checks.atol, checks.compares) == (1e-3, 1e-4, False)
    assert not allows_float_errors(exercise)
    assert checks.parameters == ["a", "b"]
    assert checks.measure(3, 1, 2) == 6
    assert drive_of(exercise) == "def drive(answer, a, b): return answer(a)"
    assert not checks.valid(1)
    assert list(checks.properties) == ["property_sum"]


def test_a_wrong_answer_may_be_a_class():
    checks = load(sample(wrong=WRONG + '\nclass WrongKind:\n    """A class."""\n'))
    assert list(checks.wrong)[-1] == "WrongKind"


def test_the_starter_is_what_a_reader_has():
    assert load_starter(sample())(np.ones((2, 3))) is None


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"answer": "mean"}, "defines no mean"),
        ({"check": "x = 1"}, "defines no inputs"),
        ({"wrong": "def wrong_axis(X): pass"}, "wrong_axis has no docstring"),
    ],
)
def test_what_is_missing_is_named(parts, message):
    with pytest.raises(FormatError, match=message):
        load(sample(**parts))


def test_the_source_of_what_was_run_can_be_read():
    names = run_source("def f():\n    return 1\n", "some_module", "<some file>")
    assert inspect.getsource(names["f"]) == "def f():\n    return 1\n"


def test_dataclasses_can_be_defined():
    source = (
        "from __future__ import annotations\nfrom dataclasses import dataclass\n"
        "@dataclass\nclass C:\n    x: int\n"
    )
    assert run_source(source, "some_other_module", "<some other file>")["C"](3).x == 3
