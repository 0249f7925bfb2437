"""Whether an answer does the same each time it is called."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from dlbook.exercise.calling import Outcome
from dlbook.exercise.failure import Failure
from dlbook.exercise.trial import Bench, Trial
from dlbook.exercise.values import identical, show

AGAIN = 3  # inputs that are tried a second time

MEMORY = Failure(
    "state",
    "Called twice with the same input, your code returned two different results.",
    advice="A result may depend on the arguments alone. Look for a variable outside the "
    "function that it changes, a mutable default such as `cache=[]`, or random numbers that "
    "do not come from an argument.",
)
BUFFER = Failure(
    "aliasing",
    "A result changed after it was returned: a later call wrote into the same array.",
    advice="Make a new array in each call, rather than one outside the function.",
)


def misconduct(
    bench: Bench, answer: Callable, trials: list[Trial]
) -> tuple[Failure, Trial] | None:
    """Return what is wrong though each result was right, and where it shows; or None.

    The first inputs are tried again, now that the others have been.
    """
    for trial in trials:
        if trial.got.error is None and not identical(trial.got.result, trial.live):
            return BUFFER, trial
    for trial in trials[:AGAIN]:
        if failure := unsteady(bench, answer, trial):
            return failure, trial
    return None


def unsteady(bench: Bench, answer: Callable, trial: Trial) -> Failure | None:
    """Return what is wrong where an answer now does something else than in the trial."""
    if not bench.checks.compares:
        return None
    again = bench.run(answer, trial.args)
    if bench.agree(again, trial.got):
        return None
    return dataclasses.replace(
        MEMORY, facts=(("first", _came_of(trial.got)), ("then", _came_of(again)))
    )


def _came_of(outcome: Outcome) -> str:
    return show(outcome.result) if outcome.error is None else repr(outcome.error)
