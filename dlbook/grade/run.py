"""Grade a course: read each submission, grade what is not graded yet, write it down."""

from __future__ import annotations

import sys
import time
from collections import Counter, deque
from dataclasses import asdict, dataclass, field, replace
from selectors import EVENT_READ, DefaultSelector
from typing import Protocol, TextIO

from tqdm import tqdm

from dlbook.exercise.check import LOADING
from dlbook.grade.course import Course
from dlbook.grade.discover import Submission
from dlbook.grade.journal import Journal, JournalIndex
from dlbook.grade.pool import Reply
from dlbook.grade.task import GradeResult, Task, digest_of, key_of, seed_of

ATTEMPTS = 3
AHEAD = 100  # answers that are read before they can be graded, so that memory stays small
UNREADABLE = "The submission could not be read: reading it broke the reader, twice."
LEFT_OUT = "It was run without those statements of the notebook that could not be run here."


class Engine(Protocol):
    """What works off requests: a :class:`~dlbook.grade.pool.Pool`, or a cluster."""

    @property
    def free(self) -> int: ...  # noqa: D102
    def submit(self, key, request: dict) -> None: ...  # noqa: D102
    def filenos(self) -> list[int]: ...  # noqa: D102
    def collect(self) -> list[Reply]: ...  # noqa: D102


class Progress:
    """Show how many submissions are done: a bar on a terminal, else a line now and then."""

    def __init__(self, total: int, stream: TextIO | None = None):
        stream = stream or sys.stderr
        pause = 0.1 if stream.isatty() else 30.0
        self._bar = tqdm(
            total=total, file=stream, mininterval=pause, unit=" submissions", delay=1e-9
        )
        self.submissions, self.answers, self.errors = 0, 0, 0

    def add(self, submissions: int = 0, answers: int = 0, errors: int = 0) -> None:
        """Count what is done."""
        self.submissions += submissions
        self.answers += answers
        self.errors += errors
        self._bar.set_postfix_str(self._text(), refresh=False)
        self._bar.update(submissions)

    def close(self) -> None:
        """Show the last state."""
        self._bar.set_postfix_str(self._text(), refresh=False)
        self._bar.close()

    def _text(self) -> str:
        return f"{self.answers:,} answers" + (
            f", {self.errors:,} errors" if self.errors else ""
        )


@dataclass
class _Answer:
    """An answer on its way through the grader."""

    task: Task
    fallback: str = ""
    has_fallen_back: bool = False


