"""Which known mistake an answer looks like."""

from __future__ import annotations

from collections.abc import Callable

from dlbook.exercise.failure import Failure
from dlbook.exercise.loading import explanation, load_starter
from dlbook.exercise.trial import Bench, Trial

UNCHANGED = (
    "Your code does what the code did as it was given to you: on these inputs nothing has "
    "changed yet."
)


def diagnose(bench: Bench, trials: list[Trial]) -> tuple[str, str]:
    """Return name and explanation of the wrong answer that did the same, or empty texts.

    A wrong answer is recognized where it did the same as the reader's on all random
    inputs, one of which failed; of several, the one that did the same most often. Where
    all random inputs are right, it must have done the same on the edge cases.
    """
    suspects = dict(bench.checks.wrong)
    if bench.exercise.kind == "debug":
        suspects = {"starter": load_starter(bench.exercise), **suspects}
    random_fails = any(trial.failure and not trial.is_edge for trial in trials)
    scores = {name: _score(bench, s, trials, random_fails) for name, s in suspects.items()}
    best = max(scores, key=scores.get, default=None)
    if best is None or scores[best] == 0:
        return "", ""
    return best, UNCHANGED if best == "starter" else explanation(suspects[best])


def _score(bench: Bench, suspect: Callable, trials: list[Trial], random_fails: bool) -> int:
    """Return on how many inputs a wrong answer did the same; 0 where it is another."""
    score = 0
    for trial in trials:
        if did_the_same(bench, suspect, trial):
            score += 1
        elif not (trial.is_edge and random_fails):
            return 0
    return score


def did_the_same(bench: Bench, suspect: Callable, trial: Trial) -> bool:
    """Say whether an answer does with an input what came out in the trial."""
    outcome = bench.run(suspect, trial.args)
    if not bench.agree(outcome, trial.got):
        return False
    failure = bench.judge(suspect, trial.args, trial.expected, outcome)
    return _sign(failure) == _sign(trial.failure)


def _sign(failure: Failure | None) -> tuple:
    """Return what two failures of one kind have in common; of errors also their message.

    Mistakes of many kinds end in a ValueError about shapes: the numbers in its message tell
    them apart.
    """
    if failure is None:
        return ()
    return failure.name, failure.part, failure.said
