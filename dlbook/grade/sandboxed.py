"""Run an answer in the sandbox: the executor of the grader.

The answer, and the code that calls it, are in a child process; data go there and an outcome
comes back. Whatever that process sends is believed to be a result, and nothing more: so it
does not matter what a student's code has changed in it.
"""

from __future__ import annotations

import dataclasses
import time

from dlbook.exercise.execution import Error, Outcome, Spec
from dlbook.grade.codec import decode, encode
from dlbook.grade.forkserver import Child, ServerError
from dlbook.grade.framing import ClosedError, MalformedError, pack
from dlbook.grade.limits import Clock, Limits, TimeUpError
from dlbook.grade.outcome import Task

GETTING_READY = 60.0  # seconds
# The process stops the answer itself when its time is over; if it does not, it is killed.
GRACE = 1.0


class Sandboxed:
    """Runs an answer in a process of the sandbox.

    Parameters
    ----------
    child : Child
        The process; nothing of the student's has run in it.
    spec : Spec
        What running the answer takes.
    task : Task
        The student's text, and the modules that it may import.
    limits : Limits
        The time for everything.
    total : float, optional
        Seconds for everything, by default as the limits say.

    Raises
    ------
    ServerError
        If the process does not get ready: no fault of the student's.
    """

    def __init__(
        self, child: Child, spec: Spec, task: Task, limits: Limits, total: float | None = None
    ):
        self.child = child
        self.spec = dataclasses.replace(spec, load_seconds=min(spec.load_seconds, limits.load))
        self.task, self.source, self.answer = task, task.source, None
        self._lost: Error | None = None
        self._end = time.monotonic() + (limits.total if total is None else total)
        await_ready(child)

    def load(self) -> Outcome:
        """Run the student's text; the outcome's error says why the answer cannot be tried."""
        request = {
            "spec": dataclasses.asdict(self.spec),
            "source": self.task.source,
            "files": self.task.files,
        }
        return self._ask(request, 2 * self.spec.load_seconds)

    def run(self, args: tuple) -> Outcome:
        """Call the answer on data."""
        return self._ask({"args": args}, self.spec.seconds)

    def _ask(self, request: dict, seconds: float) -> Outcome:
        left = self._end - time.monotonic()
        if left <= 0 and not self._lost:
            self._lose("timeout")
        if self._lost:
            return Outcome(error=self._lost)
        clock = Clock(min(seconds + GRACE, left), self.child.pid)
        try:
            self.child.channel.send(pack(*encode(request)), clock)
            header, body = self.child.channel.receive(clock)
            return outcome_from(decode(header, body))
        except (ClosedError, TimeUpError, MalformedError) as error:
            return Outcome(error=self._lose(WHY[type(error)]))

    def _lose(self, why: str) -> Error:
        """Note why there is nobody to ask any more, by the way in which the process ended.

        Raises
        ------
        ServerError
            If somebody other than this grader killed it.
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
        self._lost = Error(why)
        return self._lost


WHY = {ClosedError: "closed", TimeUpError: "timeout", MalformedError: "protocol"}


def await_ready(child: Child) -> None:
    """Wait until the process is in its sandbox; no student's code has run before that.

    Raises
    ------
    ServerError
        If it does not get there.
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


def outcome_from(message) -> Outcome:
    """Return the outcome that a process has sent.

    Raises
    ------
    MalformedError
        If it is something else.
    """
    fields = _checked(message, FIELDS, {"result", "error"})
    if fields["error"] is not None:
        fields["error"] = Error(**_checked(fields["error"], ERROR_FIELDS, set()))
    return Outcome(**fields)


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
