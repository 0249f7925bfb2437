from __future__ import annotations

import ast

import pytest

from dlbook.grade.submissions.magics import without_magics


@pytest.mark.parametrize(
    "line",
    [
        "%matplotlib inline",
        "!pip install x",
        "?len",
        "len?",
        "np.sum??",
        "%time f()",
        "x = !ls",
    ],
)
def test_a_line_that_is_no_python_is_left_out(line):
    text = without_magics(f"a = 1\n{line}\nif a:\n    {line}\nb = 2")
    names = [
        node.targets[0].id for node in ast.parse(text).body if isinstance(node, ast.Assign)
    ]
    assert names == ["a", "b"]
    assert len(text.split("\n")) == 5


@pytest.mark.parametrize("text", ["x = (7\n% 3)", "s = '''\n%matplotlib\n!ls\n'''", ""])
def test_python_stays_as_it_is(text):
    assert without_magics(text) == text


def test_a_timed_cell_is_python_and_a_shell_cell_is_not():
    assert "x = 1" in ast.unparse(ast.parse(without_magics("%%time\nx = 1")))
    assert ast.parse(without_magics("%%bash\nls -l | wc")).body == []


def test_what_is_broken_stays_broken():
    assert without_magics("def f(:\n    1") == "def f(:\n    1"
