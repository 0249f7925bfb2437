"""A starter as it was given is recognized, a changed one is not, however it is handed in."""

from __future__ import annotations

import sys

import pytest

from dlbook.exercise import check, check_source
from dlbook.exercise.check import UNCHANGED
from dlbook.exercise.execution import run_source
from tests.exercise import samples
from tests.exercise.samples import STARTER

ID = "chapter/means"


@pytest.fixture(autouse=True)
def own_main(monkeypatch):
    """Give the main module back: what starts processes looks for its file."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


HELPED = """\
SCALE = 1


def mean(x):
    return SCALE * sum(x)


def means(X):
    ### BEGIN SOLUTION
    return X.mean(axis=1)
    ### END SOLUTION
    ### BEGIN BROKEN
    return np.array([mean(x) for x in X])
    ### END BROKEN
"""
CLASS = """\
class Mean:
    axis = 1

    def __call__(self, X):
        ### BEGIN SOLUTION
        return X.mean(axis=self.axis)
        ### END SOLUTION
"""
DRIVE = """
def drive(Mean, X):
    return Mean()(X)
"""
KINDS = {
    "implement": {"starter": STARTER},
    "debug": {"starter": HELPED, "kind": "debug"},
    "class": {
        "starter": CLASS,
        "answer": "Mean",
        "check": samples.CHECK + DRIVE,
        "wrong": "class WrongMean:\n    'The input.'\n    def __call__(self, X): return X",
    },
}


def both(exercise_id: str, source: str, name: str) -> list:
    """Check an answer as a text, and as a notebook does."""
    answer = run_source(source, "__main__", "<notebook cell>")[name]
    return [check_source(exercise_id, source, seed=0), check(exercise_id, answer, seed=0)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_starter_of_any_kind_is_told_from_an_answer(kind, shelf):
    parts = KINDS[kind]
    samples.write(shelf, ID, samples.text(**parts))
    exercise = samples.sample(**parts)
    for text in (exercise.starter, f"# mine\n\n{exercise.starter}\n# the end\n"):
        for report in both(ID, text, exercise.answer):
            assert not report.passed
            assert (report.mistake, report.diagnosis) == ("starter", UNCHANGED)
    changed = exercise.starter.replace("...", "return X").replace("X:", "-X:")
    changed = changed.replace("for x in X]", "for x in -X]")
    assert changed != exercise.starter
    for report in both(ID, changed, exercise.answer):
        assert not report.passed
        assert report.diagnosis != UNCHANGED


@pytest.mark.parametrize("change", ["sum(x) + 1", "max(x)"])
def test_another_function_of_the_starter_counts(change, shelf):
    samples.write(shelf, ID, samples.text(**KINDS["debug"]))
    starter = samples.sample(**KINDS["debug"]).starter
    for report in both(ID, starter.replace("sum(x)", change), "means"):
        assert report.diagnosis != UNCHANGED
