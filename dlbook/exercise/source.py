"""Check an answer that is a text: of an editor in a page, or of a file."""

from __future__ import annotations

import re

from dlbook.exercise.check import check_exercise, refuse_open, report_failure, spec_of
from dlbook.exercise.choice import check_choice
from dlbook.exercise.execution import LOAD_SECONDS, InProcess, Spec
from dlbook.exercise.format import Exercise
from dlbook.exercise.library import find
from dlbook.exercise.messages import of_loading
from dlbook.exercise.report import Report

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
        If there is no such exercise, or it is an open one.
    """
    exercise = find(exercise_id)
    refuse_open(exercise)
    if exercise.is_code:
        executor = InProcess(spec_of(exercise), source=source)
        return check_exercise(exercise, executor, seed)
    outcome = InProcess(Spec("answer", LOAD_SECONDS), source=source).load_value()
    if outcome.error is not None:
        failure = of_loading(outcome.error, "answer", exercise.id, LOAD_SECONDS)
        return report_failure(exercise, failure)
    return check_choice(exercise, outcome.result)


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
