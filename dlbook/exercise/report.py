"""The report of a check: what it found, as data, as text and as HTML."""

from __future__ import annotations

import dataclasses
import textwrap
from html import escape

WIDTH = 84


@dataclasses.dataclass(frozen=True)
class Report:
    """What a check found.

    Attributes
    ----------
    exercise, title : str
        The exercise's id and title.
    passed : bool
        Whether the answer is right.
    score : float
        1 for a right answer, else 0.
    failure : str
        The name of what is wrong: value, shape, nan, exception, timeout ...; or ``""``.
    headline : str
        A sentence that sums it up.
    facts : tuple of (str, str)
        Labels and texts: input, expected, got, first difference.
    diagnosis : str
        The mistake that it looks like, or ``""``.
    mistake : str
        The name of the wrong answer that this one equals, or ``""``.
    advice : str
        What to try.
    right, tried : int
        The number of inputs with a right result, and of all.
    seed : int
        With which the same inputs are drawn again.
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

    def as_dict(self) -> dict:
        """Return the report as what JSON can hold."""
        return dataclasses.asdict(self) | {"score": self.score}

    def __str__(self) -> str:
        sign = "✓" if self.passed else "✗"
        parts = [_wrapped(f"{sign} {self.title}: {self.headline}")]
        for label, text in self.paragraphs():
            if "\n" in text or len(text) + len(label) + 4 > WIDTH:
                body = (
                    text if label in ("input", "expected", "got", "printed") else _wrapped(text)
                )
                parts.append(f"  {label}:\n" + textwrap.indent(body, "    "))
            else:
                parts.append(f"  {label}: {text}")
        return "\n".join(parts)

    __repr__ = __str__

    def paragraphs(self) -> list[tuple[str, str]]:
        """Return labels and texts in the order in which they are read."""
        found = list(self.facts)
        if self.diagnosis:
            found.append(("what it looks like", self.diagnosis))
        if self.advice:
            found.append(("to try", self.advice))
        if self.tried and not self.passed:
            found.append(("right on", f"{self.right} of {self.tried} inputs"))
        return found

    def _repr_html_(self) -> str:
        state = "passed" if self.passed else "failed"
        rows = "".join(
            f"<dt>{escape(label)}</dt><dd><pre>{escape(text)}</pre></dd>"
            for label, text in self.paragraphs()
        )
        return (
            f'<div class="dlbook-report {state}"><p>{escape(self.headline)}</p>'
            f"<dl>{rows}</dl></div>"
        )


def _wrapped(text: str) -> str:
    return "\n".join(textwrap.wrap(text, WIDTH, subsequent_indent="  "))