@dataclass
class Run:
    """One call of the grader over all submissions."""

    course: Course  # the exercises
    # where everything is written down, and what it says already
    journal: Journal
    index: JournalIndex
    # what reads submissions, and what grades answers
    reader: Engine
    grader: Engine
    progress: Progress  # shows how far it is
    secret: bytes  # from which the seeds are drawn; see :func:`~dlbook.grade.journal.seed_key`
    # whether grades that were made without a sandbox are to be made again
    sandboxed: bool = True
    # students whose answers are graded again, whatever the journal says
    again: frozenset[str] = frozenset()
    _waiting: dict[str, deque[_Answer]] = field(default_factory=dict)  # by student
    _open: Counter = field(default_factory=Counter)  # answers of a student being graded
    _tries: Counter = field(default_factory=Counter)
    _used: Counter = field(default_factory=Counter)  # seconds, by student
    _synced: float = 0.0
    _under_way: dict = field(default_factory=dict)  # what was given to an engine, by its key

    def grade(self, submissions: list[Submission]) -> None:
        """Grade all submissions.

        Raises EngineError if there is nothing to grade with. What was graded stands in the
        journal.
        """
        roster = [submission.owner.student for submission in submissions]
        if sorted(roster) != sorted(self.index.roster or []):
            self._write({"kind": "roster", "students": roster})
        unread = deque(submissions)
        while unread or self._waiting or self._under_way:
            self._hand_out(unread)
            wait_for(self.reader, self.grader)
            for reply in self.reader.collect():
                self._read(reply, unread)
            # If there is nothing to grade, a grader that could not start does not matter.
            for reply in self.grader.collect() if self._open else ():
                self._graded(reply)
            if time.monotonic() - self._synced > 1.0:
                self.journal.sync()
                self._synced = time.monotonic()
        self.journal.sync()

    def _hand_out(self, unread: deque[Submission]) -> None:
        while self._waiting and self.grader.free:
            # Who has used the grader least comes first: nobody waits for one slow submission.
            student = min(self._waiting, key=self._used.__getitem__)
            answer = self._waiting[student].popleft()
            if not self._waiting[student]:
                del self._waiting[student]
            key = (student, answer.task.exercise)
            self._under_way[key] = answer
            self.grader.submit(key, answer.task.as_dict())
        while unread and self.reader.free and sum(map(len, self._waiting.values())) < AHEAD:
            submission = unread.popleft()
            self._under_way[submission.owner.student] = submission
            self.reader.submit(submission.owner.student, submission.as_dict())

    def _queue(self, answer: _Answer) -> None:
        self._waiting.setdefault(answer.task.student, deque()).append(answer)

    # --- submissions --------------------------------------------------------------

    def _read(self, reply: Reply, unread: deque[Submission]) -> None:
        submission = self._under_way.pop(reply.key)
        found = reply.value
        if found is None:
            self._tries[reply.key] += 1
            if self._tries[reply.key] < 2:
                unread.append(submission)
                return
            found = {"notes": [UNREADABLE], "answers": {}, "untouched": []}
        student = submission.owner.student
        answers = found["answers"]
        digests = {exercise: digest_of_answer(answers[exercise]) for exercise in answers}
        record = {
            "kind": "submission",
            **asdict(submission.owner),
            "answers": digests,
            "untouched": found["untouched"],
            "notes": found["notes"],
        }
        if not self.index.holds(record):
            self._write(record)
        for exercise, digest in digests.items():
            if not self._is_done(student, exercise, digest):
                entry = answers[exercise]
                seed = seed_of(self.secret, student, exercise, digest)
                task = Task(student, exercise, entry["source"], digest, seed, entry["files"])
                self._queue(_Answer(task, entry["fallback"]))
                self._open[student] += 1
        self.progress.add(submissions=not self._open[student])
        if not self._open[student]:
            del self._open[student]

    def _is_done(self, student: str, exercise: str, digest: str) -> bool:
        if student in self.again:
            return False
        key = key_of(student, exercise, digest, self.course.checks[exercise])
        return key in self.index.finished or (not self.sandboxed and key in self.index.unsafe)

    # --- answers ------------------------------------------------------------------

    def _graded(self, reply: Reply) -> None:
        answer = self._under_way.pop(reply.key)
        task = answer.task
        outcome = self._checked(task, reply)
        self._used[task.student] += outcome.seconds
        if outcome.state == "error":
            self._tries[reply.key] += 1
            if self._tries[reply.key] < ATTEMPTS:
                self._queue(answer)
                return
        elif outcome.failure in LOADING and answer.fallback:
            self._queue(_Answer(replace(task, source=answer.fallback), has_fallen_back=True))
            return
        elif answer.has_fallen_back and outcome.score < 1:
            outcome = replace(outcome, message=f"{outcome.message}\n{LEFT_OUT}")
        self._finish(task, outcome)

    def _finish(self, task: Task, outcome: GradeResult) -> None:
        check = self.course.checks[task.exercise]
        self._write({"kind": "outcome", "check": check, "outcome": outcome.as_dict()})
        self._open[task.student] -= 1
        is_last = self._open[task.student] == 0
        self.progress.add(is_last, answers=1, errors=outcome.state == "error")
        if is_last:
            del self._open[task.student]

    def _checked(self, task: Task, reply: Reply) -> GradeResult:
        """Return the outcome in a reply; what is no outcome of this task is an error."""
        message = reply.error
        if reply.value is not None:
            try:
                outcome = GradeResult.from_dict(reply.value)
            except ValueError as error:
                message = str(error)
            else:
                if task_key(outcome) == task_key(task):
                    return outcome
                message = "the grader answered for another task"
        return GradeResult(*task_key(task), "error", 0.0, "", message, "", 0.0, self.sandboxed)

    # --- the journal --------------------------------------------------------------

    def _write(self, record: dict) -> None:
        self.index.add(record, self.journal.append(record))


def wait_for(*engines: Engine) -> None:
    """Wait until an engine has something to collect, a fifth of a second at most."""
    with DefaultSelector() as selector:  # select() itself cannot wait for files from 1024 on
        for descriptor in {d for engine in engines for d in engine.filenos()}:
            selector.register(descriptor, EVENT_READ)
        selector.select(0.2)


def task_key(thing: Task | GradeResult) -> tuple[str, str, str]:
    """Return what a task and its outcome have in common."""
    return thing.student, thing.exercise, thing.digest


def digest_of_answer(entry: dict) -> str:
    """Return the digest of an answer as the reader found it, with all that goes with it."""
    files = [text for pair in sorted(entry["files"].items()) for text in pair]
    more = [entry["fallback"], *files] if entry["fallback"] or files else []
    return digest_of(entry["source"], *more)
