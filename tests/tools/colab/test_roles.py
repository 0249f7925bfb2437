"""Each role and link has one plain form; what is not known is an error that names it."""

from __future__ import annotations

import pytest

from tools.colab.errors import ConversionError
from tools.colab.roles import cited, plain

REPOSITORY = "https://github.com/a/b/blob/main/"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see {numref}`fig-relu-bend`.", "see Fig. 2.1."),
        ("{numref}`Figure %s <fig-relu-bend>`", "Figure 2.1"),
        ("{numref}`fig-sums-plane`", "[Fig. 1.4](sums.ipynb)"),
        ("by {eq}`eq-relu-max`", "by (2.1)"),
        ("{ref}`ex-relu-slope`", "Exercise 2.1"),
        ("{ref}`an exercise <ex-relu-slope>`", "an exercise"),
        ("{ref}`why-bend`", "Why a bend"),
        ("{doc}`sums`", "[Weighted sums](sums.ipynb)"),
        ("{doc}`before <../part/sums>`", "[before](sums.ipynb)"),
        ("{term}`logits`", "logits"),
        ("{term}`scores <logits>`", "scores"),
        ("{math}`x_1`", "$x_1$"),
        ("{footcite:t}`one1958first` say", "Bürger (1958) say"),
        ("so {footcite:p}`one1958first, many2017a`.", "so (Bürger, 1958; Dee et al., 2017)."),
        ("[before](sums.ipynb)", "[before](sums.ipynb)"),
        ("[before](sums.ipynb#why)", "[before](sums.ipynb)"),
        ("[bend](#why-bend)", "bend"),
        ("[](#fig-relu-bend)", "Fig. 2.1"),
        ("[x](https://a.b/c)", "[x](https://a.b/c)"),
        (
            "[solved](exercises/relu-solutions.ipynb)",
            "[solved](exercises/relu-solutions.ipynb)",
        ),
        ("the [notation](../notation.md)", "the notation"),
        ("{repo-file}`Makefile`", "`Makefile`"),
        ("| a | {eq}`eq-relu-max` |", "| a | (2.1) |"),
    ],
)
def test_each_has_its_plain_form(text, expected, context):
    assert plain(text, context) == expected


@pytest.mark.parametrize(
    "text",
    ["`{eq}` and ``{eq}`x` ``", "$[c = y](sums.md)$", "costs $5 and no more", "{x} `y`"],
)
def test_code_and_formulas_stay(text, context):
    assert plain(text, context) == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{abbr}`GPU`", r"unknown role \{abbr\}"),
        ("{cite:p}`one1958first`", r"unknown role \{cite:p\}"),
        ("{numref}`fig-relu-typo`", "nothing is labelled 'fig-relu-typo'"),
        ("{eq}`fig-relu-bend`", "of kind figure, not equation"),
        ("[x](typo.ipynb)", "no chapter 'typo'"),
        ("[x](exercises/typo.ipynb)", "no chapter 'typo'"),
        ("[](../notation.md)", "needs a text"),
        ("[data](data.csv)", "page of the book, not 'data.csv'"),
    ],
)
def test_what_is_not_known_is_an_error(text, message, context):
    with pytest.raises(ConversionError, match=message):
        plain(text, context)


def test_with_an_address_files_are_linked(make_context):
    context = make_context(repository=REPOSITORY)
    assert plain("[n](../notation.md)", context) == f"[n]({REPOSITORY}book/notation.md)"
    assert plain("[e](../api/engine.md)", context) == f"[e]({REPOSITORY}book/api/engine.md)"
    assert plain("{repo-file}`Makefile`", context) == f"[`Makefile`]({REPOSITORY}Makefile)"


def test_from_another_folder_all_chapters_are_linked(make_context):
    context = make_context(folder="../")
    assert plain("{numref}`fig-relu-bend`", context) == "[Fig. 2.1](../relu.ipynb)"
    assert plain("[x](sums.ipynb)", context) == "[x](../sums.ipynb)"


def test_citations_are_found_in_order_but_not_in_code():
    text = "{footcite:p}`b, a` `{footcite:t}` {footcite:t}`c` {eq}`d` ``{footcite:t}`e` ``"
    assert cited(text) == ["b", "a", "c"]
