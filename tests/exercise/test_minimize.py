"""A failing input is made as small as can be, and stays an input that fails alike."""

from __future__ import annotations

import numpy as np
import pytest

from dlbook.exercise import minimize
from dlbook.exercise.minimize import rounder, shorter, size
from tests.exercise.samples import CHECK, STARTER, checker


def shrunk(answer, **parts):
    small = checker(answer, **parts)
    return minimize.minimize(small, small.try_inputs(0), 0)


def test_a_wrong_axis_shows_on_two_numbers():
    trial = shrunk(lambda X: X.mean(axis=0))
    assert trial.failure.name == "shape"
    assert sorted(trial.args[0].shape) == [1, 2]
    np.testing.assert_array_equal(abs(trial.args[0]), 1)


def test_what_is_needed_to_fail_is_kept():
    def fails_where_wide(X):
        return X.mean(axis=1) + (X.shape[1] > 3)

    assert shrunk(fails_where_wide).args[0].shape == (1, 4)


def test_an_exception_stays_the_same_exception():
    def fall(X):
        if X.shape[1] > 2:
            raise ValueError("wide")
        raise KeyError("narrow")

    trial = shrunk(fall)
    first = "ValueError" if trial.args[0].shape[1] > 2 else "KeyError"
    assert first in trial.failure.headline


def test_numbers_stay_valid():
    check = (
        CHECK.partition("def edge_cases")[0]
        + "\ndef valid(X):\n    return abs(X).max() < 0.95 or 1 / 0\n"
    )
    check = check.replace("rng.normal(size=(B, D))", "rng.uniform(0.1, 0.9, size=(B, D))")
    trial = shrunk(lambda X: X.sum(axis=1), check=check)
    X = trial.args[0]
    assert X.shape == (1, 2)
    assert X.max() < 0.95
    np.testing.assert_allclose(X, np.round(X, 1), rtol=1e-12)


def test_an_input_must_have_a_finite_result():
    starter = STARTER.replace("X.mean(axis=1)", "np.log(2 - X).sum(axis=1)")
    check = CHECK.replace("rng.normal(size=(B, D))", "rng.uniform(1.6, 1.9, size=(B, D))")
    check = check.partition("def edge_cases")[0]
    trial = shrunk(lambda X: np.zeros(len(X)), starter=starter, check=check)
    assert (trial.args[0] < 2).all()


def test_the_limits_of_the_search(monkeypatch):
    monkeypatch.setattr(minimize, "CALLS", 0)
    assert shrunk(lambda X: X.sum(axis=1)).args[0].size >= 3
    monkeypatch.setattr(minimize, "CALLS", 150)
    monkeypatch.setattr(minimize, "SECONDS", -1)
    assert shrunk(lambda X: X.sum(axis=1)).args[0].size >= 3


def test_what_does_not_return_is_not_tried_again():
    calls = []

    def deep(X):
        calls.append(1)
        return deep(X)

    small = checker(deep)
    case = small.attempt((np.ones((4, 7)),))
    calls.clear()
    assert minimize.minimize(small, [case], 0) is case
    assert calls == []


ARGS = (np.zeros((5, 3)), {"W": np.zeros((2, 5))}, [np.zeros(3), 5], 2, 0.26, "a", True)


def test_lengths_are_cut_wherever_they_occur():
    first = next(shorter(ARGS))
    assert first[0].shape == (1, 3)
    assert first[1]["W"].shape == (2, 1)
    assert (first[2][0].shape, first[2][1], first[3:]) == ((3,), 1, (2, 0.26, "a", True))


def test_two_lengths_never_become_one_but_for_one():
    for candidate in shorter(ARGS):
        lengths = [*candidate[0].shape, len(candidate[1]["W"])]
        assert len(set(lengths)) == 3 or 1 in lengths


def test_numbers_become_rounder():
    args = (np.array([0.0, 0.26, -3.7], dtype=np.float32), 0.0123, 3, np.array([7]))
    whole, *rest = rounder(args)
    np.testing.assert_array_equal(whole[0], [0, 1, -4])
    assert whole[0].dtype == np.float32
    assert whole[1:3] == (1.0, 3)
    assert any(c[1] == pytest.approx(0.01) for c in rest)
    assert any(np.allclose(c[0], [0, 0.3, -4]) for c in rest)
    assert list(rounder((np.array([1.0]), 2.0))) == []


def test_the_size_of_an_input():
    assert size(ARGS) == 15 + 10 + 4 + 4
