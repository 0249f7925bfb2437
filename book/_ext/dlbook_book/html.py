"""Render the templates of this package, and short Markdown texts, as HTML."""

from __future__ import annotations

from html import escape
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(template: str, **values) -> str:
    """Render a template; all values are escaped but for those marked ``safe`` in it."""
    return _environment.get_template(template).render(**values)


def _formula(text: str, options: dict) -> str:
    left, right = ("\\[", "\\]") if options["display_mode"] else ("\\(", "\\)")
    return escape(f"{left}{text}{right}")


# Formulas are written as in the chapters; MathJax finds them by their brackets.
_markdown = MarkdownIt("commonmark").use(
    dollarmath_plugin, allow_digits=False, double_inline=True, renderer=_formula
)


def inline(text: str) -> str:
    """Return a text without paragraphs as HTML."""
    return _markdown.renderInline(text)


def blocks(text: str) -> str:
    """Return a text with paragraphs, lists and code as HTML."""
    return _markdown.render(text).strip()
