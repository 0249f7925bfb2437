"""MyST becomes plain Markdown, and what has no plain form is an error that names it."""

from __future__ import annotations

import pytest
from pybtex.database import parse_string

from tools.colab.myst import (
    Code,
    ConversionError,
    Directive,
    Formula,
    Target,
    Text,
    blocks,
    remains,
)
from tools.colab.references import Citations
from tools.colab.text import ADMONITIONS, cited, plain

REPOSITORY = "https://github.com/a/b/blob/main/"


# --- blocks -----------------------------------------------------------------------


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


# --- roles and links --------------------------------------------------------------


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
def test_each_role_and_link_has_its_plain_form(text, expected, context):
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
def test_an_unknown_role_or_target_is_an_error(text, message, context):
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


# --- directives -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (":::{note}\na {eq}`eq-relu-max`\n\nb\n:::", "> **Note.**\n>\n> a (2.1)\n>\n> b"),
        ("```{seealso} a\nb\n```", "> **See also.**\n>\n> a\n> b"),
        ("```{admonition} Try $x$\nb\n```", "> **Try $x$**\n>\n> b"),
        (
            ":::{admonition} Try\n:class: dropdown\nb\n:::",
            "<details><summary>Try</summary>\n\nb\n\n</details>",
        ),
        (":::{dropdown} Try\nb\n:::", "<details><summary>Try</summary>\n\nb\n\n</details>"),
        (
            "```{exercise} The slope\n:label: ex-relu-slope\n*recall*\n\nWhich?\n```",
            "### Exercise 2.1: The slope\n\n*recall*\n\nWhich?",
        ),
        (
            "```{solution} ex-relu-slope\n:class: dropdown\n\nOne.\n```",
            "<details><summary>Solution of Exercise 2.1</summary>\n\nOne.\n\n</details>",
        ),
        ("```{math}\n:label: eq-relu-max\nx\n```", "$$\nx \\tag{2.1}\n$$"),
        ("```{math}\nx\n```", "$$\nx\n$$"),
        ("```{code-block} python\nx = 1\n```", "```python\nx = 1\n```"),
        ("::::{note}\n:::{tip}\nx\n:::\n::::", "> **Note.**\n>\n> > **Tip.**\n> >\n> > x"),
        (":::{note}\n```\nx\n\ny\n```\n:::", "> **Note.**\n>\n> ```\n> x\n>\n> y\n> ```"),
    ],
)
def test_each_directive_has_its_plain_form(text, expected, context):
    assert plain(text, context) == expected


def test_the_bibliography_lists_what_is_cited(context):
    listed = plain("```{footbibliography}\n```", context).splitlines()
    assert [line[:12] for line in listed] == ["- Ann Bürger", "- Bo de la C", "- A. Dee, B."]


@pytest.mark.parametrize("name", ADMONITIONS)
@pytest.mark.parametrize("fence", ["```", ":::"])
def test_every_admonition_in_both_forms(name, fence, context):
    text = plain(f"{fence}{{{name}}}\nx\n{fence}", context)
    assert text.startswith("> **")
    assert text.endswith(".**\n>\n> x")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("```{figure} a.png\n```", r"unknown directive \{figure\}"),
        (":::{live-exercise} relu/slope\n:::", r"unknown directive \{live-exercise\}"),
        ("::::{note}\n:::{tabs}\nx\n:::\n::::", r"unknown directive \{tabs\}"),
        (":::{note}\n:name: x\n\ny\n:::", "unknown option 'name'"),
        ("```{solution} ex-relu-typo\nx\n```", "nothing is labelled 'ex-relu-typo'"),
        ("```{exercise} The slope\nx\n```", "nothing is labelled ''"),
        (":::{note}\n{abbr}`x`\n:::", r"unknown role \{abbr\}"),
        ("$$\n\\begin{align}x\\end{align}\n$$ (eq-relu-max)", "numbers of its own"),
    ],
)
def test_an_unknown_directive_or_option_is_an_error(text, message, context):
    with pytest.raises(ConversionError, match=message):
        plain(text, context)


# --- citations --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("one1958first", "Bürger (1958)"),
        ("two2001pair", "de la Cruz and Day (2001)"),
        ("many2017a", "Dee et al. (2017)"),
        ("some2020team", "The Team et al. (2020)"),
    ],
)
def test_authors_and_year(works, key, expected):
    assert Citations(works, [key]).textual([key]) == expected


