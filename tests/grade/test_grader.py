from __future__ import annotations

import dataclasses
import os
import signal

import pytest

from dlbook.grade.forkserver import ForkServer, ServerError
from dlbook.grade.grader import Grader, Sandboxed, graded_choice
from dlbook.grade.limits import Limits
from dlbook.grade.task import Task, digest_of
from tests.exercise import samples
from tests.exercise.samples import text, write

RIGHT = "def means(X):\n    return X.mean(axis=1)\n"


def task(source: str, exercise: str = "chapter/means", seed: int = 3) -> Task:
    return Task("ada", exercise, source, digest_of(source), seed)


def graded(grader, source: str, exercise: str = "chapter/means"):
    outcome = grader.grade(task(source, exercise))
    assert outcome.state == "graded", outcome.message
    return outcome


def test_a_right_answer_scores(grader):
    outcome = grader.grade(task(RIGHT, seed=2**63 - 1))
    assert (outcome.score, outcome.failure, outcome.wrong, outcome.trusted) == (
        1.0,
        "",
        "",
        True,
    )
    assert (outcome.student, outcome.digest) == ("ada", digest_of(RIGHT))
    assert 0 < outcome.seconds < 60


@pytest.mark.parametrize(
    ("source", "failure"),
    [
        ("", "missing"),
        ("x = (", "syntax"),
        ("\0", "syntax"),
        ("\udc80", "syntax"),
        ("means = 3", "not a function"),
        ("import no_such_module", "load"),
        ("raise SystemExit", "load"),
        ("while True: pass", "timeout"),
        ("def means(): return 1", "signature"),
        ("def means(X): return X.mean(axis=7)", "exception"),
        ("def means(X): return means(X)", "recursion"),
        ("def means(X): ...", "nothing"),
        ("def means(X): return list(X.mean(axis=1))", "type"),
        ("def means(X): return X.mean(axis=1)[:, None]", "shape"),
        ("def means(X): return X.mean(axis=1).astype('float32')", "dtype"),
        ("def means(X): return X.mean(axis=1) * float('nan')", "nan"),
        ("def means(X): return X.mean(axis=1) + 1", "value"),
        ("def means(X): r = X.mean(axis=1); X += 1; return r", "in-place"),
        ("n = []\ndef means(X): n.append(1); return X.mean(axis=1) + (len(n) > 14)", "state"),
        (
            "import numpy as np\nB = np.zeros(9)\ndef means(X):\n"
            "    B[:len(X)] = X.mean(axis=1)\n    return B[:len(X)]",
            "aliasing",
        ),
        ("import os\ndef means(X): os._exit(0)", "exit"),
        ("import ctypes\ndef means(X): ctypes.string_at(0)", "crash"),
        ("def means(X): return [0] * 10**11", "memory"),
    ],
)
def test_each_failure_has_its_name(grader, source, failure):
    outcome = graded(grader, source)
    assert (outcome.failure, outcome.score) == (failure, 0.0)
    assert len(outcome.message) > 20


def test_a_wrong_answer_is_recognized(grader):
    outcome = graded(grader, "def means(X): return X.sum(axis=1)")
    assert outcome.wrong == "wrong_sum"
    assert "You summed." in outcome.message


def test_forbidden_names_are_found_before_anything_runs(grader):
    source = "import numpy as np, os\nos._exit(0)\nmeans = np.mean"
    outcome = graded(grader, source, "chapter/strict")
    assert outcome.failure == "forbidden"
    assert "line" not in outcome.message
    assert graded(grader, RIGHT, "chapter/strict").score == 1.0


@pytest.mark.parametrize(
    ("exercise", "answer", "score"),
    [
        *(("chapter/pick", x, 1.0) for x in ("b", "(B)", "answer = 'b'", "1", "answer = 1")),
        *(("chapter/pick", x, 0.0) for x in ("a", "", "d", "answer = [", "True", "b or c")),
        *(("chapter/guess", x, 1.0) for x in ("12", "answer = 12.4", "1.2e1")),
        *(("chapter/guess", x, 0.0) for x in ("13", "nan", "twelve", "[" * 5000, "-inf")),
    ],
)
def test_choices_and_numbers_are_graded(grader, exercise, answer, score):
    outcome = graded(grader, answer, exercise)
    assert outcome.score == score
    assert "12" not in outcome.message or score


