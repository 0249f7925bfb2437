"""A report as HTML; texts are escaped, and nothing in it is run."""

from __future__ import annotations

import re
from html import escape

# Readable on light and dark: no color but for the mark at the side.
STYLE = """<style>
.dlbook-report { border-left: 4px solid #b3541e; padding: 0.2em 0 0.2em 1em; }
.dlbook-report.passed { border-color: #2a7f62; }
.dlbook-report dl { margin: 0; }
.dlbook-report dt { font-weight: 600; margin-top: 0.5em; }
.dlbook-report dd { margin: 0; }
.dlbook-report dd p { margin: 0; }
.dlbook-report pre { margin: 0; overflow-x: auto; background: none; }
</style>
"""
# What stands in these is code or numbers, in lines; all else is prose.
LITERAL = ("input", "expected", "got", "where", "printed", "first", "then")
CODE = re.compile(r"`([^`]+)`")
MATH = re.compile(r"\$([^\s$](?:[^$]*[^\s$])?)\$(?!\d)")


def html(report) -> str:
    """Return a :class:`~dlbook.exercise.Report` as HTML."""
    state = "passed" if report.passed else "failed"
    sign = "✓ Right" if report.passed else "✗ Not yet"
    rows = "".join(
        f"<dt>{escape(label)}</dt><dd>{_body(label, text)}</dd>"
        for label, text in report.paragraphs()
    )
    return (
        f'<div class="dlbook-report {state}" role="status">'
        f"<p><strong>{sign}.</strong> {prose(report.headline)}</p>"
        + (f"<dl>{rows}</dl>" if rows else "")
        + "</div>"
    )


def _body(label: str, text: str) -> str:
    if label in LITERAL or "\n" in text:
        return f"<pre>{escape(text)}</pre>"
    return f"<p>{prose(text)}</p>"


def prose(text: str) -> str:
    r"""Return a sentence as HTML: ``code`` in backticks, maths for MathJax as ``\(...\)``."""
    parts = CODE.split(text)
    plain = (MATH.sub(r"\\(\1\\)", escape(part, quote=False)) for part in parts[::2])
    code = (f"<code>{escape(part, quote=False)}</code>" for part in parts[1::2])
    return "".join(x for pair in zip(plain, [*code, ""], strict=True) for x in pair)
