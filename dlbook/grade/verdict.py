"""What a student's answer is worth: asked of their process, decided here."""

from __future__ import annotations

import time
from dataclasses import dataclass

from dlbook.exercise.diagnosis import diagnose
from dlbook.exercise.failure import Failure
from dlbook.exercise.format import Exercise
from dlbook.exercise.likeness import likeness
from dlbook.exercise.loading import Checks
from dlbook.grade.clock import Clock
from dlbook.grade.encoding import CannotSendError
from dlbook.grade.limits import Limits
from dlbook.grade.session import LostError, Session
from dlbook.grade.trials import OutOfTime, RemoteBench

INSPECTION = 10.0  # seconds to read a text


@dataclass(frozen=True)
class Verdict:
    """What came out.

    Attributes
    ----------
    failure : Failure or None
        What is wrong.
    wrong, diagnosis : str
        Name and explanation of the mistake that it looks like.
    right, tried : int
        On how many inputs the result was right.
    """

    failure: Failure | None = None
    wrong: str = ""
    diagnosis: str = ""
    right: int = 0
    tried: int = 0


def examine(
    session: Session,
    pid: int,
    exercise: Exercise,
    checks: Checks,
    source: str,
    seed: int,
    limits: Limits,
    files: dict[str, str] | None = None,
) -> Verdict:
    """Check an answer in a process that is ready.

    Parameters
    ----------
    session : Session
        With the process.
    pid : int
        The process.
    exercise, checks : Exercise, Checks
        What is asked for, and what checks it.
    source : str
        The student's text.
    seed : int
        Draws the inputs.
    limits : Limits
        The time for everything.
    files : dict of str, optional
        Modules that the text may import.
    """
    end = time.monotonic() + limits.total
    if refusal := _load(session, pid, exercise, source, limits, files or {}):
        return Verdict(refusal)
    bench = RemoteBench(exercise, checks, session, pid, source.splitlines(), end)
    trials = bench.try_inputs(seed)
    failed = [trial for trial in trials if trial.failure]
    count = {"right": len(trials) - len(failed), "tried": len(trials)}
    found = bench.misconduct(trials)
    if session.lost:
        return Verdict(Failure("lost", session.lost), **count)
    if found or not failed:
        return Verdict(found, **count)
    wrong, diagnosis = diagnose(bench, trials)
    if not wrong:
        wrong, diagnosis = likeness(trials)
    return Verdict(failed[0].failure, wrong, diagnosis, **count)


def _load(
    session: Session, pid: int, exercise: Exercise, source: str, limits: Limits, files: dict
) -> Failure | None:
    """Have the text read, and run; return why it cannot be tried, or None."""
    kind = "syntax"
    try:
        session.clock = Clock(INSPECTION, pid)
        # Before any of the text runs, what comes back can be trusted.
        found = session.ask(do="inspect", source=source, forbidden=[*exercise.forbidden])
        if found is not None:
            return Failure("forbidden", str(found))
        kind = "load"
        session.clock = Clock(limits.load, pid)
        name, starter = exercise.answer, exercise.starter
        state = session.ask(do="load", source=source, name=name, starter=starter, files=files)
    except OutOfTime:
        return Failure("lost", "timeout")
    except LostError as error:
        return Failure("lost", error.why)
    except CannotSendError:
        return Failure("syntax", "")
    except Exception as error:
        return Failure(kind, type(error).__name__, (("line", str(error.line)),))
    return None if state == "callable" else Failure(_kind(state), "")


def _kind(state) -> str:
    return "missing" if state == "missing" else "not a function"
