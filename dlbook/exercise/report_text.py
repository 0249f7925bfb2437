"""A report as plain text."""

from __future__ import annotations

import textwrap

WIDTH = 80


def text(report) -> str:
    """Return a :class:`~dlbook.exercise.Report` as text, lines of at most 80 characters."""
    sign = "✓" if report.passed else "✗"
    head = textwrap.wrap(f"{sign} {report.title}: {report.headline}", WIDTH)
    return "\n".join([*head, *(_paragraph(*entry) for entry in report.paragraphs())])


def _paragraph(label: str, body: str) -> str:
    if "\n" not in body and len(label) + len(body) + 4 <= WIDTH:
        return f"  {label}: {body}"
    # Lines of an array keep their breaks; a long sentence is wrapped.
    lines = [part for line in body.split("\n") for part in _wrapped(line)]
    return "\n".join([f"  {label}:", *(f"    {line}" for line in lines)])


def _wrapped(line: str) -> list[str]:
    return textwrap.wrap(line, WIDTH - 4) if len(line) > WIDTH - 4 else [line]
