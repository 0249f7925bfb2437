"""Try a student's answer, which is in another process, on inputs."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable

from dlbook.exercise.calling import Outcome, call
from dlbook.exercise.conduct import AGAIN, unsteady
from dlbook.exercise.conduct import misconduct as local_misconduct
from dlbook.exercise.failure import Failure
from dlbook.exercise.format import Exercise
from dlbook.exercise.limits import OutOfTime
from dlbook.exercise.loading import Checks
from dlbook.exercise.trial import Bench, Trial
from dlbook.grade.clock import PATIENCE, Clock
from dlbook.grade.proxies import RemoteCallable, freeze
from dlbook.grade.restoring import parts_of
from dlbook.grade.session import LostError, Session
from dlbook.grade.wire import MalformedError

# After one of these there is no use in further inputs.
HOPELESS = ("timeout", "memory", "signature", "lost")


class RemoteBench(Bench):
    """A bench on which one answer, the student's, is reached through a session.

    Parameters
    ----------
    exercise : Exercise
        The exercise.
    checks : Checks
        Its code at work, loaded for this student alone.
    session : Session
        The answer is its number 0.
    pid : int
        The student's process.
    lines : list of str
        The lines of the student's text.
    end : float
        When all is to be over, on the clock of :func:`time.monotonic`.
    """

    def __init__(
        self,
        exercise: Exercise,
        checks: Checks,
        session: Session,
        pid: int,
        lines: list[str],
        end: float,
    ):
        super().__init__(exercise, checks)
        self.session, self.pid, self.lines, self.end = session, pid, lines, end
        self.answer = RemoteCallable(session, 0)
        self.calls: dict[int, int] = {}  # by the id of a result, which call it came of
        session.fixed = parts_of(vars_of(checks))

    def run(self, answer: Callable, args: tuple) -> Outcome:
        """Call an answer; the student's within its time, wherever that is spent."""
        if answer is not self.answer:
            return super().run(answer, args)
        self.start_clock()
        function = self._whole if self.checks.use is None else self._used
        outcome = call(function, args, 2 * PATIENCE * self.exercise.seconds)
        if getattr(outcome.error, "line", 0) in range(1, len(self.lines) + 1):
            number = outcome.error.line
            outcome.line = f"line {number}: {self.lines[number - 1].strip()}"
        return outcome

    def _whole(self, *args):
        self.session.forget()
        return self._frozen(self.answer(*args))

    def _used(self, *args):
        self.session.forget()
        return self._frozen(self.checks.use(self.answer, *args))

    def _frozen(self, result):
        try:
            return freeze(result)
        except MalformedError:
            self.session.lost = self.session.lost or "protocol"
            raise LostError(self.session.lost) from None

    def start_clock(self) -> None:
        """Begin to count the time of one call."""
        left = self.end - time.monotonic()
        if left <= 0 and not self.session.lost:
            self.session.lost = "timeout"
        self.session.clock = Clock(min(self.exercise.seconds, max(left, 0.001)), self.pid)

    def judge(
        self, answer: Callable, args: tuple, expected: Outcome, got: Outcome
    ) -> Failure | None:
        """Return what is wrong with an outcome, or None."""
        self.start_clock()
        return super().judge(answer, args, expected, got)

    def _of_error(self, outcome: Outcome) -> Failure:
        if isinstance(outcome.error, LostError):
            return Failure("lost", outcome.error.why)
        return super()._of_error(outcome)

    # --- the course of a check --------------------------------------------------------

    def try_inputs(self, seed: int) -> list[Trial]:
        """Try the answer on every input, or up to one that leaves no hope."""
        trials = []
        for args, is_edge in self.inputs(seed):
            trials.append(self.attempt(self.answer, args, is_edge))
            if self.session.lost or _is_hopeless(trials[-1].failure):
                break
        return trials

    def misconduct(self, trials: list[Trial]) -> Failure | None:
        """Return what is wrong though, or because, some results are right; or None."""
        failed = [trial for trial in trials if trial.failure]
        if not failed:
            found = local_misconduct(self, self.answer, self._looked_at_again(trials))
            return found and found[0]
        if self.session.lost or _is_hopeless(failed[0].failure):
            return None
        return unsteady(self, self.answer, failed[0])

    def _looked_at_again(self, trials: list[Trial]) -> list[Trial]:
        """Return the first trials with what the student's process holds of the results now."""
        if self.checks.use is not None or self.session.answers != len(trials):
            return trials
        self.start_clock()
        first = [
            dataclasses.replace(trial, live=self._peek(number, trial))
            for number, trial in enumerate(trials[:AGAIN])
        ]
        return [*first, *trials[AGAIN:]]

    def _peek(self, number: int, trial: Trial):
        if trial.got.error is not None:
            return None
        try:
            return freeze(self.session.ask(do="peek", number=number))
        except (Exception, LostError, OutOfTime):
            return trial.live  # it is about to be called again: that will tell


def _is_hopeless(failure: Failure | None) -> bool:
    return failure is not None and failure.name in HOPELESS


def vars_of(checks: Checks) -> dict:
    """Return the names of the module in which the checks are."""
    return checks.inputs.__globals__
