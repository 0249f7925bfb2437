"""Blocks are found where they are, and what does not end is an error."""

from __future__ import annotations

import pytest

from tools.colab.blocks import Code, Directive, Formula, Target, Text, blocks
from tools.colab.errors import ConversionError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n\nb", [Text("a\n\nb")]),
        ("$$\nx\n$$", [Formula("x")]),
        ("$$\nx\ny\n$$ (eq-a)", [Formula("x\ny", "eq-a")]),
        ("$$x$$ (eq-a)", [Formula("x", "eq-a")]),
        ("a\n$$\nx\n$$\nb", [Text("a"), Formula("x"), Text("b")]),
        ("(why)=\n## Why", [Target("why"), Text("## Why")]),
        ("```python\nx = {1}\n```", [Code("```python\nx = {1}\n```")]),
        ("```\n$$\n```", [Code("```\n$$\n```")]),
        ("````\n```{note}\n```\n````", [Code("````\n```{note}\n```\n````")]),
        ("```{note}\nx\n```", [Directive("note", "", "x")]),
        (":::{note} y\nx\n:::", [Directive("note", "y", "x")]),
        (
            "```{exercise} A title\n:label: ex-a\n:class: dropdown\n\nx\n\n:not: one\n```",
            [
                Directive(
                    "exercise",
                    "A title",
                    "x\n\n:not: one",
                    {"label": "ex-a", "class": "dropdown"},
                )
            ],
        ),
        ("::::{note}\n:::{tip}\nx\n:::\n::::", [Directive("note", "", ":::{tip}\nx\n:::")]),
        ("", []),
    ],
)
def test_blocks(text, expected):
    assert blocks(text) == expected


@pytest.mark.parametrize("text", ["```python\nx", "$$\nx", ":::{note}\nx", "````\n```"])
def test_what_does_not_end_is_an_error(text):
    with pytest.raises(ConversionError, match="does not end"):
        blocks(text)


def test_colons_without_a_name_are_an_error():
    with pytest.raises(ConversionError, match="names no directive"):
        blocks(":::\nx\n:::")
