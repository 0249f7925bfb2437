"""Short Markdown texts as HTML: options, explanations, hints."""

from __future__ import annotations

from html import escape

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin


def _formula(text: str, options: dict) -> str:
    left, right = ("\\[", "\\]") if options["display_mode"] else ("\\(", "\\)")
    return escape(f"{left}{text}{right}")


# Maths as in the chapters; MathJax finds it by its brackets.
_markdown = MarkdownIt("commonmark").use(
    dollarmath_plugin, allow_digits=False, double_inline=True, renderer=_formula
)


def inline(text: str) -> str:
    """Return a text without paragraphs as HTML."""
    return _markdown.renderInline(text)


def blocks(text: str) -> str:
    """Return a text with paragraphs, lists and code as HTML."""
    return _markdown.render(text).strip()
