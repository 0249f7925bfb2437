"""Symbols: the names of what stands in a formula, and the rows that explain them."""

from __future__ import annotations

import re

import pytest

from tools.chapters import chapters
from tools.notation import PAGE, ROOT, parse, read_symbols

TITLES = [chapter.title for chapter in chapters()]


@pytest.mark.parametrize(
    ("formula", "names"),
    [
        (r"x", ["x"]),
        (r"\mathbf{W}", ["b:W"]),
        (r"\mathbf W", ["b:W"]),
        (r"\boldsymbol\theta^\ast", ["b:θ^∗"]),
        (r"\mathbf{h}^{(k-1)}_t", ["b:h_t^(k−1)"]),
        (r"\bar{\mathbf{h}}_{t-1}", ["bar(b:h)_t−1"]),
        (r"\hat y", ["hat(y)"]),
        (r"n'", ["n^′"]),
        (r"\mathrm{G}", ["r:G"]),
        (r"a_{\max}", ["a_r:mr:ar:x"]),
        (r"x_{c,\,i}", ["x_c,i"]),
        (r"\mathbb{E}[x]", ["s:E", "[", "x", "]"]),
        (r"\boldsymbol\Sigma", ["b:Σ"]),
    ],
)
def test_symbols_have_names(formula, names):
    assert parse(formula) == names


def test_a_command_that_is_not_known_is_an_error():
    with pytest.raises(ValueError, match="quark"):
        parse(r"\quark")


def page(tmp_path, text):
    (tmp_path / "book").mkdir(exist_ok=True)
    (tmp_path / PAGE).write_text(text, encoding="utf-8")
    return read_symbols(["One"], tmp_path)


def test_a_section_with_a_chapters_title_speaks_of_that_chapter(tmp_path):
    rows = "| symbol | is | shape |\n| --- | --- | --- |\n| $K$ | layers | $(1,)$ |\n"
    found = page(tmp_path, f"# Notation\n\n## Sizes\n\n{rows}\n## Many\n\n### One\n\n{rows}")
    assert [(s.names, s.meaning, s.shape, s.chapter) for s in found] == [
        (("K",), "layers", "$(1,)$", ""),
        (("K",), "layers", "$(1,)$", "One"),
    ]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        (r"$x$, $x_i$", {"x", "x_i", "x_*"}),
        (r"$\mathbf{W}$, $W_{ij}$", {"b:W", "W_ij", "W_*", "W"}),
        (r"$\mathbf{h}_t$", {"b:h_t", "b:h_*", "b:h"}),
        (r"$d_k$", {"d_k"}),
        (r"$\mathbf{h} = \phi(\mathbf{z})$", {"b:h"}),
        (r"$\mathbf{A} \odot \mathbf{B}$", {"⊙"}),
        (r"$\mathbf{A}^\top$", {"*^⊤"}),
    ],
)
def test_a_row_explains_all_indices_of_what_it_lists(tmp_path, cell, names):
    text = f"# Notation\n\n## All\n\n| symbol | is |\n| --- | --- |\n| {cell} | it |\n"
    (symbol,) = page(tmp_path, text)
    assert {*symbol.names, *symbol.also} == names


def test_the_page_has_a_section_for_each_chapter_and_for_no_other():
    text = (ROOT / PAGE).read_text(encoding="utf-8")
    sections = re.findall(r"^### (.+)$", text, re.MULTILINE)
    assert sections == TITLES
    assert {symbol.chapter for symbol in read_symbols(TITLES)} == {"", *TITLES}


def test_no_symbol_is_explained_twice_for_one_chapter():
    seen = {}
    for symbol in read_symbols(TITLES):
        for name in symbol.names:
            assert seen.setdefault((symbol.chapter, name), symbol) is symbol, name