def test_several_works(works):
    keys = ["two2001pair", "one1958first", "many2017a"]
    citations = Citations(works, keys)
    assert citations.textual(keys) == (
        "de la Cruz and Day (2001), Bürger (1958) and Dee et al. (2017)"
    )
    assert citations.parenthetical(keys[:2]) == "(de la Cruz and Day, 2001; Bürger, 1958)"


def test_two_works_of_a_year_are_told_apart(works):
    citations = Citations(works, ["many2017b", "many2017a", "many2017b"])
    assert citations.textual(["many2017a"]) == "Dee et al. (2017a)"
    assert citations.parenthetical(["many2017b"]) == "(Dee et al., 2017b)"
    first, second = sorted(citations.listing().splitlines(), key=lambda line: "Bias" in line)
    assert first.startswith("- Dee et al., 2017a: A. Dee, B. Eff, and C. Gee. Attention.")
    assert second.startswith("- Dee et al., 2017b: A. Dee, B. Eff, and D. Aitch. Bias.")


def test_the_list_is_by_author_and_escapes_markdown(works):
    citations = Citations(works, ["many2017a", "one1958first"])
    assert citations.listing().splitlines() == [
        r"- Ann Bürger. First ReLU. *J\_1*, 1958. [doi:10.1/(a)\_b](https://doi.org/10.1/(a)_b).",
        "- A. Dee, B. Eff, and C. Gee. Attention. *J*, 2017.",
    ]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("@misc{a, author = {A, B}, title = {T}}", "has no year"),
        ("@misc{a, year = {2000}, title = {T}}", "neither author nor editor"),
        ("@misc{b, year = {2000}, title = {T}}", "not in the bibliography"),
    ],
)
def test_what_cannot_be_cited_is_an_error(entry, message):
    with pytest.raises(ConversionError, match=message):
        Citations(parse_string(entry, "bibtex"), ["a"])


# --- nothing but plain Markdown is left -------------------------------------------

PLAIN = r"""# Title

Text with `code`, **bold**, *italic*, ~~gone~~, $x_1$, [a link](https://a.b) and
[a chapter](relu.ipynb).

$$
x \tag{2.1}
$$

- one
  1. two

> **Note.** Quoted.

| a | b |
| --- | --- |
| 1 | 2 |

```python
x = "{eq}`a`"
```

<details><summary>Solution</summary>

Text

</details>
"""


def test_plain_text_stays_as_it_is(context):
    assert list(remains(PLAIN)) == []
    assert plain(PLAIN, context) == PLAIN.strip("\n")


def test_all_kinds_of_blocks_together(context):
    text = (
        "(why-bend)=\n## Why\n\nBy {eq}`eq-relu-max`:\n$$\nx\n$$ (eq-relu-max)\nand\n\n"
        "```\n{eq}`a`\n```\n\n:::{note}\nb\n:::"
    )
    assert plain(text, context) == (
        "## Why\n\nBy (2.1):\n\n$$\nx \\tag{2.1}\n$$\n\nand\n\n"
        "```\n{eq}`a`\n```\n\n> **Note.**\n>\n> b"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{eq}`a`", "myst_role"),
        ("```{note}\nx\n```", "directive '{note}' is left"),
        (":::{note}\nx\n:::", "colon_fence"),
        ("(a)=\n# A", "myst_target"),
        ("$$\nx\n$$ (a)", "math_block_label"),
        ("\\begin{align}\nx\n\\end{align}", "amsmath"),
        ("% a comment", "myst_line_comment"),
        ("+++", "myst_block_break"),
        ("Term\n: meaning", "dl"),
        ("![a](b.png)", "image"),
        ("a[^1]\n\n[^1]: b", "footnote"),
        ("{{ name }}", "substitution"),
        ("[a](other.md)", "leads nowhere"),
        ("[a](#here)", "leads nowhere"),
        ("- [a](other.md)", "leads nowhere"),
    ],
)
def test_what_is_not_plain_is_noticed(text, message, context):
    assert any(message in problem for problem in remains(text))


@pytest.mark.parametrize("text", ["% a", "![a](b.png)", "> (a)=", "a[^1]\n\n[^1]: b"])
def test_what_would_be_left_is_an_error(text, context):
    with pytest.raises(ConversionError, match="not plain Markdown"):
        plain(text, context)