def test_a_choice_is_explained():
    found = graded_choice(sample_choice(), "a")
    assert (found["failure"], "rows go" in found["message"]) == ("choice", True)


def sample_choice():
    from dlbook.exercise.format import read

    return read(samples.CHOICE, "chapter/pick")


@pytest.mark.parametrize("exercise", ["chapter/none", "../x", "chapter/explore"])
def test_what_cannot_be_graded_is_an_error_and_no_zero(grader, exercise):
    outcome = grader.grade(task(RIGHT, exercise))
    assert (outcome.state, outcome.failure) == ("error", "error")
    assert graded(grader, RIGHT).score == 1.0


def test_a_broken_check_is_an_error_and_no_zero(sandbox, tmp_path):
    write(tmp_path, "chapter/means", text(check="def inputs(rng):\n    return (1,)"))
    with Grader(bank=tmp_path) as grader:
        outcome = grader.grade(task(RIGHT))
    assert outcome.state == "error"
    assert "the solution raises" in outcome.message


def test_a_server_that_dies_is_an_error_and_the_next_answer_has_another(grader):
    graded(grader, RIGHT)
    server = grader._servers[False]
    server.process.kill()
    server.process.wait()
    assert grader.grade(task(RIGHT)).state == "error"
    assert graded(grader, RIGHT).score == 1.0


def test_a_process_that_somebody_else_kills_is_an_error(grader, monkeypatch):
    real = Sandboxed.load

    def killed(executor):
        os.kill(executor.child.pid, signal.SIGKILL)
        return real(executor)

    monkeypatch.setattr(Sandboxed, "load", killed)
    outcome = grader.grade(task(RIGHT))
    assert outcome.state == "error"
    assert "killed" in outcome.message


def test_a_process_that_cannot_enter_its_box_is_an_error(
    sandbox, monkeypatch, exercises_folder
):
    real = ForkServer._start

    def without_a_scratch(self, config):
        real(self, dataclasses.replace(config, scratch=-1))

    monkeypatch.setattr(ForkServer, "_start", without_a_scratch)
    with Grader(bank=exercises_folder) as grader:
        outcome = grader.grade(task(RIGHT))
        assert outcome.state == "error"
        with pytest.raises(ServerError, match="mount"):
            grader.try_out()


def test_without_a_sandbox_results_are_marked(exercises_folder):
    with Grader(bank=exercises_folder, sandbox=False) as grader:
        outcome = graded(grader, RIGHT)
        assert (outcome.score, outcome.trusted) == (1.0, False)


def test_private_exercises_come_first(sandbox, exercises_folder, tmp_path):
    starter = samples.STARTER.replace("X.mean(axis=1)", "X.mean(axis=1) + 1")
    write(tmp_path, "chapter/means", text(starter=starter))
    with Grader(bank=exercises_folder, private=tmp_path) as grader:
        assert graded(grader, RIGHT).score == 0.0
        assert graded(grader, RIGHT.replace("1)", "1) + 1")).score == 1.0
        assert graded(grader, "b", "chapter/pick").score == 1.0


def test_the_seed_draws_the_inputs(grader):
    source = "def means(X): return X.mean(axis=1) + (2 < X[0, 0] < 99)"
    scores = {seed: grader.grade(task(source, seed=seed)).score for seed in range(8)}
    assert set(scores.values()) == {0.0, 1.0}
    assert grader.grade(task(source, seed=3)).score == scores[3]


