"""Text comes out plain, and the proof that it is plain notices what is not."""

from __future__ import annotations

import pytest

from tools.colab.errors import ConversionError
from tools.colab.markdown import plain, remains

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
