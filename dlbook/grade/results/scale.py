"""How many points an exercise gives, and what lateness takes off."""

from __future__ import annotations

import csv
import fnmatch
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Scale:
    """Points of each exercise, and percents taken off for lateness.

    Attributes
    ----------
    points : dict of float
        By id; an exercise that is not listed gives 1.
    late_percent : float
        Taken off what the learning platform marked as late.
    late_students : dict of float
        Percents taken off, by student; they count before ``late_percent``.
    """

    points: dict[str, float] = field(default_factory=dict)
    late_percent: float = 0.0
    late_students: dict[str, float] = field(default_factory=dict)

    def points_of(self, exercise: str) -> float:
        """Return what a right answer gives."""
        return self.points.get(exercise, 1.0)

    def percent_off(self, submission: dict) -> float:
        """Return how many percent a submission loses."""
        for name in (submission["student"], submission["name"], submission["user"]):
            if name and name in self.late_students:
                return self.late_students[name]
        return self.late_percent if submission["late"] else 0.0


def read_points(path: Path, ids: Iterable[str]) -> dict[str, float]:
    """Return the points of each exercise, from a CSV file of the columns exercise, points.

    An exercise may be a pattern, such as ``neurons/*``; later lines count before earlier.

    Raises
    ------
    ValueError
        Where a line fits no exercise, or its points are no number from 0.
    """
    ids, points = list(ids), {}
    for number, (pattern, value) in enumerate(_pairs(path, "exercise", "points"), start=2):
        fitting = fnmatch.filter(ids, pattern)
        if not fitting:
            raise ValueError(f"{path}, line {number}: no exercise fits {pattern!r}")
        points |= dict.fromkeys(fitting, _number(value, f"{path}, line {number}", math.inf))
    return points


def read_late(rule: str) -> tuple[float, dict[str, float]]:
    """Return the percent for all that is marked as late, and those of single students.

    Parameters
    ----------
    rule : str
        A percentage such as ``"20%"``; or a CSV file of the columns student, percent.

    Raises
    ------
    ValueError
        Where it is neither, or a percent is not from 0 to 100.
    """
    if rule.endswith("%"):
        return _number(rule[:-1], "--late", 100), {}
    path = Path(rule)
    if not path.is_file():
        raise ValueError(
            f"--late: expected a percentage, as 20%, or a file with the columns "
            f"student,percent; got {rule!r}"
        )
    pairs = enumerate(_pairs(path, "student", "percent"), start=2)
    return 0.0, {
        name: _number(value, f"{path}, line {number}", 100) for number, (name, value) in pairs
    }


def _pairs(path: Path, first: str, second: str) -> list[tuple[str, str]]:
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = [[cell.strip() for cell in row] for row in csv.reader(file) if row]
    if not rows or rows[0] != [first, second]:
        raise ValueError(f"{path}: expected the first line to be {first},{second}")
    if wrong := next((row for row in rows if len(row) != 2), None):
        raise ValueError(f"{path}: expected two columns, got {wrong}")
    return [(row[0], row[1]) for row in rows[1:]]


def _number(text: str, where: str, most: float) -> float:
    try:
        number = float(text.rstrip("%"))
    except ValueError:
        number = math.nan
    if not (0 <= number <= most and math.isfinite(number)):
        upper = "" if math.isinf(most) else f" to {most:g}"
        raise ValueError(f"{where}: expected a number from 0{upper}, got {text!r}")
    return number
