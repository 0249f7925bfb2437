"""The trusted side: it holds the checks, and never runs a line of a student's code."""

from __future__ import annotations

import ast
import time
import warnings
from pathlib import Path

import numpy as np

from dlbook.exercise import library
from dlbook.exercise.choice import check_choice
from dlbook.exercise.failure import Failure
from dlbook.exercise.format import Exercise
from dlbook.exercise.loading import load
from dlbook.grade.clock import Clock
from dlbook.grade.course import find_exercise as find
from dlbook.grade.forkserver import Child, ForkServer, ServerError
from dlbook.grade.limits import Limits
from dlbook.grade.messages import message
from dlbook.grade.outcome import Outcome, Task
from dlbook.grade.session import LostError, OutOfTime, Session
from dlbook.grade.verdict import Verdict, examine

GETTING_READY = 60.0  # seconds


class Grader:
    """Grades one answer after the other: one slot, with its server and sandbox.

    Parameters
    ----------
    bank : Path, optional
        The folder of exercises; by default the book's.
    private : Path, optional
        A folder of exercises that are in no public place; it comes first.
    limits : Limits, optional
        What an answer may take.
    sandbox : bool, optional
        False to run students' code without a sandbox: results are marked.
    hidden : tuple of Path, optional
        Further folders that no student's code may read, where it otherwise could.
    """

    def __init__(
        self,
        bank: Path | None = None,
        private: Path | None = None,
        limits: Limits | None = None,
        sandbox: bool = True,
        hidden: tuple[Path, ...] = (),
    ):
        self.folders = [Path(f) for f in (private, bank or _books()) if f is not None]
        self.limits = limits or Limits()
        self.sandbox = sandbox
        self.hidden = tuple(Path(f).resolve() for f in (*self.folders, *hidden))
        self._servers: dict[bool, ForkServer] = {}

    def __enter__(self) -> Grader:
        return self

    def __exit__(self, *error) -> None:
        self.close()

    def close(self) -> None:
        """End the servers."""
        while self._servers:
            self._servers.popitem()[1].close()

    def try_out(self) -> str:
        """Start a process in the sandbox, and say what it took.

        Raises
        ------
        ServerError
            Where there can be none, with the piece that is missing.
        """
        start = time.monotonic()
        with self._server(needs_torch=False).child() as child:
            _await(Session(child.channel, Clock(GETTING_READY)))
        return f"a process was ready after {time.monotonic() - start:.1f} seconds"

    def grade(self, task: Task) -> Outcome:
        """Grade one answer.

        Whatever a student's code does, something comes back: state ``"graded"``. Where this
        side fails, it is ``"error"``, and the task is to be tried again.
        """
        start = time.monotonic()
        try:
            # What a result makes NumPy warn of is the student's, and no message for here.
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                found = self._graded(task)
        except Exception as error:
            self.close()  # whatever it was: begin anew
            found = {"state": "error", "failure": "error", "message": _described(error)}
        entries = {"state": "graded", "score": 0.0, "failure": "", "message": "", "wrong": ""}
        return Outcome(
            task.student,
            task.exercise,
            task.digest,
            **{**entries, **found},
            seconds=time.monotonic() - start,
            trusted=self.sandbox,
        )

    def _graded(self, task: Task) -> dict:
        exercise = find(task.exercise, self.folders)
        if exercise.kind == "investigate":
            raise ValueError(f"{exercise.id} is an open question: it is graded by people")
        if not exercise.is_code:
            return graded_choice(exercise, task.source)
        verdict = self._examined(exercise, task)
        return {
            "score": float(verdict.failure is None),
            "failure": verdict.failure.name if verdict.failure else "",
            "message": message(verdict, exercise, task.source),
            "wrong": verdict.wrong,
        }

    def _examined(self, exercise: Exercise, task: Task) -> Verdict:
        checks = load(exercise)  # anew: what a student may have changed in it is gone
        with self._server(exercise.needs_torch).child() as child:
            session = Session(child.channel, Clock(GETTING_READY))
            _await(session)
            verdict = examine(
                session,
                child.pid,
                exercise,
                checks,
                task.source,
                task.seed,
                self.limits,
                task.files,
            )
            if session.lost == "closed":
                child.how = "end"
        return _explained(verdict, child)

    def _server(self, needs_torch: bool) -> ForkServer:
        if needs_torch not in self._servers:
            self._servers[needs_torch] = ForkServer(
                self.limits, needs_torch, self.sandbox, self.hidden
            )
        return self._servers[needs_torch]


def grade_one(task: Task, grader: Grader) -> Outcome:
    """Grade one answer; see :meth:`Grader.grade`."""
    return grader.grade(task)


def graded_choice(exercise: Exercise, source: str) -> dict:
    """Grade a choice or a number: a text such as ``b``, ``"(b)"`` or ``answer = 12``."""
    _, _, right = source.rpartition("answer =")
    try:
        answer = ast.literal_eval(right.strip())
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        answer = right.strip()
    report = check_choice(exercise, answer)
    # The headline of a refused answer repeats it, which is the student's own text.
    texts = (report.headline, report.diagnosis)
    return {
        "score": report.score,
        "failure": report.failure,
        "message": "\n".join(text for text in texts if text),
    }


def _await(session: Session) -> None:
    """Wait until the process is in its box; no student's code has run before that.

    Raises
    ------
    ServerError
        Where it does not get there: no fault of the student's.
    """
    try:
        said = session.hear()
    except (LostError, OutOfTime):
        raise ServerError(f"the process was not ready: {session.lost}") from None
    if said != {"is": "ready"}:
        raise ServerError(str(said.get("text", "the process could not start"))[:500])


def _explained(verdict: Verdict, child: Child) -> Verdict:
    """Say why there was nobody to ask any more, by the way in which the process ended.

    Raises
    ------
    ServerError
        Where somebody else than this grader killed it.
    """
    if verdict.failure is None or verdict.failure.name != "lost":
        return verdict
    why, ended = verdict.failure.headline, child.ended
    if ended["starved"]:
        why = "memory"
    elif why == "closed" and not ended["killed"]:
        if ended["status"] == -9:
            raise ServerError("something killed the process: is there too little memory?")
        why = "crash" if ended["status"] < 0 else "exit"
    elif why == "closed":
        why = "exit"
    return Verdict(Failure(why, ""), right=verdict.right, tried=verdict.tried)


def _described(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:1000]


def _books() -> Path:
    return library.folder()
