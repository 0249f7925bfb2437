"""One input, tried on the reference and on an answer, and what is wrong with the result."""

from __future__ import annotations

import copy
import functools
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from dlbook.exercise.calling import Outcome, call
from dlbook.exercise.compare import compare
from dlbook.exercise.failure import Failure, of_difference, of_error
from dlbook.exercise.loading import Checks
from dlbook.exercise.reading import Exercise


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
    kept : object
        A copy of the answer's result, made at once.
    failure : Failure or None
        What is wrong.
    """

    args: tuple
    is_edge: bool
    expected: Outcome
    got: Outcome
    kept: object
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
        self.may_change = {self.names.index(name) for name in exercise.changes}

    def _parameters(self) -> list[str]:
        """Return the names of the arguments, as ``use`` or the reference has them."""
        names = list(inspect.signature(self.checks.use).parameters)
        if names == ["answer", "args"]:
            return list(inspect.signature(self.checks.reference).parameters)
        return names[1:]

    def inputs(self, seed: int) -> Iterator[tuple[tuple, bool]]:
        """Yield inputs, and whether each is an edge case: random ones come first."""
        for number in range(self.exercise.cases):
            yield self.random_input(seed, number), False
        for args in self.checks.edge_cases:
            yield copy.deepcopy(args), True

    def random_input(self, seed: int, number: int) -> tuple:
        """Return one random input."""
        return tuple(self.checks.inputs(np.random.default_rng([seed, number])))

    def run(self, answer: Callable, args: tuple) -> Outcome:
        """Call an answer."""
        function = functools.partial(self.checks.use, answer)
        return call(function, args, self.exercise.seconds)

    def expect(self, args: tuple) -> Outcome:
        """Call the reference."""
        with np.errstate(all="ignore"):
            return self.run(self.checks.reference, args)

    def attempt(self, answer: Callable, args: tuple, is_edge: bool = False) -> Trial:
        """Try an answer on one input."""
        expected, got = self.expect(args), self.run(answer, args)
        kept = copy.deepcopy(got.result)
        failure = self.judge(answer, args, expected, got)
        return Trial(args, is_edge, expected, got, kept, failure)

    def judge(self, answer: Callable, args: tuple, expected: Outcome, got: Outcome):
        """Return what is wrong with an outcome, or None."""
        if expected.error is not None:
            return self._judge_refusal(expected, got)
        if got.error is not None:
            return of_error(got, self.exercise.answer, self.exercise.seconds)
        if self.checks.compares and (difference := self.compare(expected, got)):
            return of_difference(difference)
        return self._judge_changes(got) or self._judge_properties(answer, args, got)

    def compare(self, expected: Outcome, got: Outcome):
        """Return where results, or arguments changed in place, first differ."""
        pairs = [(expected.result, got.result, "")]
        for i in sorted(self.may_change):
            pairs.append((expected.args[i], got.args[i], self.names[i]))
        rtol, atol = self.checks.rtol, self.checks.atol
        found = (compare(a, b, rtol, atol, where) for a, b, where in pairs)
        return next((difference for difference in found if difference), None)

    def agree(self, one: Outcome, other: Outcome) -> bool:
        """Say whether two answers did the same with an input."""
        if one.error is not None or other.error is not None:
            return type(one.error) is type(other.error)
        if set(one.changed) != set(other.changed):
            return False
        return self.compare(one, other) is None

    def _judge_refusal(self, expected: Outcome, got: Outcome) -> Failure | None:
        """Judge an input that the reference refuses with an error: so must the answer."""
        wanted = type(expected.error)
        if isinstance(got.error, wanted):
            return None
        came = type(got.error).__name__ if got.error else "a result"
        return Failure(
            "refusal", f"This input must be refused with a {wanted.__name__}; there was {came}."
        )

    def _judge_changes(self, got: Outcome) -> Failure | None:
        unwanted = [self.names[i] for i in got.changed if i not in self.may_change]
        if not unwanted:
            return None
        return Failure(
            "in-place",
            f"The result is right, but your code changed its input {', '.join(unwanted)}.",
            advice="Operations such as `x += 1`, `x[...] = 0` and `x.sort()` change the array "
            "that the caller still holds. Work on a copy, or write `x = x + 1`.",
        )

    def _judge_properties(self, answer, args: tuple, got: Outcome) -> Failure | None:
        for holds in self.checks.properties.values():
            function = functools.partial(_holds, holds, answer, got.result)
            outcome = call(function, args, self.exercise.seconds)
            if isinstance(outcome.error, AssertionError):
                return Failure("property", str(outcome.error))
            if outcome.error is not None:
                return of_error(outcome, self.exercise.answer, self.exercise.seconds)
        return None


def _holds(holds: Callable, answer: Callable, result, *args) -> None:
    holds(answer, args, result)
