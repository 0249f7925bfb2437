"""What a check found, as data; shown as text or as HTML."""

from __future__ import annotations

import dataclasses

from dlbook.exercise import report_html, report_text


@dataclasses.dataclass(frozen=True)
class Report:
    """What a check found.

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

    def html(self) -> str:
        """Return the report as HTML without style, for a page that has its own."""
        return report_html.html(self)

    def __str__(self) -> str:
        return report_text.text(self)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return report_html.STYLE + self.html()
