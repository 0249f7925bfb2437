from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlbook.exercise import find, ids
from dlbook.grade.results.tex import formula_html, prose_html


def plain(html: str) -> str:
    return re.sub("<[^>]+>", "", html)


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (r"\mathbf{X}\mathbf{W}^\top + b", "XW⊤ + b"),
        (r"\sum_{d} X_{bd}", "∑d Xbd"),
        (r"\bar{\mathbf{Z}} \odot \phi'(z)", "Z̄ ⊙ φ&#x27;(z)"),
        (r"\frac{a}{b+1} - \sqrt 2", "(a)/(b+1) − √(2)"),
        (r"\{0, \infty\}", "{0, ∞}"),
        (r"\unknown x", "unknown\u2009 x"),
        ("}{", ""),
        ("x^", "x"),
        ("a<b", "a&lt;b"),
    ],
)
def test_formulas(formula, text):
    assert plain(formula_html(formula)) == text


def test_an_accent_follows_its_letter():
    assert formula_html(r"\bar{\mathbf{Z}}") == '<span class="math"><b><i>Z̄</i></b></span>'


def test_indices_are_raised_and_lowered():
    assert formula_html("x_i^2") == (
        '<span class="math"><i>x</i><sub><i>i</i></sub><sup>2</sup></span>'
    )


def test_prose_has_code_formulas_and_stress():
    html = prose_html("Use `a * b`, *not* $a \\cdot b$ & 3 * 4 * 5.")
    assert html == (
        'Use <code>a * b</code>, <em>not</em> <span class="math"><i>a</i> · <i>b</i></span> '
        "&amp; 3 * 4 * 5."
    )


def test_no_hint_of_the_book_shows_a_command():
    for exercise in map(find, ids()):
        for hint in exercise.hints:
            shown = re.sub("<code>.*?</code>", "", prose_html(hint))
            assert not re.search(r"\\|tfrac|mathbf", shown), (exercise.id, hint)


class Balance(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@given(st.text(alphabet="\\{}^_$`*<>&ab 1", max_size=40) | st.text(max_size=20))
def test_any_text_is_well_formed_html(text):
    balance = Balance()
    balance.feed(prose_html(text))
    assert set(balance.open) <= set()
