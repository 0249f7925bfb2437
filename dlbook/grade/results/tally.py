"""What a class did at each exercise: scores, states, and which mistakes were how frequent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from dlbook.exercise.choice import letter
from dlbook.exercise.format import Exercise
from dlbook.grade.outcome import digest_of
from dlbook.grade.results.gradebook import Gradebook, Mark


@dataclass
class Tally:
    """One exercise over all students.

    Attributes
    ----------
    exercise : Exercise
        The exercise.
    states : Counter
        How many marks are graded, missing, untouched, waiting, error.
    wrong : Counter
        How many gave each wrong answer that was recognized.
    failures : Counter
        How many failed in each way, where no wrong answer was recognized.
    chosen : Counter
        How many chose each option, by its letter.
    """

    exercise: Exercise
    states: Counter = field(default_factory=Counter)
    wrong: Counter = field(default_factory=Counter)
    failures: Counter = field(default_factory=Counter)
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
class Class:
    """A class over all exercises.

    Attributes
    ----------
    tallies : dict of Tally
        By exercise.
    scores : ndarray of shape (students, exercises)
        0 to 1; NaN where a mark is not final.
    totals : ndarray of shape (students,)
        Sums of points; NaN where one is not complete.
    """

    tallies: dict[str, Tally]
    scores: np.ndarray
    totals: np.ndarray


def tally(book: Gradebook) -> Class:
    """Return the numbers of a whole class."""
    tallies = {id: Tally(book.course.exercises[id]) for id in book.exercises}
    scores, totals = [], []
    for row in book.rows():
        for id, mark in row.marks.items():
            tallies[id].add(mark)
        marks = [mark.score if mark.is_final else np.nan for mark in row.marks.values()]
        scores.append(np.array(marks, dtype=np.float32))  # 10,000 students are to fit
        totals.append(np.nan if row.total is None else row.total)
    shape = (len(scores), len(book.exercises))
    return Class(tallies, np.array(scores, dtype=float).reshape(shape), np.array(totals, float))
