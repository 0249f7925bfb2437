"""Solutions are changed as they should be, one thing at a time."""

from __future__ import annotations

import numpy as np
import pytest

from dlbook.exercise.format import read_file
from tests.exercise import samples
from tests.exercises.mutants import mutants

HEAD = "def means(X):\n    ### BEGIN SOLUTION\n"
TAIL = "    ### END SOLUTION\n"


@pytest.fixture
def changed(tmp_path):
    """Return a function from the lines of a solution to its mutants, by their texts."""

    def by_text(*lines: str) -> dict:
        body = "".join(f"    {line}\n" for line in lines)
        content = samples.text(starter=HEAD + body + TAIL)
        exercise = read_file(samples.write(tmp_path, "chapter/means", content))
        return dict(mutants(exercise))

    return by_text


@pytest.mark.parametrize(
    ("line", "texts"),
    [
        ("return X + X", {"X + X -> X - X"}),
        ("return X @ X", {"X @ X -> X * X"}),
        ("return -X", {"-X -> X"}),
        ("return X < X", {"X < X -> X <= X"}),
        ("return X and X", {"X and X -> X or X"}),
        ("return True", {"True -> False"}),
        ("return 3", {"3 -> 4", "3 -> 2"}),
        ("return X.T", {"X.T -> X.real"}),
        ("return X.shape", set()),
        ("return np.maximum", {"np.maximum -> np.minimum"}),
        ("X += X", {"X += X -> X -= X", "X += X -> pass"}),
        ("'a text'", set()),
        (
            "return X.sum(axis=1)",
            {"X.sum -> X.mean", "1 -> 2", "1 -> 0", "axis=1 -> (left out)"},
        ),
    ],
)
def test_what_is_changed(line, texts, changed):
    assert set(changed(line)) == texts


def test_each_mutant_has_one_change(changed):
    found = changed("return X.sum(axis=1) + X.sum(axis=1)")
    X = np.array([[1.0, 2.0], [3.0, 5.0]])
    np.testing.assert_array_equal(found["1 -> 0"](X), [4 + 3, 7 + 8])
    np.testing.assert_array_equal(found["1 -> 0 (2)"](X), [3 + 4, 8 + 7])
    np.testing.assert_array_equal(found["X.sum -> X.mean"](X), [1.5 + 3, 4 + 8])
    np.testing.assert_array_equal(found["axis=1 -> (left out)"](X), [11 + 3, 11 + 8])
    minus = "X.sum(axis=1) + X.sum(axis=1) -> X.sum(axis=1) - X.sum(axis=1)"
    np.testing.assert_array_equal(found[minus](X), [0, 0])


def test_the_code_around_the_solution_stays(changed):
    assert changed("return X") == {}  # inputs and wrong answers are full of numbers
