"""The gradebook: for each student and exercise a mark, made from the journal; their numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from dlbook.exercise.choice import letter
from dlbook.exercise.format import Exercise
from dlbook.grade.course import Course
from dlbook.grade.journal import JournalIndex
from dlbook.grade.task import GradeResult, digest_of

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


# --- numbers about a class --------------------------------------------------------------


@dataclass
class ItemCounts:
    """One exercise over all students."""

    exercise: Exercise  # the exercise
    # how many marks are graded, missing, untouched, waiting, error
    states: Counter = field(default_factory=Counter)
    # how many gave each wrong answer that was recognized
    wrong: Counter = field(default_factory=Counter)
    # how many failed in each way, if no wrong answer was recognized
    failures: Counter = field(default_factory=Counter)
    # how many chose each option, by its letter
    chosen: Counter = field(default_factory=Counter)

    def add(self, mark: Mark) -> None:
        """Count one student's mark."""
        self.states[mark.state] += 1
        if mark.state != "graded":
            return
        for i in range(len(self.exercise.options)):
            if mark.outcome.digest == digest_of(letter(i)):
                self.chosen[letter(i)] += 1
        if mark.score < 1 and not self.exercise.options:
            if mark.outcome.wrong:
                self.wrong[mark.outcome.wrong] += 1
            else:
                self.failures[mark.outcome.failure or "unknown"] += 1


@dataclass(frozen=True)
class ClassStatistics:
    """A class over all exercises."""

    items: dict[str, ItemCounts]  # by exercise
    scores: np.ndarray  # 0 to 1; NaN if a mark is not final
    totals: np.ndarray  # sums of points; NaN if one is not complete


def item_statistics(book: Gradebook) -> ClassStatistics:
    """Return the numbers of a whole class."""
    items = {e: ItemCounts(book.course.exercises[e]) for e in book.exercises}
    scores, totals = [], []
    for row in book.rows():
        for exercise, mark in row.marks.items():
            items[exercise].add(mark)
        marks = [mark.score if mark.is_final else np.nan for mark in row.marks.values()]
        scores.append(np.array(marks, dtype=np.float32))  # 10,000 students are to fit
        totals.append(np.nan if row.total is None else row.total)
    shape = (len(scores), len(book.exercises))
    return ClassStatistics(
        items, np.array(scores, dtype=float).reshape(shape), np.array(totals, float)
    )


def discrimination(scores: np.ndarray) -> list[float | None]:
    """Return the correlation of each exercise with the sum of all others, -1 to 1.

    Of the scores, shape (students, exercises), only complete rows count, without NaN. None if
    it is not defined: fewer than three students, fewer than two exercises, or all the same.
    This is the corrected item-total correlation (Henrysson, "Correction of item-total
    correlations in item analysis", Psychometrika 28, 1963).
    """
    complete = scores[~np.isnan(scores).any(axis=1)]
    students, exercises = complete.shape
    if students < 3 or exercises < 2:
        return [None] * exercises
    totals = complete.sum(axis=1)
    return [_correlation(item, totals - item) for item in complete.T]


def _correlation(x: np.ndarray, y: np.ndarray) -> float | None:
    x, y = x - x.mean(), y - y.mean()
    norm = np.sqrt((x @ x) * (y @ y))
    # Sums of scores such as 1/3 leave dust where all students have the same.
    return float(x @ y / norm) if norm > 1e-12 * len(x) else None


def reliability(scores: np.ndarray) -> float | None:
    """Return Cronbach's alpha of scores as in :func:`discrimination`; None if undefined.

    k/(k - 1) · (1 - sum of the items' variances / variance of the sums): Cronbach, "Coefficient
    alpha and the internal structure of tests", Psychometrika 16, 1951.
    """
    complete = scores[~np.isnan(scores).any(axis=1)]
    students, exercises = complete.shape
    if students < 3 or exercises < 2:
        return None
    whole = complete.sum(axis=1).var(ddof=1)
    if whole < 1e-12:
        return None
    parts = complete.var(axis=0, ddof=1).sum()
    return float(exercises / (exercises - 1) * (1 - parts / whole))


def mean_and_spread(values: np.ndarray) -> tuple[float | None, float | None]:
    """Return mean and standard deviation of what is not NaN; None if there is too little."""
    known = values[~np.isnan(values)]
    mean = float(known.mean()) if len(known) else None
    return mean, float(known.std(ddof=1)) if len(known) > 1 else None
