"""Numbers about a class: scores, mistakes, and how well exercises tell students apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from dlbook.exercise.choice import letter
from dlbook.exercise.format import Exercise
from dlbook.grade.gradebook import Gradebook, Mark
from dlbook.grade.task import digest_of


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
