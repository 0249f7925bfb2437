"""What a check tells a reader is what a grade tells: one check, run by two executors.

Starter, solution and every wrong answer of the bank are many: each run takes a few of them by
chance. ``DLBOOK_AGREEMENT=all`` takes all.
"""

from __future__ import annotations

import importlib.util
import os
import random

import pytest

from dlbook.exercise import check_source, find, ids
from dlbook.exercise.loading import wrong_sources
from dlbook.grade.grader import Grader
from dlbook.grade.task import Task, digest_of

SEED = random.SystemRandom().randrange(10**6)
SAMPLE = 40
EXERCISES = [exercise for exercise in map(find, ids()) if exercise.is_code]


def answers() -> list[tuple[str, str]]:
    """Return exercises and names of answers, all or some of them."""
    has_torch = importlib.util.find_spec("torch") is not None
    found = [
        (exercise.id, name)
        for exercise in EXERCISES
        if has_torch or not exercise.needs_torch
        for name in ("solution", "starter", *wrong_sources(exercise))
    ]
    if os.environ.get("DLBOOK_AGREEMENT") == "all":
        return found
    return random.Random(SEED).sample(found, SAMPLE)


@pytest.fixture(scope="module")
def books(sandbox):
    with Grader() as grader:
        yield grader


def agree(grader: Grader, exercise_id: str, source: str, seed: int) -> str:
    """Check an answer in both ways, and return the failure on which both agree."""
    seen = check_source(exercise_id, source, seed=seed)
    outcome = grader.grade(Task("ada", exercise_id, source, digest_of(source), seed))
    graded = (outcome.state, outcome.score, outcome.failure, outcome.wrong)
    assert graded == ("graded", seen.score, seen.failure, seen.mistake), f"seed {seed}"
    return seen.failure


def test_the_bank_is_graded_as_readers_see_it(books):
    print(f"sample {SEED}")
    for exercise_id, name in answers():
        exercise = find(exercise_id)
        given = {"solution": exercise.solution, "starter": exercise.starter}
        source = given.get(name) or wrong_sources(exercise)[name]
        failure = agree(books, exercise_id, source, SEED)
        assert (failure == "") == (name == "solution"), (exercise_id, name)


LINEAR = "backpropagation/linear-backward"
RIGHT = """
def linear_backward(grad_Z, X, W):
    {0}
    return grad_Z @ W, grad_Z.T @ X, grad_Z.sum(axis=0)
"""


@pytest.mark.parametrize(
    ("exercise_id", "source", "failure"),
    [
        (
            "neurons/logsigmoid",
            "import numpy as np\ndef log_sigmoid(z):\n"
            "    e = np.exp(-z)\n    value = np.where(z < -30, z, -np.log1p(e))\n"
            "    return value, np.where(z > 700, 0.0, 1 - 1 / (1 + e))",
            None,
        ),
        (LINEAR, "import numpy as np\n" + RIGHT.format("np.exp(np.full(1, 1e4))"), ""),
        (LINEAR, RIGHT.format("getattr(X, 'T'), vars(), eval('1')"), ""),
        (LINEAR, RIGHT.format("print('x' * 200_000)"), "output"),
        (LINEAR, RIGHT.format("import warnings; warnings.warn('careful')"), ""),
        (LINEAR, RIGHT.format("import subprocess, threading"), ""),
        (LINEAR, RIGHT.format("raise KeyError('x')"), "exception"),
        (LINEAR, RIGHT.format("grad_Z += 1; X *= 2"), None),
        (LINEAR, RIGHT.replace("return", "return 1,").format(""), "length"),
        (LINEAR, "import numpy as np\ndef linear_backward(*a): return np.longdouble(1)", None),
        (LINEAR, "def linear_backward(*a): return iter(a)", "type"),
        (LINEAR, "def linear_backward(*a): return [[]] * 10**6", "type"),
        (LINEAR, "class linear_backward: pass", "signature"),
        (LINEAR, "linear_backward = lambda *a: a.x", "exception"),
        (LINEAR, "linear_backward = print", "nothing"),
        (LINEAR, "import sys\nsys.exit()", "load"),
        (LINEAR, "from dlbook.exercise import no_such_name", "load"),
        (LINEAR, "linear_backward = (", "syntax"),
    ],
)
def test_odd_answers_are_graded_as_readers_see_them(books, exercise_id, source, failure):
    found = agree(books, exercise_id, source, 7)
    assert failure is None or found == failure


TORCH = """
import torch
def linear_backward(grad_Z, X, W):
    G, X, W = map(torch.from_numpy, (grad_Z, X, W))
    return {0}
"""


@pytest.mark.parametrize(
    ("result", "failure"),
    [
        ("(G @ W).numpy(), (G.T @ X).numpy(), G.sum(0).numpy()", ""),
        ("G @ W, G.T @ X, G.sum(0)", "type"),
    ],
)
def test_an_answer_may_import_torch(books, result, failure):
    pytest.importorskip("torch")
    assert agree(books, LINEAR, TORCH.format(result), 7) == failure


def test_a_package_of_a_package_may_be_imported(books):
    pytest.importorskip("scipy")
    assert agree(books, LINEAR, "from scipy import stats\n" + RIGHT.format(""), 7) == ""
