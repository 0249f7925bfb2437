from __future__ import annotations

import os
import time

import numpy as np
import pytest

from dlbook.exercise.loading import load
from dlbook.grade.trials import RemoteBench, vars_of
from tests.exercise.samples import CHECK, sample

X = np.arange(6.0).reshape(2, 3)


@pytest.fixture
def bench(talk):
    def make(source, seconds=60.0, **parts):
        exercise = sample(**parts)
        session = talk(source, "means")
        end = time.monotonic() + seconds
        lines = source.splitlines()
        return RemoteBench(exercise, load(exercise), session, os.getpid(), lines, end)

    return make


def test_a_result_comes_back(bench):
    bench = bench("def means(X):\n    return X.mean(axis=1)")
    trial = bench.attempt(bench.answer, (X,))
    assert trial.failure is None
    assert trial.got.result.tolist() == [1, 4]


def test_other_answers_run_here(bench):
    bench = bench("def means(X):\n    return 0")
    assert bench.run(lambda X: X.sum(), (X,)).result == 15
    assert bench.session.answers == 0


def test_an_error_has_the_students_line(bench):
    bench = bench("def means(X):\n\n    return X.nothing")
    outcome = bench.run(bench.answer, (X,))
    assert type(outcome.error) is AttributeError
    assert outcome.line == "line 3: return X.nothing"


def test_a_change_of_an_argument_is_seen(bench):
    bench = bench("def means(X):\n    r = X.mean(axis=1)\n    X[:] = 0\n    return r")
    assert bench.attempt(bench.answer, (X,)).failure.name == "in-place"
    assert X.sum() == 15


def test_a_constant_of_the_check_cannot_be_changed(bench):
    check = "TABLE = np.ones(3)\n" + CHECK
    check += "\n\ndef use(means, X):\n    return means(TABLE), TABLE.sum()\n"
    starter = (
        "def means(X):\n    ### BEGIN SOLUTION\n    return X.sum()\n    ### END SOLUTION\n"
    )
    bench = bench("def means(X):\n    X[:] = 0\n    return 0", check=check, starter=starter)
    trial = bench.attempt(bench.answer, (X,))
    assert trial.failure.name == "lost"
    assert vars_of(bench.checks)["TABLE"].tolist() == [1, 1, 1]


def test_a_property_may_ask_the_answer(bench):
    check = CHECK + "\n\ndef property_zero(means, args, result):\n"
    check += "    assert not means(0 * args[0]).any(), 'Of zeros, zero.'\n"
    good = bench("def means(X):\n    return X.mean(axis=1)", check=check)
    assert good.attempt(good.answer, (X,)).failure is None
    source = "def means(X):\n    return X.mean(axis=1) + (not X.any())"
    bad = bench(source, check=check)
    assert bad.attempt(bad.answer, (X,)).failure.headline == "Of zeros, zero."


def test_a_result_that_holds_itself_ends_the_talk(bench):
    source = "class C: pass\ndef means(X):\n    c = C()\n    c.me = c\n    return c"
    bench = bench(source)
    assert bench.attempt(bench.answer, (X,)).failure.name == "lost"
    assert bench.session.lost == "protocol"


def test_nothing_more_is_tried_when_the_time_is_over(bench):
    bench = bench("def means(X):\n    return X.mean(axis=1)", seconds=0.0)
    assert len(bench.try_inputs(3)) == 1
    assert bench.session.lost == "timeout"


def test_a_result_that_a_later_call_changes_is_found(bench):
    source = "import numpy as np\nB = np.zeros(9)\ndef means(X):\n"
    source += "    B[:len(X)] = X.mean(axis=1)\n    return B[:len(X)]"
    bench = bench(source)
    trials = bench.try_inputs(3)
    assert not any(trial.failure for trial in trials)
    assert bench.misconduct(trials).name == "aliasing"


def test_an_answer_that_does_the_same_each_time_is_not_suspected(bench):
    bench = bench("def means(X):\n    return X.mean(axis=1)")
    assert bench.misconduct(bench.try_inputs(3)) is None
