"""An answer that does not do the same each time is found out."""

from __future__ import annotations

import numpy as np

from dlbook.exercise.conduct import BUFFER, misconduct, unsteady
from dlbook.exercise.loading import load
from dlbook.exercise.trial import Bench
from tests.exercise.samples import CHECK, sample

INPUTS = [(np.ones((2, 3)),), (np.full((2, 4), 5.0),), (np.zeros((2, 5)),)]


def found(answer, inputs=INPUTS, **parts):
    exercise = sample(**parts)
    bench = Bench(exercise, load(exercise))
    trials = [bench.attempt(answer, args) for args in inputs]
    assert all(trial.failure is None for trial in trials)
    return misconduct(bench, answer, trials)


def test_a_steady_answer_passes():
    assert found(lambda X: X.mean(axis=1)) is None


def test_an_answer_that_remembers_is_found():
    calls = []

    def counting(X):
        calls.append(X)
        return X.mean(axis=1) + (len(calls) > 3)

    failure, trial = found(counting)
    assert failure.name == "state"
    assert failure.facts == (("first", "[1., 1.]"), ("then", "[2., 2.]"))
    assert trial.args is INPUTS[0]


def test_random_numbers_of_its_own_are_found():
    rng = np.random.default_rng(0)

    def noisy(X):
        return X.mean(axis=1) + 1e-10 * rng.normal()

    assert found(noisy) is None  # within tolerance

    exercise = sample()
    bench = Bench(exercise, load(exercise))
    trial = bench.attempt(lambda X: rng.normal(size=len(X)), INPUTS[0])
    assert unsteady(bench, lambda X: rng.normal(size=len(X)), trial).name == "state"


def test_an_error_that_comes_later_is_told():
    calls = []

    def tiring(X):
        calls.append(X)
        if len(calls) > 3:
            raise ValueError("tired")
        return X.mean(axis=1)

    failure, _ = found(tiring)
    assert failure.facts[1] == ("then", "ValueError('tired')")


def test_one_array_for_all_results_is_found():
    buffer = np.zeros(2)

    def reusing(X):
        buffer[:] = X.mean(axis=1)
        return buffer

    failure, trial = found(reusing)
    assert failure is BUFFER
    assert trial.args is INPUTS[0]


def test_where_several_results_are_right_they_may_differ():
    check = CHECK + "\nCOMPARE = False\n"
    rng = np.random.default_rng(0)
    assert found(lambda X: rng.normal(), check=check) is None
