"""What all wrong results have in common is seen, and nothing where they have nothing."""

from __future__ import annotations

import numpy as np
import pytest

from dlbook.exercise.likeness import TEXTS, likeness
from dlbook.exercise.loading import load
from dlbook.exercise.trial import Bench
from tests.exercise.samples import CHECK, STARTER, sample


def seen(answer, **parts) -> str:
    exercise = sample(**parts)
    bench = Bench(exercise, load(exercise))
    trials = [bench.attempt(answer, args, edge) for args, edge in bench.inputs(0)]
    assert any(trial.failure for trial in trials)
    name, text = likeness(trials)
    assert bool(name) == bool(text)
    return text if name == "factor" else name


def means(X):
    return X.mean(axis=1)


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


def test_every_pattern_has_its_test():
    assert set(TEXTS) == {
        "constant", "order", "sign", "transposed", "axes", "sum", "mean", "lengths"
    }  # fmt: skip
