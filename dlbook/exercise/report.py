"""The report of a check, as data; shown as text or as HTML."""

from __future__ import annotations

import dataclasses
import textwrap
from html import escape

from dlbook.exercise import prose

WIDTH = 80
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
# These labels stand above code or numbers, in lines; all others above prose.
LITERAL = ("input", "expected", "got", "where", "printed", "first", "then")


@dataclasses.dataclass(frozen=True)
class Report:
    """The report of a check.

    In a notebook it is shown as the last line of a cell; ``print`` writes it as text.

    Attributes
    ----------
    exercise, title : str
        The exercise's id and title.
    passed : bool
        Whether the answer is right.
    headline : str
        A sentence that sums it up.
    failure : str
        The kind of failure: value, shape, nan, exception, timeout ...; or ``""``.
    facts : tuple of (str, str)
        Labels and texts: input, expected, got, first difference.
    diagnosis : str
        Which mistake it looks like; for a choice, the reason.
    mistake : str
        The name of the wrong answer or of the pattern that was recognized, or ``""``.
    advice : str
        What to try.
    right, tried : int
        On how many inputs the result was right, and how many were tried.
    seed : int
        Draws the same inputs again.
    """

    exercise: str
    title: str
    passed: bool
    headline: str
    failure: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    diagnosis: str = ""
    mistake: str = ""
    advice: str = ""
    right: int = 0
    tried: int = 0
    seed: int = 0

    @property
    def score(self) -> float:
        """1 for a right answer, else 0."""
        return float(self.passed)

    def paragraphs(self) -> list[tuple[str, str]]:
        """Return labels and texts in the order in which they are to be read."""
        label = "why" if self.passed or self.failure == "choice" else "what it looks like"
        found = [*self.facts, (label, self.diagnosis), ("to try", self.advice)]
        if self.tried and not self.passed:
            found.append(("right on", f"{self.right} of {self.tried} inputs"))
        return [(label, text) for label, text in found if text]

    def as_dict(self) -> dict:
        """Return the report as JSON can hold it; :meth:`from_dict` undoes it."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, entries: dict) -> Report:
        """Return the report that :meth:`as_dict` took apart, also after JSON."""
        facts = tuple((label, text) for label, text in entries["facts"])
        return cls(**{**entries, "facts": facts})

    def __str__(self) -> str:
        sign = "✓" if self.passed else "✗"
        headline = prose.to_text(self.headline)
        head = textwrap.wrap(f"{sign} {self.title}: {headline}", WIDTH)
        return "\n".join([*head, *(_text(*entry) for entry in self.paragraphs())])

    __repr__ = __str__

    def html(self) -> str:
        """Return the report as HTML without style, for a page that has its own."""
        state = "passed" if self.passed else "failed"
        sign = "✓ Right" if self.passed else "✗ Not yet"
        rows = "".join(
            f"<dt>{escape(label)}</dt><dd>{_html(label, text)}</dd>"
            for label, text in self.paragraphs()
        )
        return (
            f'<div class="dlbook-report {state}" role="status">'
            f"<p><strong>{sign}.</strong> {prose.to_html(self.headline)}</p>"
            + (f"<dl>{rows}</dl>" if rows else "")
            + "</div>"
        )

    def _repr_html_(self) -> str:
        return STYLE + self.html()


def is_literal(label: str, text: str) -> bool:
    """Say whether a paragraph is code or numbers, and no prose."""
    return label in LITERAL or "\n" in text


def _text(label: str, body: str) -> str:
    if not is_literal(label, body):
        body = prose.to_text(body)
    if "\n" not in body and len(label) + len(body) + 4 <= WIDTH:
        return f"  {label}: {body}"
    # Lines of an array keep their breaks; a long sentence is wrapped.
    lines = [part for line in body.split("\n") for part in _wrapped(line)]
    return "\n".join([f"  {label}:", *(f"    {line}" for line in lines)])


def _wrapped(line: str) -> list[str]:
    return textwrap.wrap(line, WIDTH - 4) if len(line) > WIDTH - 4 else [line]


def _html(label: str, text: str) -> str:
    if is_literal(label, text):
        return f"<pre>{escape(text)}</pre>"
    return f"<p>{prose.to_html(text)}</p>"
