from __future__ import annotations

import pytest

from dlbook.grade.syntax import bound_names, free_names, parsed


@pytest.mark.parametrize("text", ["x = (", "\0", "-" * 200_000 + "1", "(" * 500 + ")" * 500])
def test_what_cannot_be_read_is_none(text):
    assert parsed(text) is None


def test_a_warning_is_the_students_affair():
    assert parsed("x = '\\d'; y = 1 is 1") is not None


def test_names_of_functions_are_not_looked_up_outside():
    text = "def f(a):\n    i = a + b\n    def g():\n        return i + c\n    return g\n"
    assert free_names(text) == {"b", "c"}
    assert bound_names(text) == {"f"}


def test_names_of_classes_decorators_and_defaults_are_looked_up():
    text = "@d\nclass A(B):\n    x = y\n    def f(self, n=z):\n        return self.x + w"
    assert free_names(text) == {"B", "d", "w", "y", "z"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("import numpy as np, os.path", {"np", "os"}),
        ("a, (b, *c) = 1, (2,)", {"a", "b", "c"}),
        ("for i in x: j = i", {"i", "j"}),
        ("print([k for k in x])", set()),
        ("with f() as g: pass", {"g"}),
        ("x += 1", {"x"}),
    ],
)
def test_bound_names(text, names):
    assert bound_names(text) == names
