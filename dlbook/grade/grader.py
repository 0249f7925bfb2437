"""Grade an answer: the check of a reader, with the answer in a sandbox.

The answer, and the code that calls it, are in a child process; data go there and an outcome
comes back. Whatever that process sends is believed to be a result, and nothing more: so it
does not matter what a student's code has changed in it.
"""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import os
import time
import warnings
from collections import Counter
from pathlib import Path

from dlbook.exercise import execution, library
from dlbook.exercise.check import check_exercise, spec_of
from dlbook.exercise.choice import check_choice
from dlbook.exercise.format import Exercise
from dlbook.grade.channel import ClosedError, MalformedError, decode, encode, pack
from dlbook.grade.forkserver import Child, ForkServer, ServerError
from dlbook.grade.limits import Clock, Limits, TimeUpError
from dlbook.grade.messages import message
from dlbook.grade.task import GradeResult, Task

GETTING_READY = 60.0  # seconds
# The process stops the answer itself when its time is over; if it does not, it is killed.
GRACE = 1.0


class Grader:
    """Grades one answer after the other: one slot, with its server and sandbox.

    An exercise is looked for in ``private``, then in ``bank``, by default the book's. No
    student's code may read these folders, nor those that are ``hidden``. Without a sandbox,
    results are marked.
    """

    def __init__(
        self,
        bank: Path | None = None,
        private: Path | None = None,
        limits: Limits | None = None,
        sandbox: bool = True,
        hidden: tuple[Path, ...] = (),
    ):
        self.folders = [Path(f) for f in (private, bank or library.folder()) if f is not None]
        self.limits = limits or Limits()
        self.sandbox = sandbox
        self.hidden = tuple(Path(f).resolve() for f in (*self.folders, *hidden))
        self._servers: dict[bool, ForkServer] = {}
        self._spent = Counter()  # seconds, by student

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

        Raises ServerError if there can be none, with the piece that is missing.
        """
        start = time.monotonic()
        with self._server(needs_torch=False).child() as child:
            await_ready(child)
        return f"a process was ready after {time.monotonic() - start:.1f} seconds"

    def grade(self, task: Task) -> GradeResult:
        """Grade one answer.

        Whatever a student's code does, something comes back: state ``"graded"``. If this
        side fails, it is ``"error"``, and the task is to be tried again.
        """
        start = time.monotonic()
        try:
            with warnings.catch_warnings(), self._limited_memory():
                warnings.simplefilter("ignore")
                found = self._graded(task)
        except Exception as error:
            self.close()  # whatever it was: begin anew
            text = f"{type(error).__name__}: {error}"[:1000]
            found = {"state": "error", "failure": "error", "message": text}
        seconds = time.monotonic() - start
        self._spent[task.student] += seconds
        entries = {"state": "graded", "score": 0.0, "failure": "", "message": "", "wrong": ""}
        return GradeResult(
            task.student,
            task.exercise,
            task.digest,
            **{**entries, **found},
            seconds=seconds,
            trusted=self.sandbox,
        )

    def _graded(self, task: Task) -> dict:
        exercise = self._exercise(task.exercise)
        if exercise.kind == "investigate":
            raise ValueError(f"{exercise.id} is an open question: it is graded by people")
        if not exercise.is_code:
            return graded_choice(exercise, task.source)
        spent = self._spent[task.student] > self.limits.submission
        total = self.limits.reduced if spent else self.limits.total
        with self._server(exercise.needs_torch).child(exercise.forbidden) as child:
            executor = Sandboxed(child, spec_of(exercise), task, self.limits, total)
            report = check_exercise(exercise, executor, task.seed, shown=False)
        return {
            "score": report.score,
            "failure": report.failure,
            "message": message(report, exercise, task.source),
            "wrong": report.mistake,
        }

    def _exercise(self, exercise_id: str) -> Exercise:
        for folder in self.folders:
            if (path := folder / f"{exercise_id}.py").is_file():
                return library.read_once(path)
        raise ValueError(f"there is no exercise {exercise_id!r} in {self.folders}")

    @contextlib.contextmanager
    def _limited_memory(self):
        """Bound this process: a result that takes more to judge is the student's failure."""
        try:
            import resource
        except ImportError:  # Windows
            yield
            return
        kind = resource.RLIMIT_AS
        before = resource.getrlimit(kind)
        # Beyond what the process holds already: torch alone reserves gigabytes of addresses.
        most = _address_space() + self.limits.checker_memory
        hard = before[1]
        resource.setrlimit(kind, (most if hard < 0 else min(most, hard), hard))
        try:
            yield
        finally:
            resource.setrlimit(kind, before)

    def _server(self, needs_torch: bool) -> ForkServer:
        if needs_torch not in self._servers:
            self._servers[needs_torch] = ForkServer(
                self.limits, needs_torch, self.sandbox, self.hidden
            )
        return self._servers[needs_torch]


