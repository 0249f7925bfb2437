"""A file is checked in a process of its own, whatever the file does."""

from __future__ import annotations

import json
import subprocess
import sys

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


def test_a_check_that_cannot_start_is_no_wrong_answer(tmp_path, monkeypatch):
    path = tmp_path / "answer.py"
    path.write_text(RIGHT)
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(RuntimeError, match="could not start"):
        check_file(path, ID)


def test_checks_in_a_file_do_nothing(answer):
    assert answer(f"from dlbook.exercise import check\n{RIGHT}\ncheck('no/such', 1)").passed


def test_an_open_question_is_refused(shelf, tmp_path):
    with pytest.raises(ValueError, match="other/explore is an open question"):
        check_file(tmp_path / "none.py", "other/explore")


CHECKED = f"check({ID!r}, linear_backward)"


def notebook(path, *cells: str):
    code = [{"cell_type": "code", "source": cell} for cell in cells]
    path.write_text(json.dumps({"cells": code, "nbformat": 4}), encoding="utf-8")
    return path


def test_a_notebook_is_read_as_the_grader_reads_it(tmp_path):
    (tmp_path / "helpers.py").write_text("def product(A, B): return A @ B\n")
    using = "from helpers import product\n" + RIGHT.replace("grad_Z @ W", "product(grad_Z, W)")
    cells = ["%matplotlib inline\n1 / 0", "x = (", using, CHECKED, "raise SystemExit"]
    path = notebook(tmp_path / "answer.ipynb", *cells)
    assert identify(path) == [ID]
    assert check_file(path, ID).passed


def test_all_answers_of_a_notebook_are_found(shelf, tmp_path):
    cells = ["def means(X): ...", "check('chapter/pick', 'b')", "check('chapter/means', means)"]
    path = notebook(tmp_path / "answer.ipynb.txt", *cells, "def sums(X): ...")
    assert identify(path) == ["chapter/means", "chapter/pick"]
    path = notebook(path, "def means(X): ...")
    assert identify(path) == ["chapter/means"]
    with pytest.raises(ValueError, match="holds no answer to chapter/pick: define answer"):
        check_file(path, "chapter/pick")


def test_choices_in_a_notebook_are_checked(tmp_path):
    choice = "backpropagation/backward-cost"
    path = notebook(tmp_path / "answer.ipynb", f"# exercise: {choice}\nanswer = '?'")
    assert check_file(path, choice).failure == "no answer"


def test_a_damaged_notebook_is_refused(tmp_path):
    path = tmp_path / "answer.ipynb"
    path.write_text('{"cells": 3}')
    with pytest.raises(ValueError, match=r"answer\.ipynb is damaged: no notebook"):
        identify(path)


@pytest.mark.parametrize("more", ["!pip install torch", "undefined_name", "import no_such_one"])
def test_what_the_grader_passes_over_is_passed_over(more, answer):
    assert answer(f"{RIGHT}\n{more}\n").passed


def test_an_unknown_exercise_is_refused(tmp_path):
    with pytest.raises(ValueError, match="no exercise 'a/b'"):
        check_file(tmp_path / "none.py", "a/b")


@pytest.mark.parametrize(
    ("texts", "passed", "failure"),
    [
        (["x = (", RIGHT], True, ""),
        (["x = (", "y = 1"], False, "syntax"),
        (["def linear_backward(*a): pass", RIGHT], False, "nothing"),
    ],
)
def test_the_child_tries_texts_until_one_can_be_run(
    texts, passed, failure, tmp_path, monkeypatch
):
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setattr(files, "silence_checks", lambda: None)
    request, result = tmp_path / "request.json", tmp_path / "report.json"
    asked = {"exercise": ID, "sources": texts, "folder": str(tmp_path), "seed": 3}
    request.write_text(json.dumps(asked))
    main([str(request), str(result)])
    report = json.loads(result.read_text())
    assert (report["passed"], report["failure"]) == (passed, failure)


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
    assert identify(file) == ([id] if id else [])


def test_an_underscore_is_as_good_as_a_hyphen(shelf, tmp_path):
    samples.write(shelf, "two-words/of-names", samples.CHOICE)
    samples.write(shelf, "others/of-names", samples.CHOICE)
    file = tmp_path / "two_words" / "of_names.py"
    file.parent.mkdir()
    file.touch()
    assert identify(file) == ["two-words/of-names"]
    other = tmp_path / "of_names.py"
    other.touch()
    assert identify(other) == []  # of two exercises, which?


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_a_file_of_any_editor_is_read(encoding, tmp_path):
    path = tmp_path / "answer.py"
    path.write_bytes(f"# exercise: {ID}\r\n# größer\r\n{RIGHT}".encode(encoding))
    assert identify(path) == [ID]
    assert check_file(path, ID).passed


def test_an_encoding_may_be_named():
    assert decode("# coding: cp1250\nř".encode("cp1250")) == ("# coding: cp1250\nř", True)
    assert decode(b"# coding: rot13\n\xff") == ("# coding: rot13\n\xff", False)
