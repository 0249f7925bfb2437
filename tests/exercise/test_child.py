"""A file is checked in a process of its own, whatever the file does."""

from __future__ import annotations

import json
import subprocess

import pytest

from dlbook.exercise import child
from dlbook.exercise.child import check_file, main

ID = "backpropagation/linear-backward"
RIGHT = """\
def linear_backward(grad_Z, X, W):
    return grad_Z @ W, grad_Z.T @ X, grad_Z.sum(axis=0)
"""


@pytest.fixture
def answer(tmp_path):
    """Return a function that writes an answer and checks it."""

    def check(source: str, **more):
        path = tmp_path / "answer.py"
        path.write_text(source, encoding="utf-8")
        return check_file(path, ID, **more)

    return check


def test_an_answer_is_checked_and_its_seed_kept(answer):
    report = answer(RIGHT, seed=5)
    assert (report.passed, report.seed, report.exercise) == (True, 5, ID)
    assert answer("def linear_backward(g, X, W): return 1").failure == "type"


@pytest.mark.parametrize(
    "code", ["import os\nos._exit(3)", "import os, signal\nos.kill(os.getpid(), 9)"]
)
def test_a_process_that_dies_is_a_failure_of_the_answer(code, answer):
    report = answer(code)
    assert (report.passed, report.failure) == (False, "crash")


def test_what_the_process_said_last_is_told(answer):
    report = answer(
        "import os, sys\nsys.stderr.write('so\\nit ends')\nsys.stderr.flush()\nos._exit(1)"
    )
    assert report.headline == "Python itself stopped while the code ran: it ends"


def test_nobody_answers_an_input(answer):
    report = answer("x = input('?')")
    assert (report.failure, report.headline[:27]) == (
        "exception",
        "The code stopped with EOFEr",
    )


def test_a_process_that_hangs_is_stopped(answer, monkeypatch):
    def hang(command, **options):
        raise subprocess.TimeoutExpired(command, options["timeout"])

    monkeypatch.setattr(subprocess, "run", hang)
    report = answer(RIGHT)
    assert report.failure == "timeout"
    assert "had not returned after 80 seconds" in report.headline


def test_a_check_that_cannot_start_is_no_wrong_answer(tmp_path):
    with pytest.raises(RuntimeError, match=r"could not start:(.|\n)*FileNotFoundError"):
        check_file(tmp_path / "none.py", ID)


def test_an_open_question_is_refused(shelf, tmp_path):
    with pytest.raises(ValueError, match="other/explore is an open question"):
        check_file(tmp_path / "none.py", "other/explore")


def test_an_unknown_exercise_is_refused(tmp_path):
    with pytest.raises(ValueError, match="no exercise 'a/b'"):
        check_file(tmp_path / "none.py", "a/b")


@pytest.mark.parametrize("seed", [[], ["3"]])
def test_the_child_writes_its_report(seed, tmp_path):
    path, result = tmp_path / "answer.py", tmp_path / "report.json"
    path.write_text(RIGHT)
    main([str(path), ID, str(result), *seed])
    report = json.loads(result.read_text())
    assert report["passed"]
    assert report["seed"] == 3 or not seed
    assert child.STARTED not in result.read_text()