def test_a_student_whose_time_is_spent_gets_less(sandbox, exercises_folder):
    source = "import time\ndef means(X):\n    time.sleep(0.2)\n    return X.mean(axis=1)"
    limits = Limits(submission=0.5, reduced=1.0)
    with Grader(bank=exercises_folder, limits=limits) as grader:
        outcomes = [grader.grade(task(source)) for _ in range(2)]
        assert [o.score for o in outcomes] == [1.0, 0.0]
        assert (outcomes[1].failure, outcomes[1].seconds < 3) == ("timeout", True)
        other = dataclasses.replace(task(RIGHT), student="bob")
        assert grader.grade(other).score == 1.0


def test_a_result_too_large_to_judge_is_the_students_failure(sandbox, exercises_folder):
    limits = Limits(checker_memory=1 << 30)
    large = "import numpy as np\ndef means(X): return np.zeros((8_000_000,))"
    with Grader(bank=exercises_folder, limits=limits) as grader:
        assert graded(grader, large).failure in ("protocol", "memory", "shape")


def test_modules_that_were_handed_in_can_be_imported(grader):
    source = "import helpers\ndef means(X): return helpers.mean(X)"
    files = {"helpers.py": "def mean(X): return X.mean(axis=1)"}
    assert graded(grader, source).failure == "load"
    assert grader.grade(dataclasses.replace(task(source), files=files)).score == 1.0


MEAN = """\
class Mean:
    def __init__(self, axis):
        self.axis = axis

    def forward(self, X):
        ### BEGIN SOLUTION
        self.n = X.shape[self.axis]
        return X.mean(axis=self.axis)
        ### END SOLUTION
"""
DRIVE = """


def drive(Mean, X):
    mean = Mean(1)
    y = mean.forward(X)
    return y, mean.n
"""
WRONG = '''\
class WrongSum(Mean):
    """You summed."""

    def forward(self, X):
        self.n = X.shape[1]
        return X.sum(axis=1)
'''


def test_an_answer_with_a_class_is_graded(sandbox, tmp_path):
    parts = (MEAN, samples.CHECK + DRIVE, WRONG)
    write(tmp_path, "chapter/mean", text(*parts, answer="Mean"))
    right = MEAN.replace("### BEGIN SOLUTION", "").replace("### END SOLUTION", "")
    with Grader(bank=tmp_path) as grader:
        assert graded(grader, right, "chapter/mean").score == 1.0
        summed = graded(grader, right.replace("X.mean", "X.sum"), "chapter/mean")
        assert (summed.score, summed.wrong) == (0.0, "WrongSum")
        lost = graded(grader, right.replace("self.n =", "n ="), "chapter/mean")
        assert lost.failure == "exception"


TORCH_STARTER = """\
import torch


def means(X):
    ### BEGIN SOLUTION
    return X.mean(dim=1)
    ### END SOLUTION
"""
TORCH_CHECK = """\
import numpy as np


def inputs(rng):
    B, D = (int(n) for n in rng.choice(np.arange(2, 9), size=2, replace=False))
    return (rng.normal(size=(B, D)),)


def drive(means, X):
    return means(torch.from_numpy(X))
"""


def test_an_exercise_may_need_torch(sandbox, tmp_path):
    pytest.importorskip("torch")
    wrong = samples.WRONG.replace("axis=", "dim=")
    content = text(TORCH_STARTER, TORCH_CHECK, wrong, header="needs_torch = true")
    write(tmp_path, "chapter/means", content)
    with Grader(bank=tmp_path) as grader:
        assert graded(grader, "def means(X): return X.mean(dim=1)").score == 1.0
        assert graded(grader, "def means(X): return X.sum(dim=1)").wrong == "wrong_sum"
        changing = "def means(X):\n    r = X.mean(dim=1)\n    X += 1\n    return r"
        assert graded(grader, changing).failure == "in-place"  # it shares the array's memory
        learning = "import torch\ndef means(X):\n    X.requires_grad_()\n"
        learning += "    X.mean().backward()\n    return X.mean(dim=1).detach()"
        assert graded(grader, learning).score == 1.0
