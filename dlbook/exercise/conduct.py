"""Whether an answer does the same each time it is called."""

from __future__ import annotations

from collections.abc import Callable

from dlbook.exercise.failure import Failure
from dlbook.exercise.trial import Bench, Trial
from dlbook.exercise.values import identical

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
        if is_unsteady(bench, answer, trial):
            return MEMORY, trial
    return None


def is_unsteady(bench: Bench, answer: Callable, trial: Trial) -> bool:
    """Say whether an answer now does something else than in the trial."""
    if not bench.checks.compares:
        return False
    return not bench.agree(bench.run(answer, trial.args), trial.got)
