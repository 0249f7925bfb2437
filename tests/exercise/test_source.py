"""The text of an editor or a file is run and checked."""

from __future__ import annotations

import numpy as np
import pytest

from dlbook.exercise import find
from dlbook.exercise.source import answer_file, check_source, id_in
from tests.exercise import samples

RIGHT = "import numpy as np\n\ndef means(X):\n    return np.sum(X, axis=1) / X.shape[1]\n"
pytestmark = pytest.mark.usefixtures("shelf")


def test_a_right_text_passes():
    assert check_source("chapter/means", RIGHT).passed


def test_the_seed_draws_the_same_inputs():
    one, other = (check_source("chapter/means", RIGHT, seed=7) for _ in range(2))
    assert one == other
    assert one.seed == 7


def test_a_wrong_text_is_diagnosed():
    report = check_source("chapter/means", "def means(X):\n    return X.sum(axis=1)\n")
    assert (report.failure, report.mistake) == ("value", "wrong_sum")


@pytest.mark.parametrize(
    ("source", "failure", "words"),
    [
        ("def means(X)\n    return 1", "syntax", "line 1: def means(X)"),
        ("def means(X):\nreturn 1", "syntax", "line 2: return 1"),
        ("x = 1\ny = x / 0\n", "load", "line 2: y = x / 0"),
        ("def means(X):\n    y = X\n    return y.foo\n", "exception", "line 3: return y.foo"),
        ("def mean(X): return 1", "missing", "The code defines no means, but it defines mean."),
        ("", "missing", "The code defines no means."),
        ("means = 3", "not a function", "got number"),
        ("while True: print('x' * 999)", "output", "printed so much"),
        ("def means(X): return means(X)", "recursion", "called itself"),
        ("raise SystemExit", "load", "SystemExit"),
        ("import nothing_of_that_name", "load", "ModuleNotFoundError"),
    ],
)
def test_each_way_to_fail_is_named(source, failure, words):
    report = check_source("chapter/means", source)
    assert report.failure == failure
    assert not report.passed
    assert " ".join(words.split()) in " ".join(str(report).split())


def test_forbidden_names_are_sought_in_the_whole_text(shelf):
    samples.write(shelf, "chapter/means", samples.text(header='forbidden = ["numpy.sum"]'))
    report = check_source("chapter/means", RIGHT)
    assert report.failure == "forbidden"
    assert report.headline == "This exercise must be solved without numpy.sum."
    assert report.facts == (("where", "return np.sum(X, axis=1) / X.shape[1]"),)


def test_a_choice_and_a_number_are_set():
    assert check_source("chapter/pick", 'answer = "b"').passed
    assert not check_source("chapter/pick", "answer = 'a'").passed
    assert check_source("chapter/guess", "answer = 3 * 4").passed
    assert check_source("chapter/guess", "result = 3").failure == "missing"


@pytest.mark.parametrize(
    "id", ["chapter/means", "chapter/pick", "chapter/guess", "other/explore"]
)
def test_a_file_to_answer_in_knows_its_exercise_and_runs(id):
    text = answer_file(find(id))
    assert id_in(text) == id
    exec(text, {"np": np})


def test_a_text_without_an_id():
    assert id_in("x = 1  # exercise: a/b") is None
