"""Which known mistake an answer looks like."""

from __future__ import annotations

from dlbook.exercise.loading import explanation, load_starter
from dlbook.exercise.trial import Bench, Trial

UNCHANGED = (
    "Your code does what the code did as it was given to you: on these inputs nothing has "
    "changed yet."
)


def diagnose(bench: Bench, trials: list[Trial]) -> tuple[str, str]:
    """Return name and explanation of the wrong answer that did the same, or empty texts.

    A wrong answer is recognized where it agrees with the reader's on all random inputs
    and on some input that failed; of several, the one that agrees most often. Where
    random inputs are right, it must agree on all edge cases, too.
    """
    suspects = dict(bench.checks.wrong)
    if bench.exercise.kind == "debug":
        suspects = {"starter": load_starter(bench.exercise), **suspects}
    scored = {name: _agreement(bench, wrong, trials) for name, wrong in suspects.items()}
    best = max(scored, key=scored.get, default="")
    if not best or not scored[best]:
        return "", ""
    return best, UNCHANGED if best == "starter" else explanation(suspects[best])


def _agreement(bench: Bench, wrong, trials: list[Trial]) -> int:
    """Return on how many inputs a wrong answer did the same; 0 if it is not the same."""
    agreed = [bench.agree(bench.run(wrong, t.args), t.got) for t in trials]
    random_fails = any(t.failure and not t.is_edge for t in trials)
    needed = [
        same for same, t in zip(agreed, trials, strict=True) if not (t.is_edge and random_fails)
    ]
    failed = any(same and t.failure for same, t in zip(agreed, trials, strict=True))
    return sum(agreed) if all(needed) and failed else 0
