"""Check an answer that is a choice or a number."""

from __future__ import annotations

import math
import numbers
import string

from dlbook.exercise.format import Exercise
from dlbook.exercise.report import Report


def check_choice(exercise: Exercise, answer) -> Report:
    """Check a letter, a position counted from 0, or a number."""
    if exercise.value is not None:
        return _check_value(exercise, answer)
    chosen = _position(exercise, answer)
    if chosen is None:
        last = letter(len(exercise.options) - 1)
        return _no_answer(exercise, answer, f"a letter from 'a' to '{last}'")
    passed = chosen == exercise.answer
    return Report(
        exercise.id,
        exercise.title,
        passed,
        "That is right." if passed else "Not this one.",
        failure="" if passed else "choice",
        facts=(("you chose", f"({letter(chosen)}) {exercise.options[chosen]}"),),
        diagnosis=exercise.why[chosen],
    )


def letter(position: int) -> str:
    """Return the letter of an option."""
    return string.ascii_lowercase[position]


def _position(exercise: Exercise, answer) -> int | None:
    count = len(exercise.options)
    if isinstance(answer, str):
        given = answer.strip("() ").lower()
        return next((i for i in range(count) if letter(i) == given), None)
    is_position = isinstance(answer, numbers.Integral) and not isinstance(answer, bool)
    return int(answer) if is_position and 0 <= answer < count else None


def _no_answer(exercise: Exercise, answer, wanted: str) -> Report:
    came = "none so far" if answer is ... else f"got {str(answer)[:40]!r}"
    headline = f"The answer is to be {wanted}; {came}."
    return Report(exercise.id, exercise.title, False, headline, failure="no answer")


def _check_value(exercise: Exercise, answer) -> Report:
    try:
        number = float(answer)
    except (TypeError, ValueError):
        return _no_answer(exercise, answer, "a number")
    passed = math.isfinite(number) and abs(number - exercise.value) <= exercise.within
    why = exercise.why[0] if exercise.why else ""
    return Report(
        exercise.id,
        exercise.title,
        passed,
        "That is right." if passed else "Not this number.",
        failure="" if passed else "value",
        facts=(("your number", f"{number:.10g}"),),
        diagnosis=why if passed else _slip(exercise, number),
    )


def _slip(exercise: Exercise, number: float) -> str:
    """Return the explanation of a known wrong number, the nearest of several, or ``""``."""
    near = [(abs(number - value), text) for value, text in exercise.slips]
    return min([entry for entry in near if entry[0] <= exercise.within], default=(0, ""))[1]
