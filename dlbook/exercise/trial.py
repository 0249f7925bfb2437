"""One input, tried on the reference and on an answer, and what is wrong with the result."""

from __future__ import annotations

import copy
import functools
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from dlbook.exercise.calling import Outcome, call, readers_line
from dlbook.exercise.compare import Difference, compare
from dlbook.exercise.failure import CHANGED, Failure, of_difference, of_error
from dlbook.exercise.format import Exercise, FormatError
from dlbook.exercise.loading import Checks, as_input
from dlbook.exercise.values import snapshot


@dataclass(frozen=True)
class Trial:
    """One input and what came of it.

    Attributes
    ----------
    args : tuple
        The input.
    is_edge : bool
        Whether it is an edge case, not a random one.
    expected, got : Outcome
        Of the reference, and of the answer.
    live : object
        The answer's result itself, which a later call may change; ``got`` has a copy.
    failure : Failure or None
        What is wrong.
    """

    args: tuple
    is_edge: bool
    expected: Outcome
    got: Outcome
    live: object
    failure: Failure | None


class Bench:
    """Tries answers to one exercise on inputs.

    Parameters
    ----------
    exercise : Exercise
        The exercise.
    checks : Checks
        Its code at work.
    """

    def __init__(self, exercise: Exercise, checks: Checks):
        self.exercise, self.checks = exercise, checks
        self.names = self._parameters()
        if unknown := sorted(set(exercise.changes) - set(self.names)):
            raise FormatError(f"{exercise.path}: changes names no arguments: {unknown}")
        self.may_change = {self.names.index(name) for name in exercise.changes}

    def _parameters(self) -> list[str]:
        """Return the names of the arguments, as the reference or ``use`` has them."""
        if self.checks.use is None:
            return list(inspect.signature(self.checks.reference).parameters)
        return list(inspect.signature(self.checks.use).parameters)[1:]

    def inputs(self, seed: int) -> Iterator[tuple[tuple, bool]]:
        """Yield inputs, and whether each is an edge case: random ones come first."""
        for number in range(self.exercise.cases):
            yield self.random_input(seed, number), False
        for args in self.checks.edge_cases:
            yield copy.deepcopy(args), True

    def random_input(self, seed: int, number: int) -> tuple:
        """Return one random input."""
        return as_input(self.checks.inputs(np.random.default_rng([seed, number])))

    def run(self, answer: Callable, args: tuple) -> Outcome:
        """Call an answer."""
        use = self.checks.use
        function = answer if use is None else functools.partial(use, answer)
        return call(function, args, self.exercise.seconds)

    def attempt(self, answer: Callable, args: tuple, is_edge: bool = False) -> Trial:
        """Try an answer on one input.

        Raises
        ------
        FormatError
            Where the reference fails: it may refuse edge cases, with an error of its own.
        """
        expected = self.run(self.checks.reference, args)
        if expected.error is not None and not (is_edge and expected.error_name == "exception"):
            raise FormatError(
                f"{self.exercise.path}: the solution raises {expected.error!r}"
            ) from expected.error
        got = self.run(answer, args)
        live, got.result = got.result, snapshot(got.result)
        try:
            failure = self.judge(answer, args, expected, got)
        except Exception as error:  # of a reader's object that cannot be looked at
            failure = self._of_error(Outcome(error=error, line=readers_line(error)))
        return Trial(args, is_edge, expected, got, live, failure)

    def judge(
        self, answer: Callable, args: tuple, expected: Outcome, got: Outcome
    ) -> Failure | None:
        """Return what is wrong with an outcome, or None."""
        if expected.error is not None:
            return _judge_refusal(expected, got)
        if got.error is not None:
            return self._of_error(got)
        if self.checks.compares and (difference := self.difference(expected, got)):
            return of_difference(difference)
        return self._judge_changes(got) or self._judge_properties(answer, args, got)

    def difference(self, expected: Outcome, got: Outcome) -> Difference | None:
        """Return where results, or arguments changed in place, first differ."""
        pairs = [(expected.result, got.result, "")]
        for i in sorted(self.may_change):
            pairs.append((expected.args[i], got.args[i], f"{CHANGED} {self.names[i]}"))
        rtol, atol = self.checks.rtol, self.checks.atol
        found = (compare(a, b, rtol, atol, part) for a, b, part in pairs)
        return next((difference for difference in found if difference), None)

    def agree(self, one: Outcome, other: Outcome) -> bool:
        """Say whether two answers did the same with an input."""
        if one.error is not None or other.error is not None:
            return type(one.error) is type(other.error)
        if one.changed != other.changed:
            return False
        return not self.checks.compares or self.difference(one, other) is None

    def _judge_changes(self, got: Outcome) -> Failure | None:
        unwanted = [self.names[i] for i in got.changed if i not in self.may_change]
        if not unwanted:
            return None
        return Failure(
            "in-place",
            f"The result is right, but your code changed its input: {', '.join(unwanted)}.",
            advice="`x += 1`, `x[...] = 0` and `x.sort()` change the array that the caller "
            "still holds. Work on a copy, or write `x = x + 1`.",
        )

    def _judge_properties(self, answer, args: tuple, got: Outcome) -> Failure | None:
        for name, holds in self.checks.properties.items():
            function = functools.partial(_holds, holds, answer, got.result)
            outcome = call(function, args, self.exercise.seconds)
            if isinstance(outcome.error, AssertionError):
                return Failure("property", str(outcome.error), part=name)
            if outcome.error is not None:
                return self._of_error(outcome)
        return None

    def _of_error(self, outcome: Outcome) -> Failure:
        return of_error(outcome, self.exercise.answer, self.exercise.seconds)


def _holds(holds: Callable, answer: Callable, result, *args) -> None:
    holds(answer, args, result)


def _judge_refusal(expected: Outcome, got: Outcome) -> Failure | None:
    """Judge an input that the reference refuses with an error: so must the answer."""
    wanted = type(expected.error)
    if isinstance(got.error, wanted):
        return None
    came = f"raised {got.error!r}" if got.error else "took it without a word"
    return Failure(
        "refusal",
        f"This input is to be refused with a {wanted.__name__}; your code {came}.",
        advice="Look at the input first, with `if ...: raise ...`, and only then compute.",
    )
