"""The gradebook: for each student and exercise a mark, made from the journal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from dlbook.grade.course import Course
from dlbook.grade.journal import JournalIndex
from dlbook.grade.task import GradeResult

COMMON = 0.1  # fraction of the submissions that have to hold an exercise for it to count
ABSENT = {
    "untouched": "The starter is as it was given.",
    "missing": "There is no answer to it in what was handed in.",
    "waiting": "It has not been graded yet.",
    "error": "It could not be graded, for a reason that is not yours.",
}


@dataclass(frozen=True)
class Scale:
    """Points of each exercise, and percents taken off for lateness."""

    # by exercise; one that is not listed gives 1
    points: dict[str, float] = field(default_factory=dict)
    late_percent: float = 0.0  # taken off what the learning platform marked as late
    # percents taken off, by student; they count before late_percent
    late_students: dict[str, float] = field(default_factory=dict)

    def points_of(self, exercise: str) -> float:
        """Return what a right answer gives."""
        return self.points.get(exercise, 1.0)

    def percent_off(self, submission: dict) -> float:
        """Return how many percent a submission loses."""
        percent = self.late_percent if submission["late"] else 0.0
        return self.late_students.get(submission["student"], percent)


@dataclass(frozen=True)
class Mark:
    """What one student gets for one exercise."""

    state: str  # graded, untouched, missing, waiting or error; only the first three are final
    score: float = 0.0  # 0 to 1
    outcome: GradeResult | None = None  # where it comes from

    @property
    def is_final(self) -> bool:
        """Whether grading again would not change it."""
        return self.state not in ("waiting", "error")

    @property
    def message(self) -> str:
        """What to tell the student."""
        return self.outcome.message if self.state == "graded" else ABSENT[self.state]


@dataclass(frozen=True)
class Row:
    """A student with all marks."""

    # the record of what was handed in: student, name, platform, user, late, notes
    submission: dict
    marks: dict[str, Mark]  # by exercise
    points: dict[str, float] = field(repr=False)  # what each exercise gave
    percent_off: float = 0.0  # what lateness takes off the sum

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
    """All students with all marks, read anew from the journal each time."""

    index: JournalIndex  # what the journal says
    course: Course  # the exercises
    scale: Scale  # points and lateness
    exercises: list[str]  # those that count
    rare: list[str]  # those that few answered and that do not count

    @property
    def out_of(self) -> float:
        """The largest possible sum of points."""
        return sum(map(self.scale.points_of, self.exercises))

    def rows(self) -> Iterator[Row]:
        """Yield the students in alphabetical order."""
        for submission, outcomes in self.index.entries(self.course.checks):
            marks = {e: _mark(e, submission, outcomes) for e in self.exercises}
            points = {e: self.scale.points_of(e) * mark.score for e, mark in marks.items()}
            yield Row(submission, marks, points, self.scale.percent_off(submission))


def make_gradebook(
    index: JournalIndex, course: Course, scale: Scale, chosen: list[str] | None = None
) -> Gradebook:
    """Return the gradebook of the exercises that were chosen to count.

    By default those count that at least a tenth of the submissions hold: no one submission can
    add an exercise that all others then lack.
    """
    if chosen is not None:
        return Gradebook(index, course, scale, chosen, [])
    held, students = Counter(), 0
    for submission, _ in index.entries({}):
        students += 1
        named = {*submission["answers"], *submission["untouched"]}
        held.update(named & course.exercises.keys())
    common = [e for e in course.exercises if held[e] >= max(1, COMMON * students)]
    return Gradebook(index, course, scale, common, sorted(set(held) - set(common)))


def _mark(exercise: str, submission: dict, outcomes: dict[str, GradeResult]) -> Mark:
    if exercise in submission["untouched"]:
        return Mark("untouched")
    if exercise not in submission["answers"]:
        return Mark("missing")
    outcome = outcomes.get(exercise)
    if outcome is None:
        return Mark("waiting")
    score = outcome.score if outcome.state == "graded" else 0.0
    return Mark(outcome.state, score, outcome)
