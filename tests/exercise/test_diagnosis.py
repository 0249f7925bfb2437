"""An answer is recognized as the mistake that it is."""

from __future__ import annotations

import numpy as np
import pytest

from dlbook.exercise.diagnosis import UNCHANGED, diagnose
from dlbook.exercise.loading import load
from dlbook.exercise.trial import Bench
from tests.exercise.samples import CHECK, STARTER, WRONG, sample


def diagnosis(answer, **parts) -> tuple[str, str]:
    exercise = sample(**parts)
    bench = Bench(exercise, load(exercise))
    trials = [bench.attempt(answer, args, edge) for args, edge in bench.inputs(0)]
    return diagnose(bench, trials)


def means(X):
    return X.mean(axis=1)


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        (lambda X: np.ones(len(X)) @ X / len(X), "wrong_axis"),
        (lambda X: means(X) * X.shape[1], "wrong_sum"),
        (lambda X: X.T[0], "wrong_first"),
        (lambda X: X[:, 1], ""),
        (lambda X: 1 / 0, ""),
    ],
)
def test_a_mistake_is_recognized_by_what_it_does(answer, name):
    assert diagnosis(answer)[0] == name


def test_the_explanation_comes_with_it():
    assert diagnosis(lambda X: X.mean(0))[1] == "You took the mean of each column."


def test_two_mistakes_at_once_the_ordinary_one_is_named():
    def sums_and_fails_on_large(X):
        return X.sum(axis=1) if X.max() < 100 else X * np.nan

    assert diagnosis(sums_and_fails_on_large)[0] == "wrong_sum"


OVERFLOWING = """
def wrong_large(X):
    \"\"\"Large inputs come out wrong.\"\"\"
    return X.mean(axis=1) if X.max() < 100 else X.sum(axis=1)

def wrong_sum_of_large(X):
    \"\"\"You summed, and large ones you did not.\"\"\"
    return X.sum(axis=1) if X.max() < 100 else X.mean(axis=1)
"""


def test_a_mistake_on_edge_cases_alone_is_recognized_there():
    wrong = WRONG + OVERFLOWING

    def large(X):
        return means(X) if X.max() < 100 else X.sum(axis=1)

    assert diagnosis(large, wrong=wrong)[0] == "wrong_large"
    assert diagnosis(lambda X: means(X) if X.max() < 100 else -means(X), wrong=wrong)[0] == ""


def test_of_two_mistakes_the_one_that_agrees_more_often_is_named():
    def sums_of_small(X):
        return X.sum(axis=1) if X.max() < 100 else means(X)

    assert diagnosis(sums_of_small, wrong=WRONG + OVERFLOWING)[0] == "wrong_sum_of_large"
    assert diagnosis(lambda X: X.sum(axis=1), wrong=WRONG + OVERFLOWING)[0] == "wrong_sum"


BROKEN = """\
def means(X):
    ### BEGIN SOLUTION
    return X.mean(axis=1)
    ### END SOLUTION
    ### BEGIN BROKEN
    return X.mean()
    ### END BROKEN
"""


def test_the_broken_code_is_recognized():
    assert diagnosis(lambda X: X.mean(), kind="debug", starter=BROKEN) == ("starter", UNCHANGED)
    assert diagnosis(lambda X: X.mean(0), kind="debug", starter=BROKEN)[0] == "wrong_axis"


def test_mistakes_with_right_results_are_told_apart_by_the_property():
    check = (
        CHECK
        + """
def property_docstring(answer, args, result):
    assert answer.__doc__

def property_name(answer, args, result):
    assert answer.__name__ != "wrong_name"
"""
    )
    wrong = '''
def wrong_name(X):
    """It has the wrong name."""
    return X.mean(axis=1)
'''
    starter = STARTER
    exercise = sample(check=check, wrong=wrong, starter=starter)
    named = load(exercise).wrong["wrong_name"]
    assert diagnosis(named, check=check, wrong=wrong)[0] == "wrong_name"
    assert diagnosis(means, check=check, wrong=wrong)[0] == ""  # no docstring: another one


def test_without_wrong_answers_there_is_no_diagnosis():
    assert diagnosis(lambda X: X, wrong="pass") == ("", "")


STOPPING = '''
def wrong_columns(X):
    """You give a weight to each row."""
    return X @ np.ones(len(X))
'''


def test_errors_are_told_apart_by_what_they_say():
    wrong = WRONG + STOPPING
    assert diagnosis(lambda X: X @ np.ones(X.shape[0]), wrong=wrong)[0] == "wrong_columns"
    assert diagnosis(lambda X: X @ np.ones(X.shape[1] + 1), wrong=wrong)[0] == ""
