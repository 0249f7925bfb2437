"""Each directive has one plain form; what is not known is an error that names it."""

from __future__ import annotations

import pytest

from tools.colab.directives import ADMONITIONS
from tools.colab.errors import ConversionError
from tools.colab.markdown import plain


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
def test_each_has_its_plain_form(text, expected, context):
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
def test_what_is_not_known_is_an_error(text, message, context):
    with pytest.raises(ConversionError, match=message):
        plain(text, context)
