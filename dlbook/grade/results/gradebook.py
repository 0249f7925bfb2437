"""The gradebook: for each student and exercise a mark, made from the journal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from dlbook.grade.course import Course
from dlbook.grade.ledger import Ledger
from dlbook.grade.outcome import Outcome
from dlbook.grade.results.scale import Scale

COMMON = 0.1  # share of the submissions that have to hold an exercise for it to count
ABSENT = {
    "untouched": "The starter is as it was given.",
    "missing": "There is no answer to it in what was handed in.",
    "waiting": "It has not been graded yet.",
    "error": "It could not be graded, for a reason that is not yours.",
}


@dataclass(frozen=True)
class Mark:
    """What one student gets for one exercise.

    Attributes
    ----------
    state : str
        graded, untouched, missing, waiting or error; only the first three are final.
    score : float
        0 to 1.
    outcome : Outcome or None
        Where it comes from.
    """

    state: str
    score: float = 0.0
    outcome: Outcome | None = None

    @property
    def is_final(self) -> bool:
        """Whether grading again would not change it."""
        return self.state not in ("waiting", "error")

    @property
    def message(self) -> str:
        """What to tell the student."""
        if self.state == "graded":
            return self.outcome.message
        return ABSENT[self.state]


@dataclass(frozen=True)
class Row:
    """A student with all marks.

    Attributes
    ----------
    submission : dict
        The record of what was handed in: student, name, platform, user, late, notes.
    marks : dict of Mark
        By exercise.
    points : dict of float
        What each exercise gave.
    percent_off : float
        What lateness takes off the sum.
    """

    submission: dict
    marks: dict[str, Mark]
    points: dict[str, float] = field(repr=False)
    percent_off: float = 0.0

    @property
    def student(self) -> str:
        """The name under which the results stand."""
        return self.submission["student"]

    @property
    def is_final(self) -> bool:
        """Whether all marks are."""
        return all(mark.is_final for mark in self.marks.values())

    @property
    def is_trusted(self) -> bool:
        """Whether all was graded in a sandbox."""
        return all(mark.outcome.trusted for mark in self.marks.values() if mark.outcome)

    @property
    def total(self) -> float | None:
        """The sum of the points; None as long as a mark is missing: no zero in its place."""
        if not self.is_final:
            return None
        return round(sum(self.points.values()) * (1 - self.percent_off / 100), 4)


@dataclass(frozen=True)
class Gradebook:
    """All students with all marks, read anew from the journal each time.

    Attributes
    ----------
    ledger : Ledger
        The journal's index.
    course : Course
        The exercises.
    scale : Scale
        Points and lateness.
    exercises : list of str
        Those that count.
    rare : list of str
        Those that were answered by few and do not count.
    """

    ledger: Ledger
    course: Course
    scale: Scale
    exercises: list[str]
    rare: list[str]

    @property
    def out_of(self) -> float:
        """The largest possible sum of points."""
        return sum(map(self.scale.points_of, self.exercises))

    def rows(self) -> Iterator[Row]:
        """Yield the students in alphabetical order."""
        for submission, outcomes in self.ledger.entries(self.course.checks):
            marks = {id: _mark(id, submission, outcomes) for id in self.exercises}
            points = {id: self.scale.points_of(id) * mark.score for id, mark in marks.items()}
            yield Row(submission, marks, points, self.scale.percent_off(submission))


def gradebook_of(
    ledger: Ledger, course: Course, scale: Scale, chosen: list[str] | None = None
) -> Gradebook:
    """Return the gradebook.

    Parameters
    ----------
    chosen : list of str, optional
        The exercises that count. By default those that at least a tenth of the submissions
        hold: so no one submission can add an exercise that all others then lack.
    """
    if chosen is not None:
        return Gradebook(ledger, course, scale, chosen, [])
    held, students = Counter(), 0
    for submission, _ in ledger.entries({}):
        students += 1
        held.update(id for id in _held(submission) if id in course.exercises)
    common = [id for id in course.exercises if held[id] >= max(1, COMMON * students)]
    rare = sorted(set(held) - set(common))
    return Gradebook(ledger, course, scale, common, rare)


def _held(submission: dict) -> set[str]:
    return {*submission["answers"], *submission["untouched"]}


def _mark(id: str, submission: dict, outcomes: dict[str, Outcome]) -> Mark:
    if id in submission["untouched"]:
        return Mark("untouched")
    if id not in submission["answers"]:
        return Mark("missing")
    outcome = outcomes.get(id)
    if outcome is None:
        return Mark("waiting")
    score = outcome.score if outcome.state == "graded" else 0.0
    return Mark(outcome.state, score, outcome)
