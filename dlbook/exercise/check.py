"""Check an answer: draw inputs, run it, judge what comes back. The grader uses this, too.

Nothing of an answer is touched here but data. An executor runs the answer in this process or
in a sandbox: ``load()`` makes it ready, and ``run(args)`` calls it. Each returns an
:class:`~dlbook.exercise.execution.Outcome`.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from dlbook.exercise.choice import check_choice
from dlbook.exercise.compare import Difference, compare
from dlbook.exercise.data import as_data, others_in, show, show_named
from dlbook.exercise.execution import LOAD_SECONDS, Error, InProcess, Outcome, Spec
from dlbook.exercise.format import Exercise, FormatError
from dlbook.exercise.known_mistakes import error_pattern, known_mistake
from dlbook.exercise.library import find
from dlbook.exercise.loading import Checks, allows_float_errors, as_input, drive_of, load
from dlbook.exercise.messages import (
    ALIASED,
    CHANGED,
    STATEFUL,
    Failure,
    float_error,
    in_place,
    of_difference,
    of_error,
    of_loading,
    refusal,
)
from dlbook.exercise.minimize import minimize
from dlbook.exercise.report import Report
from dlbook.exercise.starter import is_starter

# After one of these there is no use in further inputs.
STOP_EARLY = ("timeout", "output", "memory", "signature", "crash", "exit", "protocol")
# Failures before any input was tried. What a notebook does next to its answer may be why.
LOADING = (
    *("load", "syntax", "missing", "not a function", "forbidden", "recursion"),
    *(name for name in STOP_EARLY if name != "signature"),
)
UNCHANGED = "This is still the starter, as it was given to you: nothing in it has changed yet."
RECHECKED_INPUTS = 3  # are tried a second time
MOST_PRINTED = 600  # characters that a report repeats of what was printed


class Executor(Protocol):
    """What runs an answer on data; it has the text that defines it, or the answer itself."""

    source: str | None
    answer: object

    def load(self) -> Outcome: ...  # noqa: D102
    def run(self, args: tuple) -> Outcome: ...  # noqa: D102


def check(exercise_id: str, answer, *, seed: int | None = None) -> Report:
    """Check an answer to an exercise.

    Parameters
    ----------
    exercise_id : str
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
        If there is no such exercise, or it is an open one.
    """
    return check_answer(find(exercise_id), answer, seed)


def check_answer(
    exercise: Exercise, answer, seed: int | None = None, *, shown: bool = True
) -> Report:
    """Check an answer to an exercise that has been read; see :func:`check`."""
    refuse_open(exercise)
    if not exercise.is_code:
        return check_choice(exercise, answer)
    executor = InProcess(spec_of(exercise), answer)
    return check_exercise(exercise, executor, seed, shown=shown)


def check_exercise(
    exercise: Exercise, executor: Executor, seed: int | None = None, *, shown: bool = True
) -> Report:
    """Check the answer that an executor runs, in this process or in a sandbox.

    ``seed`` draws the inputs; if ``shown``, a small input is looked for on which the answer
    fails, to be shown.
    """
    seed = secrets.randbelow(2**32) if seed is None else seed
    if error := executor.load().error:
        return report_failure(
            exercise, of_loading(error, exercise.answer, exercise.id, LOAD_SECONDS)
        )
    checker = Checker(exercise, executor)
    cases = checker.try_inputs(seed)
    failed = [case for case in cases if case.failure]
    count = {"right": len(cases) - len(failed), "tried": len(cases), "seed": seed}
    leak = checker.find_state_leak(cases)
    given = {}
    if (leak or failed) and is_starter(exercise, executor.source, executor.answer):
        given = {"mistake": "starter", "diagnosis": UNCHANGED}
    if leak:
        failure, case = leak
        facts = (checker.shown_input(case), *failure.facts)
        return report_failure(exercise, failure, facts=facts, seed=seed, **given)
    if not failed:
        headline = f"As expected on all {len(cases)} inputs."
        return Report(exercise.id, exercise.title, True, headline, **count)
    if not given:
        mistake, diagnosis = known_mistake(checker, cases) or error_pattern(cases)
        given = {"mistake": mistake, "diagnosis": diagnosis}
    case = minimize(checker, cases, seed) if shown else failed[0]
    tried = [] if case.failure.name == "signature" else [checker.shown_input(case)]
    return report_failure(
        exercise,
        case.failure,
        facts=(*tried, *case.failure.evidence(), *_said(case)),
        **given,
        **count,
    )


def spec_of(exercise: Exercise) -> Spec:
    """Return what running an answer to an exercise takes."""
    return Spec(
        exercise.answer,
        exercise.seconds,
        exercise.forbidden,
        exercise.starter,
        drive_of(exercise),
        allows_float_errors(exercise),
    )


def refuse_open(exercise: Exercise) -> None:
    """Raise a ValueError if an exercise cannot be checked."""
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


def _said(case: CaseResult) -> list[tuple[str, str]]:
    """Return what the answer printed, and what Python warned of."""
    printed = case.got.printed.rstrip()
    if len(printed) > MOST_PRINTED:
        printed = printed[:MOST_PRINTED] + " ..."
    return [("printed", printed), ("Python warned", "; ".join(case.got.warned))]


# --- one input ------------------------------------------------------------------------


@dataclass(frozen=True)
class CaseResult:
    """One input and what came of it: of the reference, ``expected``, and the answer, ``got``.

    ``is_edge`` says whether it is an edge case, not a random input.
    """

    args: tuple
    is_edge: bool
    expected: Outcome
    got: Outcome
    failure: Failure | None


class Checker:
    """Tries the answer that an executor runs on inputs of an exercise."""

    def __init__(self, exercise: Exercise, executor: Executor):
        self.exercise, self.executor = exercise, executor
        self.checks: Checks = load(exercise)
        self.names = self.checks.parameters
        self.reference = self.executor_of(self.checks.reference)
        if unknown := sorted(set(exercise.changes) - set(self.names)):
            raise FormatError(f"{exercise.path}: changes names no arguments: {unknown}")
        self.may_change = [self.names.index(name) for name in exercise.changes]

    def executor_of(self, answer: Callable) -> InProcess:
        """Return what runs the reference, or a wrong answer of the exercise."""
        return InProcess(spec_of(self.exercise), answer)

    def inputs(self, seed: int) -> Iterator[tuple[tuple, bool]]:
        """Yield inputs, and whether each is an edge case: random ones come first."""
        for number in range(self.exercise.cases):
            yield self.random_input(seed, number), False
        for args in self.checks.edge_cases:
            yield args, True

    def random_input(self, seed: int, number: int) -> tuple:
        """Return one random input."""
        return as_data(as_input(self.checks.inputs(np.random.default_rng([seed, number]))))

    def try_inputs(self, seed: int) -> list[CaseResult]:
        """Try the answer on every input, or up to one after which no other is of use."""
        cases = []
        for args, is_edge in self.inputs(seed):
            cases.append(self.attempt(args, is_edge))
            if cases[-1].failure and cases[-1].failure.name in STOP_EARLY:
                break
        return cases

    def run(self, executor: Executor, args: tuple) -> Outcome:
        """Run an answer; the result is what the exercise's ``measure`` makes of it."""
        outcome = executor.run(args)
        if outcome.error or self.checks.measure is None:
            return outcome
        try:
            with np.errstate(all="ignore"):
                measured = self.checks.measure(outcome.result, *args)
        except Exception as error:  # the result cannot be measured
            types = ("ValueError", "Exception")
            return replace(outcome, error=Error("exception", types, str(error)))
        return replace(outcome, result=as_data(measured))

    def attempt(self, args: tuple, is_edge: bool = False) -> CaseResult:
        """Try the answer on one input."""
        expected = self.expected(args, is_edge)
        got = self.run(self.executor, args)
        try:
            failure = self.judge(args, expected, got)
        except MemoryError:  # the result is far larger than what was expected
            failure = self._of_error(Error("memory"))
        return CaseResult(args, is_edge, expected, got, failure)

    def expected(self, args: tuple, may_refuse: bool) -> Outcome:
        """Return what the reference does.

        Raises
        ------
        FormatError
            If it fails, unless it refuses an edge case with an error of its own; or if what
            it takes or returns is not data.
        """
        outcome = self.run(self.reference, args)
        other = next(others_in((args, outcome.result)), None)
        if outcome.error and not ((may_refuse and outcome.error.kind == "exception") or other):
            raise FormatError(f"{self.exercise.path}: the solution raises {outcome.error}")
        if other:
            raise FormatError(
                f"{self.exercise.path}: {other.kind} is not data; inputs and results are. "
                "Let drive(answer, ...) make what the answer needs, and return data"
            )
        return outcome

    def judge(
        self, args: tuple, expected: Outcome, got: Outcome, executor: Executor | None = None
    ) -> Failure | None:
        """Return what is wrong with an outcome, or None.

        ``executor`` runs the answer that is judged, by default the one that is checked.
        """
        if expected.error:
            wanted = expected.error.types[0]
            refused = got.error is not None and wanted in got.error.types
            if not refused and got.error and got.error.kind in STOP_EARLY:
                return self._of_error(got.error)
            return None if refused else refusal(expected.error, got.error)
        if got.error:
            return self._of_error(got.error)
        if self.checks.compares and (difference := self.difference(args, expected, got)):
            return of_difference(difference)
        if unwanted := [self.names[i] for i in got.changed if i not in self.may_change]:
            return in_place(unwanted)
        if got.float_error:
            return float_error(got.float_error)
        return self._judge_properties(args, got, executor or self.executor)

    def difference(self, args: tuple, expected: Outcome, got: Outcome) -> Difference | None:
        """Return where results, or arguments changed in place, first differ."""
        pairs = [(expected.result, got.result, "")]
        for i in self.may_change:
            after = (outcome.changed.get(i, args[i]) for outcome in (expected, got))
            pairs.append((*after, f"{CHANGED} {self.names[i]}"))
        rtol, atol = self.checks.rtol, self.checks.atol
        found = (compare(a, b, rtol, atol, part) for a, b, part in pairs)
        return next((difference for difference in found if difference), None)

    def agree(self, args: tuple, one: Outcome, other: Outcome) -> bool:
        """Say whether two answers did the same with an input."""
        if one.error or other.error:
            return bool(one.error and other.error) and _type_of(one) == _type_of(other)
        if one.changed.keys() != other.changed.keys():
            return False
        return not self.checks.compares or self.difference(args, one, other) is None

    def _judge_properties(self, args: tuple, got: Outcome, executor) -> Failure | None:
        def answer(*given):
            try:
                outcome = executor.run(as_data(given))
            except Exception as error:  # the executor failed, not the answer
                raise _StopError(error) from error
            if outcome.error:
                raise _StopError(outcome.error)
            return outcome.result

        for name, holds in self.checks.properties.items():
            try:
                with np.errstate(all="ignore"):
                    holds(answer, args, got.result)
            except _StopError as stop:
                if isinstance(stop.reason, Exception):
                    raise stop.reason from None
                return self._of_error(stop.reason)
            except MemoryError:
                return self._of_error(Error("memory"))
            except AssertionError as failed:
                return Failure("property", str(failed), part=name)
            except Exception as error:  # the answer's result is not what a property can judge
                said = f"The result cannot be judged: {type(error).__name__}: {error}"
                return Failure("property", said, part=name)
        return None

    def _of_error(self, error: Error) -> Failure:
        return of_error(error, self.exercise.answer, self.exercise.seconds)

    # --- repeatability ------------------------------------------------------------------

    def find_state_leak(self, cases: list[CaseResult]) -> tuple[Failure, CaseResult] | None:
        """Detect hidden state: return the failure and the case that shows it, or None."""
        failed = [case for case in cases if case.failure]
        if failed:
            if failed[0].failure.name in STOP_EARLY:
                return None
            failure = self.is_nondeterministic(failed[0])
            return failure and (failure, failed[0])
        overwritten = {number for case in cases for number in case.got.overwritten}
        for case in cases:
            if case.got.number in overwritten:
                return ALIASED, case
        for case in cases[:RECHECKED_INPUTS]:
            if failure := self.is_nondeterministic(case):
                return failure, case
        return None

    def is_nondeterministic(self, case: CaseResult) -> Failure | None:
        """Return a failure if the answer now does something else than in the case."""
        if not self.checks.compares:
            return None
        again = self.run(self.executor, case.args)
        if again.error and again.error.kind in STOP_EARLY:
            return self._of_error(again.error)
        if self.agree(case.args, again, case.got):
            return None
        facts = (("first", _describe(case.got)), ("then", _describe(again)))
        return replace(STATEFUL, facts=facts)

    def shown_input(self, case: CaseResult) -> tuple[str, str]:
        """Return the input of a case, as a report shows it."""
        named = zip(self.names, case.args, strict=False)
        return "input", "\n".join(show_named(name, value) for name, value in named)


class _StopError(BaseException):
    """An answer that a property called failed; no property may catch this."""

    def __init__(self, reason: Error | Exception):
        super().__init__(str(reason))
        self.reason = reason


def _type_of(outcome: Outcome) -> str:
    return outcome.error.types[0] if outcome.error.types else outcome.error.kind


def _describe(outcome: Outcome) -> str:
    return str(outcome.error) if outcome.error else show(outcome.result)
