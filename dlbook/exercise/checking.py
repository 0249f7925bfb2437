"""Check an answer, and say what is wrong with it and what it looks like."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from dlbook.exercise.bank import find
from dlbook.exercise.choice import check_choice
from dlbook.exercise.diagnosis import diagnose
from dlbook.exercise.loading import load
from dlbook.exercise.reading import Exercise
from dlbook.exercise.report import Report
from dlbook.exercise.trial import Bench, Trial
from dlbook.exercise.values import show

# After one of these there is no use in further inputs.
HOPELESS = ("timeout", "output", "memory", "signature")


def check(id: str, answer, *, seed: int | None = None) -> Report:
    """Check an answer to an exercise.

    Parameters
    ----------
    id : str
        ``"<chapter>/<slug>"``; :func:`dlbook.exercise.ids` lists them.
    answer : function, class, str, int or float
        What the exercise asks for: the function or class itself, an option's letter,
        or a number.
    seed : int, optional
        Draws the same random inputs again; by default they are fresh in each check.

    Returns
    -------
    Report
        Shown as the last line of a cell; ``report.passed`` says the verdict.

    Raises
    ------
    ValueError
        Where there is no such exercise, or it is not one that can be checked.
    """
    exercise = find(id)
    if exercise.kind == "investigate":
        raise ValueError(f"{id} is open: compare what you found with its rubric")
    if not exercise.is_code:
        return check_choice(exercise, answer)
    return check_code(exercise, answer, seed)


def check_code(exercise: Exercise, answer: Callable, seed: int | None = None) -> Report:
    """Check a function or class against the reference."""
    seed = secrets.randbelow(2**32) if seed is None else seed
    bench = Bench(exercise, load(exercise))
    trials = try_inputs(bench, answer, seed)
    failed = [trial for trial in trials if trial.failure]
    if not failed:
        return Report(
            exercise.id,
            exercise.title,
            True,
            f"Right on all {len(trials)} inputs.",
            right=len(trials),
            tried=len(trials),
            seed=seed,
        )
    return _failed(bench, trials, failed[0], seed)


def try_inputs(bench: Bench, answer: Callable, seed: int) -> list[Trial]:
    """Try an answer on every input, or up to one that leaves no hope."""
    trials = []
    for args, is_edge in bench.inputs(seed):
        trials.append(bench.attempt(answer, args, is_edge))
        failure = trials[-1].failure
        if failure and failure.name in HOPELESS:
            break
    return trials


def _failed(bench: Bench, trials: list[Trial], shown: Trial, seed: int) -> Report:
    mistake, diagnosis = diagnose(bench, trials)
    inputs = "\n".join(
        f"{name} = {show(value)}" for name, value in zip(bench.names, shown.args, strict=False)
    )
    return Report(
        bench.exercise.id,
        bench.exercise.title,
        False,
        shown.failure.headline,
        failure=shown.failure.name,
        facts=(("input", inputs), *shown.failure.facts),
        diagnosis=diagnosis,
        mistake=mistake,
        advice=shown.failure.advice,
        right=sum(trial.failure is None for trial in trials),
        tried=len(trials),
        seed=seed,
    )
