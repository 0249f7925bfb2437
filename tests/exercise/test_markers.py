"""Markers say what a reader gets and what solves the exercise."""

from __future__ import annotations

import pytest

from dlbook.exercise.cells import FormatError
from dlbook.exercise.markers import module, regions, solution, starter

PLAIN = """\
def f(x):
    ### BEGIN SOLUTION
    y = x
    return y
    ### END SOLUTION


z = 1"""
BROKEN = """\
def f(x):
    ### BEGIN SOLUTION
    return x + 1
    ### END SOLUTION
    ### BEGIN BROKEN
    return x - 1
    ### END BROKEN"""


def test_a_solution_becomes_dots_at_its_indent():
    assert starter(PLAIN) == "def f(x):\n    ...\n\n\nz = 1"
    assert solution(PLAIN) == "def f(x):\n    y = x\n    return y\n\n\nz = 1"


def test_the_reader_gets_the_broken_code_and_the_reference_the_solution():
    assert starter(BROKEN) == "def f(x):\n    return x - 1"
    assert solution(BROKEN) == "def f(x):\n    return x + 1"


@pytest.mark.parametrize("code", [PLAIN, BROKEN])
def test_in_the_module_each_line_of_the_solution_keeps_its_number(code):
    lines, kept = code.splitlines(), module(code).splitlines()
    assert len(kept) == len(lines)
    assert all(new in (old, "") for old, new in zip(lines, kept, strict=True))
    assert [line for line in kept if line] == [
        line for line in solution(code).splitlines() if line
    ]


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("### BEGIN SOLUTION", "no '### END SOLUTION'"),
        ("x\n### END SOLUTION", "line 2: '### END SOLUTION' without its BEGIN"),
        (
            "### BEGIN SOLUTION\n### BEGIN BROKEN",
            "'### BEGIN BROKEN' inside the block SOLUTION",
        ),
        ("### BEGIN BROKEN\n### END SOLUTION", "'### END SOLUTION' inside the block BROKEN"),
    ],
)
def test_blocks_that_do_not_match_are_refused(code, message):
    with pytest.raises(FormatError, match=message):
        list(regions(code))
