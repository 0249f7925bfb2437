from __future__ import annotations

import pytest
from dlbook_page.code import execute, new_namespace
from dlbook_page.errors import advice, describe

from dlbook.exercise.limits import TooMuchOutput


def told(code):
    with pytest.raises(Exception) as caught:  # noqa: PT011 - any
        execute(code, new_namespace())
    return describe(caught.value)


def test_only_the_readers_lines_are_told():
    text = told("import copy\n\ndef f(x):\n    return copy.deepcopy(x) / 0\n\nf(1)")
    assert text == (
        "Traceback (most recent call last):\n"
        "  line 6, in <module>\n    f(1)\n"
        "  line 4, in f\n    return copy.deepcopy(x) / 0\n"
        "           ~~~~~~~~~~~~~~~~~^~~\n"
        "ZeroDivisionError: division by zero"
    )


def test_a_syntax_error_shows_its_place():
    text = told("x = (1,\ny = 2")
    assert "line 1\n    x = (1,\n        ^\nSyntaxError: '(' was never closed" in text
    assert "your code" not in text


def test_a_long_recursion_is_told_in_short():
    assert len(told("def f(n):\n    return f(n + 1)\nf(0)").splitlines()) < 20


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("import torch.nn", "torch"),
        ("import matplotlib_x", ""),
        ("import dlbook.nowhere", "dlbook.nowhere"),
        ("1 / 0", ""),
        ("raise ImportError('x')", ""),
    ],
)
def test_a_module_that_pages_lack_gets_advice(code, name, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(Exception) as caught:  # noqa: PT011 - any
        execute(code, new_namespace())
    said = advice(caught.value)
    assert bool(said) == bool(name)
    assert name in said


def test_too_much_output_is_explained():
    assert describe(TooMuchOutput()).startswith("Stopped: the code printed more than 100,000")
