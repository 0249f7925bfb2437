"""Mutants differ from the code in one place, and in what computes."""

from __future__ import annotations

import ast

import pytest

from tools.mutants import mutants


def changed(source: str) -> set[str]:
    return {ast.unparse(m.tree) for m in mutants(source)}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a < b", {"a <= b", "pass"}),
        ("x = a + b", {"x = a - b"}),
        ("x = -a", {"x = a"}),
        ("x = not a", {"x = a"}),
        ("x = a and b", {"x = a or b"}),
        ("x = 0", {"x = 1"}),
        ("x = 2.0", {"x = 2.2"}),
        ("x = 0.0", {"x = 1.0"}),
        ("x = True", {"x = False"}),
        ("x = f(y=z)", {"x = f()"}),
        ("x += y", {"x -= y", "pass"}),
        ("x.y = z", {"pass"}),
        ("x[i] = z", {"pass"}),
        ("f()", {"pass"}),
        ("x = y if z else w", {"x = y if not z else w"}),
        ("if z:\n    w = y", {"if not z:\n    w = y"}),
        ("x = a == b != c", {"x = a != b != c", "x = a == b == c"}),
    ],
)
def test_every_kind_of_change(source, expected):
    assert changed(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        '"""Text."""',
        "raise ValueError(f'{a + 1}' + b)",
        "from a import b",
        "def f(x: int = None) -> 3: return x",
        "x = zip(a, b, strict=True)",
        "x = 'text'",
        "x = None",
    ],
)
def test_what_computes_nothing_is_left_alone(source):
    assert changed(source) == set()


def test_a_mutant_says_where_and_what():
    (mutant,) = mutants("x = a\ny = a < b\n")
    assert (mutant.line, mutant.before, mutant.after) == (2, "a < b", "a <= b")
    (left_out,) = mutants("x = f(y=z)")
    assert left_out.after == "(left out)"
