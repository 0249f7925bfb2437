from __future__ import annotations

import os

import pytest

from dlbook.exercise.loading import load
from dlbook.grade.limits import Limits
from dlbook.grade.verdict import examine
from tests.exercise.samples import sample


def verdict(talk, source, limits=None, **parts):
    """Examine an answer that runs in a thread here."""
    exercise = sample(**parts)
    session = talk("", name="")
    return examine(
        session, os.getpid(), exercise, load(exercise), source, 3, limits or Limits()
    )


RIGHT = "def means(X):\n    return X.mean(axis=1)"


def test_a_right_answer_has_no_failure(talk):
    found = verdict(talk, RIGHT)
    assert (found.failure, found.right, found.tried) == (None, 14, 14)


def test_a_wrong_answer_is_recognized_and_counted(talk):
    found = verdict(talk, "def means(X): return X[:, 0]")
    assert (found.failure.name, found.wrong, found.right) == ("value", "wrong_first", 2)
    assert found.diagnosis == "You took the first entry."


def test_a_pattern_is_recognized_where_no_wrong_answer_is(talk):
    assert verdict(talk, "def means(X): return -X.mean(axis=1)").wrong == "sign"


def test_a_state_is_found(talk):
    source = "n = []\ndef means(X):\n    n.append(1)\n    return X.mean(axis=1) + len(n)"
    assert verdict(talk, source).failure.name == "state"


@pytest.mark.parametrize(
    ("source", "name"),
    [("x = (", "syntax"), ("x", "load"), ("means = 1", "not a function"), ("", "missing")],
)
def test_what_cannot_be_tried_is_not(talk, source, name):
    found = verdict(talk, source)
    assert (found.failure.name, found.tried) == (name, 0)


def test_all_together_takes_no_longer_than_allowed(talk):
    found = verdict(talk, RIGHT, Limits(total=0.0))
    assert (found.failure.name, found.failure.headline) == ("lost", "timeout")
