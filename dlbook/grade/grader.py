"""Grade an answer: the check of a reader, with the answer in a sandbox."""

from __future__ import annotations

import ast
import contextlib
import os
import time
import warnings
from collections import Counter
from pathlib import Path

from dlbook.exercise import library
from dlbook.exercise.check import check_exercise, spec_of
from dlbook.exercise.choice import check_choice
from dlbook.exercise.format import Exercise
from dlbook.grade.course import find_exercise
from dlbook.grade.forkserver import ForkServer
from dlbook.grade.limits import Limits
from dlbook.grade.messages import message
from dlbook.grade.outcome import Outcome, Task
from dlbook.grade.sandboxed import Sandboxed, await_ready


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

        Raises
        ------
        ServerError
            If there can be none, with the piece that is missing.
        """
        start = time.monotonic()
        with self._server(needs_torch=False).child() as child:
            await_ready(child)
        return f"a process was ready after {time.monotonic() - start:.1f} seconds"

    def grade(self, task: Task) -> Outcome:
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
        return Outcome(
            task.student,
            task.exercise,
            task.digest,
            **{**entries, **found},
            seconds=seconds,
            trusted=self.sandbox,
        )

    def _graded(self, task: Task) -> dict:
        exercise = find_exercise(task.exercise, self.folders)
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