def _address_space() -> int:
    """Return the bytes of addresses that this process has reserved; 0 where nothing tells."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


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


# --- the executor -------------------------------------------------------------------------


class Sandboxed:
    """Runs an answer in a process of the sandbox, in which nothing of the student's has run.

    Raises ServerError if the process does not get ready: no fault of the student's.
    """

    def __init__(
        self,
        child: Child,
        spec: execution.Spec,
        task: Task,
        limits: Limits,
        total: float | None = None,
    ):
        self.child = child
        self.spec = dataclasses.replace(spec, load_seconds=min(spec.load_seconds, limits.load))
        self.task, self.source, self.answer = task, task.source, None
        self._lost: execution.Error | None = None
        self._end = time.monotonic() + (limits.total if total is None else total)
        await_ready(child)

    def load(self) -> execution.Outcome:
        """Run the student's text; the outcome's error says why the answer cannot be tried."""
        request = {
            "spec": dataclasses.asdict(self.spec),
            "source": self.task.source,
            "files": self.task.files,
        }
        return self._request(request, 2 * self.spec.load_seconds)

    def run(self, args: tuple) -> execution.Outcome:
        """Call the answer on data."""
        return self._request({"args": args}, self.spec.seconds)

    def _request(self, request: dict, seconds: float) -> execution.Outcome:
        left = self._end - time.monotonic()
        if left <= 0 and not self._lost:
            self._lose("timeout")
        if self._lost:
            return execution.Outcome(error=self._lost)
        clock = Clock(min(seconds + GRACE, left), self.child.pid)
        try:
            self.child.channel.send(pack(*encode(request)), clock)
            header, body = self.child.channel.receive(clock)
            return outcome_from(decode(header, body))
        except (ClosedError, TimeUpError, MalformedError) as error:
            return execution.Outcome(error=self._lose(WHY[type(error)]))

    def _lose(self, why: str) -> execution.Error:
        """Note why there is nobody to ask any more, by the way in which the process ended.

        Raises ServerError if somebody other than this grader killed it.
        """
        ended = self.child.finish("end" if why == "closed" else "kill")
        if ended["starved"]:
            why = "memory"
        elif why == "closed" and not ended["killed"]:
            if ended["status"] == -9:
                raise ServerError("something killed the process: is there too little memory?")
            why = "crash" if ended["status"] < 0 else "exit"
        elif why == "closed":
            why = "exit"
        self._lost = execution.Error(why)
        return self._lost


WHY = {ClosedError: "closed", TimeUpError: "timeout", MalformedError: "protocol"}


def await_ready(child: Child) -> None:
    """Wait until the process is in its sandbox; no student's code has run before that.

    Raises ServerError if it does not get there.
    """
    try:
        header, body = child.channel.receive(Clock(GETTING_READY))
        said = decode(header, body)
    except (ClosedError, TimeUpError, MalformedError) as error:
        raise ServerError(f"the process was not ready: {WHY[type(error)]}") from None
    if said != "ready":
        raise ServerError(str(said)[:500])


# By the name of each field of an outcome: what its value must be.
FIELDS = {
    "changed": lambda x: type(x) is dict and all(type(key) is int for key in x),
    "printed": lambda x: type(x) is str,
    "warned": lambda x: _all(x, str),
    "number": lambda x: type(x) is int,
    "overwritten": lambda x: _all(x, int),
    "float_error": lambda x: type(x) is str,
}
ERROR_FIELDS = {
    "kind": lambda x: x in KINDS,
    "types": lambda x: _all(x, str),
    "message": lambda x: type(x) is str,
    "fingerprint": lambda x: type(x) is int,
    "line": lambda x: type(x) is int,
    "code": lambda x: type(x) is str,
}
KINDS = (
    *("timeout", "output", "recursion", "memory", "syntax", "exception"),
    *("missing", "not a function", "forbidden"),
)


def outcome_from(message) -> execution.Outcome:
    """Return the outcome that a process has sent.

    Raises MalformedError if it is something else.
    """
    fields = _checked(message, FIELDS, {"result", "error"})
    if fields["error"] is not None:
        fields["error"] = execution.Error(**_checked(fields["error"], ERROR_FIELDS, set()))
    return execution.Outcome(**fields)


def _checked(message, fields: dict, free: set[str]) -> dict:
    if type(message) is not dict or message.keys() != fields.keys() | free:
        raise MalformedError("not the fields of an outcome")
    for name, fits in fields.items():
        try:
            if not fits(message[name]):
                raise MalformedError(f"{name} of an outcome")
        except TypeError:  # something without a hash or an order
            raise MalformedError(f"{name} of an outcome") from None
    return message


def _all(value, kind: type) -> bool:
    return type(value) is tuple and len(value) < 1000 and all(type(x) is kind for x in value)
