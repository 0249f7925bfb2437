"""Check an answer that is a text: of an editor in a page, or of a file."""

from __future__ import annotations

import difflib
import re

from dlbook.exercise.calling import Outcome, call
from dlbook.exercise.checking import check_exercise, report_failure
from dlbook.exercise.failure import Failure, of_error
from dlbook.exercise.format import Exercise
from dlbook.exercise.library import find
from dlbook.exercise.loading import run_source
from dlbook.exercise.report import Report

NAME = "your code"
OPEN = "# An open question: your experiment, and what it shows."
ID_LINE = re.compile(r"^# exercise: *(?P<id>[\w/-]+) *$", re.MULTILINE)


def check_source(exercise_id: str, source: str, *, seed: int | None = None) -> Report:
    """Run a reader's text, and check what it defines.

    Parameters
    ----------
    exercise_id : str
        ``"<chapter>/<slug>"``.
    source : str
        Python code that defines the function or class asked for. For a choice or a
        number it sets ``answer``.
    seed : int, optional
        Draws the same random inputs again.

    Raises
    ------
    ValueError
        Where there is no such exercise, or it is an open one.
    """
    exercise = find(exercise_id)
    name = exercise.answer if exercise.is_code else "answer"
    outcome = call(run_source, (source, "your_code", NAME), exercise.seconds)
    if outcome.error is not None:
        return report_failure(exercise, _of_text(outcome, exercise))
    names = outcome.result
    if name not in names:
        return report_failure(exercise, _missing(name, names))
    return check_exercise(exercise, names[name], seed, source)


def answer_file(exercise: Exercise) -> str:
    """Return the text of a file for the reader to answer in."""
    head = f"# exercise: {exercise.id}\n"
    if exercise.is_code:
        return f"{head}{exercise.starter}\n"
    if exercise.kind == "investigate":
        return f"{head}{exercise.starter or OPEN}\n"
    return f"{head}answer = ...  # {'a letter' if exercise.options else 'a number'}\n"


def id_in(source: str) -> str | None:
    """Return the id in a line ``# exercise: <chapter>/<slug>``, or None."""
    match = ID_LINE.search(source)
    return match["id"] if match else None


def _of_text(outcome: Outcome, exercise: Exercise) -> Failure:
    if isinstance(outcome.error, SyntaxError):
        return Failure(
            "syntax",
            f"Python cannot read the code: {outcome.error.msg}",
            (("where", outcome.line),),
            "Is a bracket or a colon missing there, or on the line before?",
        )
    return of_error(outcome, "The code", exercise.seconds)


def _missing(name: str, names: dict) -> Failure:
    own = [other for other in names if not other.startswith("__")]
    near = difflib.get_close_matches(name, own, n=1)
    return Failure(
        "missing",
        f"The code defines no {name}" + (f", but {near[0]}." if near else "."),
        advice=f"Call it {name}: the check looks for that name.",
    )
