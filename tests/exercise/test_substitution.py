"""A wrong answer is written as a substitution in the solution."""

from __future__ import annotations

import numpy as np
import pytest

from dlbook.exercise.format import FormatError, read
from dlbook.exercise.loading import explanation, explanations, load, wrong_sources
from dlbook.exercise.substitution import read_mistakes
from tests.exercise import samples

CODE = """\
def f(x):
    y = x.sum(axis=0)
    for i in range(3):
        y += i
        y *= 2
    return y + x.sum(axis=1)"""


def changed(*lines: str) -> str:
    text = "\n".join(["wrong_one: You did", "something else.", *lines])
    (mistake,) = read_mistakes(text, CODE, "f.py")
    assert (mistake.name, mistake.explanation) == ("wrong_one", "You did something else.")
    return mistake.code


@pytest.mark.parametrize(
    ("lines", "old", "new"),
    [
        (["- axis=0", "+ axis=1"], "axis=0", "axis=1"),
        (["-  + x.sum(axis=1)"], " + x.sum(axis=1)", ""),
        (["- y *= 2"], "        y *= 2\n", ""),
        (
            ["- y += i", "+ if i:", "+     y += i"],
            "    y += i",
            "    if i:\n            y += i",
        ),
        (["- y += i", "- y *= 2", "+ y += 1"], "y += i\n        y *= 2", "y += 1"),
        (
            ["- for i in range(3):", "-     y += i", "-     y *= 2", "+ y = 1"],
            "    for i in range(3):\n        y += i\n        y *= 2",
            "    y = 1",
        ),
    ],
)
def test_what_is_substituted(lines, old, new):
    assert changed(*lines) == CODE.replace(old, new)


def test_several_substitutions_are_made_one_after_the_other():
    found = changed("- axis=0", "+ axis=2", "- axis=1", "+ axis=0")
    assert found == CODE.replace("axis=0", "axis=2").replace("axis=1", "axis=0")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("wrong_one: Text.\n- x.sum\n+ y", "wrong_one: 'x.sum' occurs 2 times"),
        ("wrong_one: Text.\n- z\n+ y", "'z' occurs 0 times"),
        ("wrong_one: Text.\n- y += 1\n- y *= 2", "'y [+]= 1 / y [*]= 2' occurs 0 times"),
        ("wrong_one: Text.", "changes nothing"),
        ("wrong_one: Text.\n+ y", r"expected a line with - or \+, got '[+] y'"),
        ("wrong_one: Text.\n- y += i\nand", "got 'and'"),
        ("one: Text.\n- y", "expected 'wrong_name: explanation'"),
        ("wrong_one:\n- y", "expected 'wrong_name: explanation'"),
    ],
)
def test_each_fault_is_named(text, message):
    with pytest.raises(FormatError, match=f"f.py: .*{message}"):
        list(read_mistakes(text, CODE, "f.py"))


RAW = """
# %% [raw] tags=["wrong"]
# wrong_largest: You took the largest.
# - X.mean
# + X.max
"""


def test_both_kinds_of_wrong_answers_are_loaded():
    exercise = read(samples.text() + RAW, "chapter/means")
    checks = load(exercise)
    assert list(checks.wrong) == ["wrong_largest", "wrong_axis", "wrong_sum", "wrong_first"]
    assert explanation(checks.wrong["wrong_largest"]) == "You took the largest."
    assert explanations(exercise) == {
        name: explanation(wrong) for name, wrong in checks.wrong.items()
    }


def test_a_wrong_answer_is_a_text_that_can_be_run():
    sources = wrong_sources(read(samples.text() + RAW, "chapter/means"))
    for name, values in {"wrong_largest": [2, 4], "wrong_axis": [2, 3]}.items():
        names = {"__name__": "wrong"}
        exec(sources[name], names)
        assert names["means"](np.array([[1.0, 2.0], [3.0, 4.0]])).tolist() == values
