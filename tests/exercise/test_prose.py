r"""Sentences with code, emphasis and formulas, as HTML and as text."""

from __future__ import annotations

import re

import pytest

from dlbook.exercise import find, ids
from dlbook.exercise.loading import explanations
from dlbook.exercise.prose import formula, to_html, to_text


@pytest.mark.parametrize(
    ("text", "html", "plain"),
    [
        ("plain", "plain", "plain"),
        ("a `b < c` d", "a <code>b &lt; c</code> d", "a `b < c` d"),
        ("`$x$`", "<code>$x$</code>", "`$x$`"),
        ("$x < y$ and $z$", r"\(x &lt; y\) and \(z\)", "x < y and z"),
        ("$5 or $6", "$5 or $6", "$5 or $6"),
        ("`a` and `b`", "<code>a</code> and <code>b</code>", "`a` and `b`"),
        ("*any* or **all**", "<em>any</em> or <strong>all</strong>", "any or all"),
        ("2 * 3 * 4, 2**3, a*b*c", "2 * 3 * 4, 2**3, a*b*c", "2 * 3 * 4, 2**3, a*b*c"),
        ("`*args` and `**named`", "<code>*args</code> and <code>**named</code>", None),
        ("$a * b * c$", r"\(a * b * c\)", "a * b * c"),
    ],
)
def test_a_sentence_has_two_forms(text, html, plain):
    assert to_html(text) == html
    assert to_text(text) == (text if plain is None else plain)


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"300 \cdot 785 = 235{,}500", "300 · 785 = 235,500"),
        (r"\mathbf{W}^{(2)}\mathbf{x} + b_{31}", "W⁽²⁾x + b₃₁"),
        (r"\bar{\mathbf Z}^\top\mathbf H", "Z̄ᵀH"),
        (r"\tfrac12 \log 3 + \frac{a+1}{b}", "1/2 log 3 + (a+1)/b"),
        (r"-15\log_{10}6, -\log\tfrac23, \tanh^2 z", "-15 log₁₀6, -log 2/3, tanh² z"),
        (r"e^{\mathbf{q}/\sqrt{d_k}}", "e^(q/√d_k)"),
        (r"\eta\,g, \beta_2 \to \infty", "η g, β₂ → ∞"),
        ("x^", "x"),
        ("{x", "x"),
    ],
)
def test_a_formula_can_be_read_as_text(tex, text):
    assert formula(tex) == text


def test_no_formula_of_the_bank_is_left_as_it_is_written():
    left = {}
    for exercise in map(find, ids()):
        said = [*exercise.why, *(text for _, text in exercise.slips)]
        said += explanations(exercise).values() if exercise.is_code else []
        plain = [re.sub("`[^`]*`", "", to_text(text)) for text in said]
        if wrong := [text for text in plain if re.search(r"[\\{}$]|\*\w+\*", text)]:
            left[exercise.id] = wrong
    assert left == {}
