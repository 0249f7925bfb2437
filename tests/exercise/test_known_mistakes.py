"""An answer is recognized as the mistake that it is."""

from __future__ import annotations

import numpy as np
import pytest

from dlbook.exercise.known_mistakes import REPEATED, error_pattern, known_mistake
from tests.exercise.samples import CHECK, STARTER, WRONG, checker


def diagnosis(answer, **parts) -> tuple[str, str]:
    small = checker(answer, **parts)
    return known_mistake(small, small.try_inputs(0)) or ("", "")


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


REPEATING = """
def wrong_scalar(X):
    \"\"\"You average over all axes.\"\"\"
    return X.mean()
"""


def test_a_repeated_bug_is_diagnosed_and_the_broken_code_recognized():
    again = {"kind": "debug", "starter": BROKEN}
    assert diagnosis(lambda X: X.mean(), **again) == ("starter", REPEATED)
    assert diagnosis(lambda X: X.mean(), wrong=REPEATING, **again)[0] == "wrong_scalar"
    assert diagnosis(lambda X: X.mean(0), **again)[0] == "wrong_axis"


PROPERTIES = """
def property_small(answer, args, result):
    assert abs(result).max() < 1, "too large"

def property_positive(answer, args, result):
    assert result.min() > 0, "negative"
"""


def test_mistakes_with_right_results_are_told_apart_by_the_property():
    wrong = '''
def wrong_large(X):
    """It is too large."""
    return 5 + X.mean(axis=1)
def wrong_negative(X):
    """It is negative."""
    return -abs(X.mean(axis=1)) / 100
'''
    check = CHECK.partition("def edge_cases")[0] + "COMPARE = False\n" + PROPERTIES
    parts = {"check": check, "wrong": wrong}
    assert diagnosis(lambda X: 7 + X.mean(axis=1), **parts)[0] == "wrong_large"
    assert (
        diagnosis(lambda X: -np.exp(-abs(X.mean(axis=1))) / 2, **parts)[0] == "wrong_negative"
    )


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


# --- patterns ---------------------------------------------------------------------------


def seen(answer, **parts) -> str:
    small = checker(answer, **parts)
    cases = small.try_inputs(0)
    assert any(case.failure for case in cases)
    name, text = error_pattern(cases)
    assert bool(name) == bool(text)
    return text if name == "factor" else name


def picky(X):
    if len(X) > 4:
        raise ValueError("only four rows")
    return means(X)


def misshapen(X):
    return means(X) if len(X) > 4 else means(X)[:, None]


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        (lambda X: -means(X), "sign"),
        (lambda X: means(X)[:, None], "axes"),
        (lambda X: X.sum(axis=1), "sum"),
        (lambda X: means(X) / X.shape[1], "mean"),
        (lambda X: 2.5 * means(X), "Every entry is 2.5 times what it should be."),
        (lambda X: 2.0, "constant"),
        (lambda X: None, ""),
        (lambda X: ..., ""),
        (lambda X: means(X) + 1, ""),
        (lambda X: means(X) * np.arange(len(X)), ""),
        (lambda X: means(X) * 0, ""),
        (lambda X: np.where(np.arange(len(X)) % 2, np.inf, -np.inf), ""),  # and no warning
        (lambda X: X.mean(axis=0), ""),
        (lambda X: 1 / 0, ""),
        (lambda X: means(X) if X.size < 30 else 1 / 0, "lengths"),
        (picky, "lengths"),
        (misshapen, "lengths"),
        (lambda X: means(X) if X[0, 0] > 0 else -means(X), ""),
    ],
)
def test_patterns_of_an_array(answer, name):
    assert seen(answer) == name


PAIR = {
    "starter": STARTER.replace(
        "return X.mean(axis=1)", "return X @ X.T * 1j.imag + X[0, 0], X"
    ),
    "check": CHECK.partition("def edge_cases")[0],
}


def test_patterns_of_several_results():
    def gram(X):
        return X @ X.T + X[0, 0]

    assert seen(lambda X: (X, gram(X)), **PAIR) == "order"
    assert seen(lambda X: (gram(X), X.T), **PAIR) == "transposed"
    assert seen(lambda X: (gram(X), 3 * X), **PAIR).startswith("Every entry is 3 times")
    assert seen(lambda X: (gram(X), X + 1), **PAIR) == ""
    assert seen(lambda X: (gram(X), X, 1), **PAIR) == ""
    assert seen(lambda X: (X + 1, X), **PAIR) == ""


def test_a_constant_is_seen():
    scalar = {"starter": STARTER.replace("axis=1", ""), "check": PAIR["check"]}
    assert seen(lambda X: 0.5, **scalar) == "constant"
    assert seen(lambda X: X[0, 0], **scalar) == ""


def test_texts_and_integers_have_no_pattern():
    word = {
        "starter": STARTER.replace("X.mean(axis=1)", "'a' * len(X)"),
        "check": PAIR["check"],
    }
    assert seen(lambda X: "b" * len(X), **word) == ""
    count = {"starter": STARTER.replace("X.mean(axis=1)", "np.arange(len(X))")}
    assert seen(lambda X: np.arange(len(X)) + 1, check=PAIR["check"], **count) == ""


def test_changed_arguments_have_no_pattern():
    subtract = STARTER.replace("return X.mean(axis=1)", "X -= X.mean()")

    def add(X):
        X += 1

    assert seen(add, starter=subtract, header='changes = ["X"]') == ""
