"""Processes that work off requests, and are replaced when they are killed or hang.

A worker is called as ``python -P -c START FACTORY OPTIONS``, and serves one line of JSON for
each that comes in. ``ProcessPoolExecutor`` and loky lost 159 of 200 tasks when workers were
killed; this none.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass

START = "from dlbook.grade.pool import main; main()"
STARTUP = 120.0  # seconds, with torch on a busy machine


class EngineError(RuntimeError):
    """There is nothing to grade with: no worker can start, or the cluster is gone."""


@dataclass(frozen=True)
class Reply:
    """The reply to a request."""

    key: Hashable  # as it was given with the request
    value: dict | None  # the answer; None where there is none
    error: str = ""  # why there is none: the worker was killed, took too long, or failed


class Pool:
    """A number of processes with one service each.

    The factory, ``"module:name"``, makes the service of the options, which JSON can hold. A
    request may take ``deadline`` seconds: then its worker is killed and replaced. What the
    workers print goes to the file ``log``.
    """

    def __init__(self, factory: str, options: dict, size: int, deadline: float, log=None):
        self._command = [sys.executable, "-P", "-c", START, factory, json.dumps(options)]
        self._deadline, self._log = deadline, log
        self._failures = 0
        self._workers = [self._start() for _ in range(size)]

    @property
    def free(self) -> int:
        """How many requests can be given now."""
        return sum(worker.is_idle for worker in self._workers)

    def submit(self, key: Hashable, request: dict) -> None:
        """Give a request to an idle worker; :attr:`free` says whether there is one."""
        worker = next(worker for worker in self._workers if worker.is_idle)
        worker.ask(key, request)

    def filenos(self) -> list[int]:
        """Return what to wait for: it can be read as soon as there is something to collect."""
        return [worker.replies for worker in self._workers]

    def collect(self) -> list[Reply]:
        """Return the replies that are there, and take care of workers that are gone.

        Raises EngineError if no worker can start, with the reason.
        """
        return [reply for i in range(len(self._workers)) for reply in self._collect(i)]

    def close(self) -> None:
        """End the workers: idle ones by themselves, others by force."""
        for worker in self._workers:
            worker.end()

    def _start(self) -> _Worker:
        with open(self._log or os.devnull, "ab") as log:
            return _Worker(self._command, log)

    def _collect(self, place: int) -> list[Reply]:
        worker = self._workers[place]
        messages, alive = worker.drain()
        limit = self._deadline if worker.is_ready else STARTUP
        late = alive and not worker.is_idle and time.monotonic() - worker.since > limit
        replies = []
        for message in messages:
            if "failed" in message:
                raise EngineError(message["failed"])
            self._failures = 0
            for key in worker.take(message):
                replies.append(Reply(key, message.get("reply"), message.get("error", "")))
        if late and not messages:
            worker.kill()
            alive = False
        if not alive:
            replies += self._replace(place, "took too long" if late else "was killed")
        return replies

    def _replace(self, place: int, what: str) -> list[Reply]:
        worker = self._workers[place]
        worker.kill()
        if not worker.is_ready:
            self._failures += 1
            if self._failures >= 3 + len(self._workers):
                raise EngineError(f"a worker {what} before it was ready, again and again")
        self._workers[place] = self._start()
        return [Reply(key, None, f"the worker {what}") for key in worker.due]


class _Worker:
    """One process, and the request that it works on."""

    def __init__(self, command: list[str], log):
        paths = os.pathsep.join(path for path in sys.path if path)
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env={**os.environ, "PYTHONPATH": paths, "OMP_NUM_THREADS": "1"},
        )
        self.replies = self.process.stdout.fileno()
        os.set_blocking(self.replies, False)
        self.is_ready, self.since = False, time.monotonic()
        self.due: list[Hashable] = []
        self._text = bytearray()

    @property
    def is_idle(self) -> bool:
        return self.is_ready and not self.due

    def ask(self, key: Hashable, request: dict) -> None:
        self.due, self.since = [key], time.monotonic()
        try:
            self.process.stdin.write(json.dumps(request).encode("ascii") + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # it was killed: drain() finds out

    def drain(self) -> tuple[list[dict], bool]:
        """Return the messages that are complete, and whether there may be more."""
        alive = True
        try:
            while data := os.read(self.replies, 1 << 20):
                self._text += data
            alive = False
        except BlockingIOError:
            pass
        *lines, rest = bytes(self._text).split(b"\n") if self._text else [b""]
        self._text = bytearray(rest)
        return [json.loads(line) for line in lines], alive

    def take(self, message: dict) -> list[Hashable]:
        """Note a message, and return the key of the request that it answers, if any."""
        self.is_ready = True
        due, self.due = ([], self.due) if "ready" in message else (self.due, [])
        return due

    def kill(self) -> None:
        self.process.kill()
        self._close()

    def end(self) -> None:
        if self.is_idle:
            self.process.stdin.close()
            try:
                self.process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self.process.kill()
        else:
            self.process.kill()
        self._close()

    def _close(self) -> None:
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(BrokenPipeError):
                stream.close()


# --- in the worker's process --------------------------------------------------------------


def main(arguments: list[str] | None = None) -> None:
    """Serve until there are no more requests."""
    factory, options = arguments or sys.argv[1:]
    requests, replies = _own_pipes()
    try:
        service = made(factory)(**json.loads(options))
        with service:
            _send(replies, {"ready": True})
            for line in requests:
                _send(replies, _answer(service, line))
    except BrokenPipeError:
        return  # whoever asked is gone
    except Exception as error:
        _send(replies, {"failed": str(error) or type(error).__name__})


def made(factory: str) -> Callable:
    """Return the object at ``"module:name"``."""
    module, _, name = factory.partition(":")
    return getattr(importlib.import_module(module), name)


def _own_pipes():
    """Take standard input and output away from all that runs here: they carry requests."""
    requests, replies = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
    return os.fdopen(requests, "rb"), os.fdopen(replies, "wb", buffering=0)


def _answer(service: Callable[[dict], dict], line: bytes) -> dict:
    try:
        return {"reply": service(json.loads(line))}
    except Exception as error:  # the grader's fault: it is tried again, and no zero
        return {"error": f"{type(error).__name__}: {error}"}


def _send(replies, message: dict) -> None:
    line = memoryview(json.dumps(message).encode("ascii") + b"\n")
    while line:
        line = line[replies.write(line) :]
