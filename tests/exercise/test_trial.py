"""An answer is tried on an input, and what is wrong with the result is found."""

from __future__ import annotations

import numpy as np
import pytest

from dlbook.exercise.format import FormatError
from dlbook.exercise.loading import load
from dlbook.exercise.trial import Bench
from tests.exercise.samples import CHECK, STARTER, sample

X = np.array([[1.0, 3.0, 8.0], [0.0, 2.0, -2.0]])


def bench(**parts) -> Bench:
    exercise = sample(**parts)
    return Bench(exercise, load(exercise))


def failure(answer, args=(X,), is_edge=False, **parts):
    found = bench(**parts).attempt(answer, args, is_edge).failure
    return found and found.name


def means(X):
    return X.mean(axis=1)


def in_place(X):
    X -= 1
    return X.mean(axis=1) + 1


def test_inputs_repeat_with_the_seed_and_edge_cases_come_last():
    small = bench(header="cases = 3")
    first, again, other = (list(small.inputs(seed)) for seed in (1, 1, 2))
    assert [is_edge for _, is_edge in first] == [False, False, False, True, True]
    np.testing.assert_array_equal(first[0][0][0], again[0][0][0])
    assert not np.array_equal(first[0][0][0], other[0][0][0])
    assert not np.array_equal(first[0][0][0], first[1][0][0])


def test_edge_cases_are_copies():
    small = bench(header="cases = 1")
    *_, (args, _) = small.inputs(0)
    args[0][:] = 0
    assert small.checks.edge_cases[-1][0].sum() == 10_000


def test_the_names_of_the_arguments():
    assert bench().names == ["X"]
    assert bench(check=CHECK + "\ndef use(answer, A, B): pass\n").names == ["A", "B"]


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        (means, None),
        (lambda X: X.sum(axis=1), "value"),
        (lambda X: X.mean(axis=0), "shape"),
        (lambda X: None, "nothing"),
        (lambda X: 1 / 0, "exception"),
        (lambda: 1, "signature"),
        (lambda X: np.full(len(X), np.nan), "nan"),
        (in_place, "in-place"),
    ],
)
def test_what_is_wrong_is_found(answer, name):
    assert failure(answer) == name


def test_what_is_to_change_in_place_is_compared():
    starter = STARTER.replace("return X.mean(axis=1)", "X -= X.mean()")
    parts = {"starter": starter, "header": 'changes = ["X"]'}
    trial = bench(**parts).attempt(lambda X: np.subtract(X, 1, out=X) * 0, (X,))
    assert trial.failure.name == "type"  # the reference returns nothing

    def subtract(X):
        X -= X.mean()

    def add(X):
        X += 1

    assert failure(subtract, **parts) is None
    found = bench(**parts).attempt(add, (X,)).failure
    assert found.headline == "After the call, the argument X has other values than expected."


def test_use_says_what_is_compared():
    use = CHECK + "\ndef use(answer, X):\n    return answer(X).sum()\n"
    assert failure(lambda X: means(X)[::-1], check=use) is None
    assert failure(lambda X: means(X) + 1, check=use) == "value"


PROPERTY = (
    CHECK
    + """
def property_bounded(answer, args, result):
    assert abs(result).max() < answer.bound, "too large"
"""
)


def test_properties_must_hold():
    def bounded(X):
        return means(X)

    bounded.bound = 100.0
    assert failure(bounded, check=PROPERTY) is None
    bounded.bound = 0.0
    found = bench(check=PROPERTY).attempt(bounded, (X,)).failure
    assert (found.name, found.headline, found.part) == (
        "property",
        "too large",
        "property_bounded",
    )
    assert failure(means, check=PROPERTY) == "exception"  # no bound


def test_without_comparison_properties_decide():
    check = (
        CHECK
        + """
COMPARE = False
def property_short(answer, args, result):
    assert len(result) == 1
"""
    )
    assert failure(lambda X: [0], check=check) is None
    assert failure(lambda X: [0, 1], check=check) == "property"


REFUSE = STARTER.replace(
    "    return X", "    if X.size == 0:\n        raise ValueError('empty')\n    return X"
)


def test_an_edge_case_may_have_to_be_refused():
    empty = (np.zeros((0, 3)),)

    def refuse(X):
        raise ValueError("of my own")

    def fall(X):
        raise KeyError("x")

    assert failure(refuse, empty, True, starter=REFUSE) is None
    found = bench(starter=REFUSE).attempt(means, empty, True).failure
    assert found.name == "refusal"
    assert "refused with a ValueError; your code took it" in found.headline
    found = bench(starter=REFUSE).attempt(fall, empty, True).failure
    assert "your code raised KeyError('x')" in found.headline


def test_a_solution_that_fails_is_no_solution():
    with pytest.raises(FormatError, match=r"the solution raises ValueError\('empty'\)"):
        bench(starter=REFUSE).attempt(means, (np.zeros((0, 3)),))
    endless = STARTER.replace("    return X", "    while True:\n        pass\n    return X")
    with pytest.raises(FormatError, match="OutOfTime"):
        bench(starter=endless, header="seconds = 0.1").attempt(means, (X,), is_edge=True)


def test_an_object_that_cannot_be_looked_at_is_a_failure():
    class Shy:
        def __getattr__(self, name):
            raise ValueError(f"no {name}")

    trial = bench().attempt(lambda X: Shy(), (X,))
    assert trial.failure.name == "exception"
    assert "ValueError: no " in trial.failure.headline


def test_settings_of_numpy_do_not_reach_the_reference():
    edge = (np.array([[1e308, 1e308]]),)
    with np.errstate(all="raise"):
        assert failure(means, edge) is None


def test_what_is_changed_must_be_an_argument():
    with pytest.raises(FormatError, match=r"changes names no arguments: \['Y'\]"):
        bench(header='changes = ["X", "Y"]')


def test_an_input_is_a_tuple():
    check = CHECK.replace("(rng.normal(size=(B, D)),)", "rng.normal(size=(B, D))")
    with pytest.raises(FormatError, match=r"as \(X,\) for one; got ndarray"):
        bench(check=check).random_input(0, 0)
    with pytest.raises(FormatError, match="got list"):
        bench(check=CHECK.replace("(np.ones((1, 3)),)", "[np.ones((1, 3))]"))


def test_answers_that_do_the_same_agree():
    small = bench()
    runs = {
        "means": small.run(means, (X,)),
        "again": small.run(lambda X: X.sum(axis=1) / X.shape[1], (X,)),
        "sums": small.run(lambda X: X.sum(axis=1), (X,)),
        "spoils": small.run(in_place, (X,)),
        "falls": small.run(lambda X: 1 / 0, (X,)),
        "falls, too": small.run(lambda X: 2 / 0, (X,)),
        "falls otherwise": small.run(lambda X: [][0], (X,)),
    }
    same = {(a, b) for a in runs for b in runs if a < b and small.agree(runs[a], runs[b])}
    assert same == {("again", "means"), ("falls", "falls, too")}
