"""Show an exercise and its hints, in a notebook as Markdown, elsewhere as text."""

from __future__ import annotations

from dlbook.exercise.choice import letter
from dlbook.exercise.format import Exercise
from dlbook.exercise.library import find

_seen: dict[str, int] = {}  # how many hints of an exercise have been shown


class Markdown(str):
    """A text that a notebook shows as Markdown."""

    def _repr_markdown_(self) -> str:
        return str(self)

    __repr__ = str.__str__


def show_exercise(exercise_id: str) -> Markdown:
    """Return the statement of an exercise.

    ``exercise_id`` is ``"<chapter>/<slug>"``; the error for another names the nearest.
    """
    return Markdown(statement(find(exercise_id)))


def hint(exercise_id: str, number: int | None = None) -> Markdown:
    """Return the next hint of an exercise: from call to call a stronger one.

    ``number`` chooses a hint, counted from 1; by default it is the one after the last.
    """
    hints = find(exercise_id).hints
    if not hints:
        return Markdown(f"There are no hints for {exercise_id}.")
    if number is None:
        number = min(_seen.get(exercise_id, 0) + 1, len(hints))
    if not 1 <= number <= len(hints):
        raise ValueError(f"{exercise_id} has the hints 1 to {len(hints)}; got {number!r}")
    _seen[exercise_id] = number
    return Markdown(f"**Hint {number} of {len(hints)}.** {hints[number - 1]}")


def statement(exercise: Exercise) -> str:
    """Return the statement of an exercise with its title, as Markdown."""
    options = "\n".join(f"- ({letter(i)}) {text}" for i, text in enumerate(exercise.options))
    parts = [f"### {exercise.title}", f"*{subtitle(exercise)}*", exercise.statement, options]
    return "\n\n".join(part for part in parts if part)


def subtitle(exercise: Exercise) -> str:
    """Return kind, difficulty and time in a line."""
    return (
        f"{exercise.kind} · difficulty {exercise.difficulty} of 5 · {exercise.minutes} minutes"
    )
