"""Check the reader's text as an answer to an exercise."""

from __future__ import annotations

from dlbook.exercise import Report, check_source
from dlbook.exercise.prose import to_html
from dlbook.exercise.report import is_literal

# What a screen reader reads out by itself; the rest is there to be looked at.
SAID = ("what it looks like", "why", "to try")


def check(exercise: str, code: str) -> dict:
    """Check what ``code`` defines.

    Parameters
    ----------
    exercise : str
        The exercise's id.
    code : str
        The reader's text.

    Returns
    -------
    dict
        ``report``, as :func:`for_page` makes it.
    """
    return {"report": for_page(check_source(exercise, code))}


def for_page(report: Report) -> dict:
    """Return verdict, headline and paragraphs of a report: literal as text, others as HTML."""
    return {
        "passed": report.passed,
        "headline": to_html(report.headline),
        "paragraphs": [_paragraph(label, text) for label, text in report.paragraphs()],
    }


def _paragraph(label: str, text: str) -> dict:
    literal = is_literal(label, text)
    return {
        "label": label,
        "text": text if literal else to_html(text),
        "literal": literal,
        "said": label in SAID and not literal,
    }
