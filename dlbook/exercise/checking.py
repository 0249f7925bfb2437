"""Check an answer, and say what is wrong with it and what it looks like."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from dlbook.exercise.choice import check_choice
from dlbook.exercise.conduct import misconduct, unsteady
from dlbook.exercise.diagnosis import diagnose
from dlbook.exercise.failure import Failure
from dlbook.exercise.forbidden import forbidden_use
from dlbook.exercise.format import Exercise
from dlbook.exercise.library import find
from dlbook.exercise.likeness import likeness
from dlbook.exercise.loading import load
from dlbook.exercise.report import Report
from dlbook.exercise.shrink import smallest
from dlbook.exercise.trial import Bench, Trial
from dlbook.exercise.values import kind_of, show_named

# After one of these there is no use in further inputs.
HOPELESS = ("timeout", "output", "memory", "signature")
MOST_PRINTED = 600  # characters that a report repeats of what was printed


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
        Shown as the last line of a cell; ``report.passed`` is the verdict.

    Raises
    ------
    ValueError
        Where there is no such exercise, or it is an open one.
    """
    return check_exercise(find(id), answer, seed)


def check_exercise(
    exercise: Exercise, answer, seed: int | None = None, source: str | None = None
) -> Report:
    """Check an answer to an exercise that has been read; see :func:`check`.

    Parameters
    ----------
    source : str, optional
        The whole text that defines the answer, to be searched for forbidden names.
    """
    refuse_open(exercise)
    if not exercise.is_code:
        return check_choice(exercise, answer)
    if failure := _refusal(exercise, answer, source):
        return report_failure(exercise, failure)
    seed = secrets.randbelow(2**32) if seed is None else seed
    return _check_code(Bench(exercise, load(exercise)), answer, seed)


def refuse_open(exercise: Exercise) -> None:
    """Raise a ValueError where an exercise is one that cannot be checked."""
    if exercise.kind == "investigate":
        raise ValueError(
            f"{exercise.id} is an open question, which no program can judge: compare what you "
            f"found with what a good answer holds, "
            f"`dlbook exercise show {exercise.id} --solution`"
        )


def report_failure(exercise: Exercise, failure: Failure, **more) -> Report:
    """Return the report of a failure."""
    return Report(
        exercise.id,
        exercise.title,
        False,
        failure.headline,
        failure=failure.name,
        advice=failure.advice,
        **{"facts": failure.evidence(), **more},
    )


def _refusal(exercise: Exercise, answer, source: str | None) -> Failure | None:
    """Return why an answer is not tried at all, or None."""
    if not callable(answer):
        return Failure(
            "not a function",
            f"Expected the function or class {exercise.answer} itself, got {kind_of(answer)}.",
            advice=f"Pass it without parentheses: check({exercise.id!r}, {exercise.answer})",
        )
    use = forbidden_use(answer, exercise.forbidden, source)
    if use is None:
        return None
    return Failure(
        "forbidden",
        f"This exercise is to be done without {use[0]}.",
        (("where", use[1]),),
    )


def _check_code(bench: Bench, answer: Callable, seed: int) -> Report:
    trials = _try_inputs(bench, answer, seed)
    failed = [trial for trial in trials if trial.failure]
    found = None
    if not failed:
        found = misconduct(bench, answer, trials)
    elif failed[0].failure.name not in HOPELESS:
        failure = unsteady(bench, answer, failed[0])
        found = failure and (failure, failed[0])
    if found:
        failure, trial = found
        facts = (_input(bench, trial), *failure.facts)
        return report_failure(bench.exercise, failure, facts=facts, seed=seed)
    if failed:
        return _failed(bench, answer, trials, seed)
    return Report(
        bench.exercise.id,
        bench.exercise.title,
        True,
        f"As expected on all {len(trials)} inputs.",
        right=len(trials),
        tried=len(trials),
        seed=seed,
    )


def _try_inputs(bench: Bench, answer: Callable, seed: int) -> list[Trial]:
    """Try an answer on every input, or up to one that leaves no hope."""
    trials = []
    for args, is_edge in bench.inputs(seed):
        trials.append(bench.attempt(answer, args, is_edge))
        failure = trials[-1].failure
        if failure and failure.name in HOPELESS:
            break
    return trials


def _failed(bench: Bench, answer: Callable, trials: list[Trial], seed: int) -> Report:
    mistake, diagnosis = diagnose(bench, trials)
    if not mistake:
        mistake, diagnosis = likeness(trials)
    shown = smallest(bench, answer, trials, seed)
    tried = [] if shown.failure.name == "signature" else [_input(bench, shown)]
    return report_failure(
        bench.exercise,
        shown.failure,
        facts=(*tried, *shown.failure.evidence(), *_said(shown)),
        diagnosis=diagnosis,
        mistake=mistake,
        right=sum(trial.failure is None for trial in trials),
        tried=len(trials),
        seed=seed,
    )


def _input(bench: Bench, trial: Trial) -> tuple[str, str]:
    named = zip(bench.names, trial.args, strict=False)
    return "input", "\n".join(show_named(name, value) for name, value in named)


def _said(trial: Trial) -> list[tuple[str, str]]:
    """Return what the answer printed, and what Python warned of."""
    printed = trial.got.printed.rstrip()
    if len(printed) > MOST_PRINTED:
        printed = printed[:MOST_PRINTED] + " ..."
    return [("printed", printed), ("Python warned", "; ".join(trial.got.warned))]
