"""A grader and other services for tests, that need no sandbox."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from select import select

import pytest

from dlbook.exercise import check_source, find
from dlbook.grade.pool import EngineError, Reply, made
from dlbook.grade.task import GradeResult, Task

ROOT = Path(__file__).resolve().parents[2]


class FakeGrading:
    """Give the score that a source names: ``# score: 0.5``; misbehave where it says so.

    Parameters
    ----------
    folder : str
        Where it notes what it grades, and what has been tried once.
    seconds : float
        How long each answer takes.
    """

    def __init__(self, folder: str = "", seconds: float = 0.0, **more):
        self.folder = Path(folder or os.environ["FAKE_FOLDER"])
        self.seconds = float(os.environ.get("FAKE_SECONDS", seconds))

    def __enter__(self) -> FakeGrading:
        return self

    def __exit__(self, *error) -> None:
        pass

    def __call__(self, request: dict) -> dict:
        task = Task.from_dict(request)
        with open(self.folder / "graded.txt", "a") as file:
            file.write(f"{task.student} {task.exercise}\n")
        time.sleep(self.seconds)
        self._misbehave(task)
        score = 1.0 if "return" in task.source or task.source in ("b", "12") else 0.0
        if "# score: " in task.source:
            score = float(task.source.partition("# score: ")[2].split()[0])
        told = ("", "As expected.", "")
        if score < 1:
            told = ("value", "The result has other values than expected.", "wrong_sum")
        return self._result(task, score, *told)

    def _result(self, task: Task, score: float, *told: str) -> dict:
        names = (task.student, task.exercise, task.digest, "graded")
        return GradeResult(*names, score, *told, self.seconds, True).as_dict()

    def _misbehave(self, task: Task) -> None:
        mark = self.folder / f"tried-{task.student}"
        if "# kill the worker once" in task.source and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if "# kill the worker" in task.source and "once" not in task.source:
            os.kill(os.getpid(), signal.SIGKILL)
        if "# raise" in task.source:
            raise RuntimeError("no sandbox left")
        if "# hang" in task.source:
            time.sleep(1000)


class Refusing(FakeGrading):
    """A grader that cannot be made."""

    def __enter__(self) -> FakeGrading:
        raise RuntimeError("no user namespaces: see dlbook grade --doctor")


class Dying(FakeGrading):
    """A grader whose process ends before it is ready."""

    def __enter__(self) -> FakeGrading:
        os._exit(3)


class Echo:
    """Return the request with the process's number."""

    def __init__(self, **options):
        self.options = options

    def __enter__(self) -> Echo:
        print("printed by the service")  # may not get between the replies
        return self

    def __exit__(self, *error) -> None:
        pass

    def __call__(self, request: dict) -> dict:
        if request.get("raise"):
            raise ValueError(request["raise"])
        if request.get("exit"):
            os._exit(1)
        time.sleep(request.get("sleep", 0))
        return {**request, "pid": os.getpid(), "options": self.options}


class PlainGrading(FakeGrading):
    """Check answers in this very process: for the tests' own submissions alone."""

    def __call__(self, request: dict) -> dict:
        task = Task.from_dict(request)
        exercise = find(task.exercise)
        source = task.source if exercise.is_code else f"answer = {task.source!r}"
        report = check_source(task.exercise, source, seed=task.seed % 2**32)
        said = "\n".join(text for text in (report.headline, report.diagnosis) if text)
        return self._result(task, report.score, report.failure, said, report.mistake)


class InProcess:
    """A pool whose service works in this process: quick, where no process is to be killed."""

    free = 1

    def __init__(self, factory: str, options: dict, size: int, deadline: float, log=None):
        self.factory, self.options, self.service, self.replies = factory, options, None, []

    def submit(self, key, request: dict) -> None:
        try:
            with pytest.MonkeyPatch.context() as patched:
                # A limit set here would hold for all tests that come after, and their browser.
                patched.setattr("resource.setrlimit", lambda *limits: None)
                self.service = self.service or made(self.factory)(**self.options).__enter__()
        except RuntimeError as error:
            raise EngineError(str(error)) from None
        try:
            self.replies.append(Reply(key, self.service(request)))
        except Exception as error:
            self.replies.append(Reply(key, None, str(error)))

    def filenos(self) -> list[int]:
        return []

    def collect(self) -> list[Reply]:
        found, self.replies = self.replies, []
        return found

    def close(self) -> None:
        pass


def collect(engine, count: int, patience: float = 90.0) -> dict[object, Reply]:
    """Return so many replies of a pool or cluster, by their keys."""
    found, end = {}, time.monotonic() + patience
    while len(found) < count:
        assert time.monotonic() < end, "no reply"
        select(engine.filenos(), [], [], 0.1)
        found |= {reply.key: reply for reply in engine.collect()}
    return found


def wait_until_free(engine, count: int = 1) -> None:
    """Wait until a pool or cluster takes so many requests."""
    end = time.monotonic() + 90
    while engine.free < count:
        assert time.monotonic() < end, "no worker"
        select(engine.filenos(), [], [], 0.1)
        assert engine.collect() == []
