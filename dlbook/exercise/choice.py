"""Check an answer that is a choice or a number."""

from __future__ import annotations

import math
import string

from dlbook.exercise.reading import Exercise
from dlbook.exercise.report import Report


def check_choice(exercise: Exercise, answer) -> Report:
    """Check a letter, a position counted from 0, or a number.

    Raises
    ------
    TypeError, ValueError
        Where ``answer`` is none of the options, or no number.
    """
    if exercise.value is not None:
        return _check_value(exercise, answer)
    chosen = _position(exercise, answer)
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


def _position(exercise: Exercise, answer) -> int:
    count = len(exercise.options)
    if isinstance(answer, str) and answer.strip("() ").lower() in map(letter, range(count)):
        return string.ascii_lowercase.index(answer.strip("() ").lower())
    if isinstance(answer, int) and not isinstance(answer, bool) and 0 <= answer < count:
        return answer
    raise ValueError(
        f"{exercise.id} is answered with a letter from 'a' to {letter(count - 1)!r}; "
        f"got {answer!r}"
    )


def _check_value(exercise: Exercise, answer) -> Report:
    try:
        number = float(answer)
    except (TypeError, ValueError):
        raise TypeError(f"{exercise.id} is answered with a number; got {answer!r}") from None
    passed = math.isfinite(number) and abs(number - exercise.value) <= exercise.within
    return Report(
        exercise.id,
        exercise.title,
        passed,
        "That is right." if passed else "Not this number.",
        failure="" if passed else "value",
        facts=(("your number", f"{number:g}"),),
        diagnosis=exercise.why[0] if passed and exercise.why else "",
    )
