"""A file is checked in a process of its own, whatever the file does."""

from __future__ import annotations

import json
import subprocess

import pytest

from dlbook.exercise import files
from dlbook.exercise.files import check_file, decode, identify, main
from tests.exercise import samples

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
    ("code", "failure"),
    [
        ("import os\nos._exit(3)", "exit"),
        ("import os, signal\nos.kill(os.getpid(), 9)", "crash"),
    ],
)
def test_a_process_that_dies_is_a_failure_of_the_answer(code, failure, answer):
    report = answer(f"import sys\nsys.stderr.write('so it ends')\nsys.stderr.flush()\n{code}")
    assert (report.passed, report.failure) == (False, failure)
    assert dict(report.facts) == {"Python said": "so it ends"}


def test_nobody_answers_an_input(answer):
    report = answer("x = input('?')")
    assert (report.failure, report.headline[:27]) == (
        "load",
        "The code stopped with EOFEr",
    )


def test_a_process_that_hangs_is_stopped(answer, monkeypatch):
    def hang(command, **options):
        raise subprocess.TimeoutExpired(command, options["timeout"])

    monkeypatch.setattr(subprocess, "run", hang)
    report = answer(RIGHT)
    assert report.failure == "timeout"
    assert "had not returned after 95 seconds" in report.headline


def test_a_check_that_cannot_start_is_no_wrong_answer(tmp_path):
    with pytest.raises(RuntimeError, match=r"could not start:(.|\n)*FileNotFoundError"):
        check_file(tmp_path / "none.py", ID)


def test_an_open_question_is_refused(shelf, tmp_path):
    with pytest.raises(ValueError, match="other/explore is an open question"):
        check_file(tmp_path / "none.py", "other/explore")


def test_a_notebook_is_refused_with_a_way_out(tmp_path):
    with pytest.raises(ValueError, match=r"is a notebook: run check\("):
        check_file(tmp_path / "answer.ipynb", ID)


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
    assert files.STARTED not in result.read_text()


@pytest.mark.parametrize(
    ("path", "content", "id"),
    [
        ("anything.py", "# exercise: other/explore\nx = 1", "other/explore"),
        ("chapter/means.py", "# exercise: other/explore", "other/explore"),
        ("chapter/means.py", "x = 1", "chapter/means"),
        ("means.py", "x = 1", "chapter/means"),
        ("notes.py", "x = 1", None),
    ],
)
def test_which_exercise(path, content, id, shelf, tmp_path):
    file = tmp_path / "mine" / path
    file.parent.mkdir(parents=True)
    file.write_text(content)
    assert identify(file) == id


def test_an_underscore_is_as_good_as_a_hyphen(shelf, tmp_path):
    samples.write(shelf, "two-words/of-names", samples.CHOICE)
    samples.write(shelf, "others/of-names", samples.CHOICE)
    file = tmp_path / "two_words" / "of_names.py"
    file.parent.mkdir()
    file.touch()
    assert identify(file) == "two-words/of-names"
    other = tmp_path / "of_names.py"
    other.touch()
    assert identify(other) is None  # of two exercises, which?


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_a_file_of_any_editor_is_read(encoding, tmp_path):
    path = tmp_path / "answer.py"
    path.write_bytes(f"# exercise: {ID}\r\n# größer\r\n{RIGHT}".encode(encoding))
    assert identify(path) == ID
    assert check_file(path, ID).passed


def test_an_encoding_may_be_named():
    assert decode("# coding: cp1250\nř".encode("cp1250")) == ("# coding: cp1250\nř", True)
    assert decode(b"# coding: rot13\n\xff") == ("# coding: rot13\n\xff", False)
