from __future__ import annotations

import ast

import pytest

from dlbook.grade.answers.constants import constant_text


def text_of(code: str) -> str | None:
    return constant_text(ast.parse(code, mode="eval").body)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("'b'", "b"),
        ("12", "12"),
        ("-1.5", "-1.5"),
        ("+2", "2"),
        ("784 * 256 + 256", "200960"),
        ("2 ** 11 - 2", "2046"),
        ("7 / 2 - 7 // 2 + 7 % 4", "3.5"),
    ],
)
def test_letters_and_numbers(code, text):
    assert text_of(code) == text


OTHERS = """... None True x f(3) 1j 1/0 9**9**9 10.0**300 [1] (-8)**0.5 'a'*9 --'x'"""


@pytest.mark.parametrize("code", OTHERS.split())
def test_the_rest_is_neither(code):
    assert text_of(code) is None


def test_a_long_text_is_cut():
    assert len(text_of(repr("x" * 10_000))) == 200
