"""Grade a course: read each submission, grade what is not graded yet, write it down."""

from __future__ import annotations

import dataclasses
import select
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Protocol

from dlbook.grade.course import Course
from dlbook.grade.journal import Journal
from dlbook.grade.ledger import Ledger, key_of
from dlbook.grade.outcome import Outcome, Task, digest_of, seed_of
from dlbook.grade.pool import Reply
from dlbook.grade.progress import Progress
from dlbook.grade.submissions.layout import Handed

ATTEMPTS = 3
UNREADABLE = "The submission could not be read: reading it broke the reader, twice."


class Engine(Protocol):
    """What works off requests: a :class:`~dlbook.grade.pool.Pool`, or a cluster."""

    @property
    def free(self) -> int: ...  # noqa: D102
    def submit(self, key, request: dict) -> None: ...  # noqa: D102
    def filenos(self) -> list[int]: ...  # noqa: D102
    def collect(self) -> list[Reply]: ...  # noqa: D102


@dataclass
class Run:
    """One call of the grader over all submissions.

    Attributes
    ----------
    course : Course
        The exercises.
    journal : Journal
        Where everything is written down.
    ledger : Ledger
        What it says already.
    reader, grader : Engine
        What reads submissions, and what grades answers.
    progress : Progress
        What shows how far it is.
    secret : bytes
        From which the seeds are drawn; see :func:`~dlbook.grade.secret.secret_of`.
    sandboxed : bool
        Whether grades that were made without a sandbox are to be made again.
    """

    course: Course
    journal: Journal
    ledger: Ledger
    reader: Engine
    grader: Engine
    progress: Progress
    secret: bytes
    sandboxed: bool = True
    _waiting: deque = field(default_factory=deque)  # tasks
    _open: Counter = field(default_factory=Counter)  # answers of a student being graded
    _tries: Counter = field(default_factory=Counter)
    _synced: float = 0.0
    _under_way: dict = field(default_factory=dict)  # what was given to an engine, by its key

    def grade(self, submissions: list[Handed]) -> None:
        """Grade all submissions.

        Raises
        ------
        EngineError
            Where there is nothing to grade with. What was graded stands in the journal.
        """
        self._begin(submissions)
        unread = deque(submissions)
        while unread or self._waiting or self._under_way:
            self._hand_out(unread)
            descriptors = {*self.reader.filenos(), *self.grader.filenos()}
            select.select(descriptors, [], [], 0.2)
            for reply in self.reader.collect():
                self._read(reply, unread)
            # Where there is nothing to grade, what could not be made is not missed.
            for reply in self.grader.collect() if self._open else ():
                self._graded(reply)
            self._sync()
        self.journal.sync()

    def _begin(self, submissions: list[Handed]) -> None:
        roster = [handed.owner.student for handed in submissions]
        if sorted(roster) != sorted(self.ledger.roster or []):
            self._write({"kind": "roster", "students": roster})

    def _sync(self) -> None:
        if time.monotonic() - self._synced > 1.0:
            self.journal.sync()
            self._synced = time.monotonic()

    def _hand_out(self, unread: deque) -> None:
        while self._waiting and self.grader.free:
            task = self._waiting.popleft()
            key = (task.student, task.exercise)
            self._under_way[key] = task
            self.grader.submit(key, task.as_dict())
        # No more is read than can be graded soon: memory stays small.
        while unread and self.reader.free and len(self._waiting) < 100:
            handed = unread.popleft()
            self._under_way[handed.owner.student] = handed
            self.reader.submit(handed.owner.student, handed.as_dict())

    # --- submissions --------------------------------------------------------------

    def _read(self, reply: Reply, unread: deque) -> None:
        handed = self._under_way.pop(reply.key)
        found = reply.value
        if found is None:
            self._tries[reply.key] += 1
            if self._tries[reply.key] < 2:
                unread.append(handed)
                return
            found = {"notes": [UNREADABLE], "answers": {}, "untouched": []}
        digests = {id: digest_of(answer["source"]) for id, answer in found["answers"].items()}
        self._write_submission(handed, found, digests)
        tasks = [self._task(handed, id, found["answers"][id], digests[id]) for id in digests]
        tasks = [task for task in tasks if not self._is_done(task)]
        self._waiting += tasks
        if tasks:
            self._open[handed.owner.student] = len(tasks)
        self.progress.add(submissions=not tasks)

    def _write_submission(self, handed: Handed, found: dict, digests: dict[str, str]) -> None:
        record = {
            "kind": "submission",
            **dataclasses.asdict(handed.owner),
            "answers": digests,
            "untouched": found["untouched"],
            "notes": found["notes"],
        }
        if not self.ledger.holds(record):
            self._write(record)

    def _task(self, handed: Handed, id: str, answer: dict, digest: str) -> Task:
        student = handed.owner.student
        seed = seed_of(self.secret, student, id, digest)
        return Task(student, id, answer["source"], digest, seed)

    def _is_done(self, task: Task) -> bool:
        key = key_of(
            task.student, task.exercise, task.digest, self.course.checks[task.exercise]
        )
        return key in self.ledger.finished or (not self.sandboxed and key in self.ledger.unsafe)

    # --- answers ------------------------------------------------------------------

    def _graded(self, reply: Reply) -> None:
        task = self._under_way.pop(reply.key)
        outcome = self._outcome(task, reply)
        if outcome.state == "error":
            self._tries[reply.key] += 1
            if self._tries[reply.key] < ATTEMPTS:
                self._waiting.append(task)
                return
        self._write(
            {
                "kind": "outcome",
                "check": self.course.checks[task.exercise],
                "outcome": outcome.as_dict(),
            }
        )
        self._open[task.student] -= 1
        finished = self._open[task.student] == 0
        self.progress.add(finished, answers=1, errors=outcome.state == "error")
        if finished:
            del self._open[task.student]

    def _outcome(self, task: Task, reply: Reply) -> Outcome:
        """Return what came of a task; what is no outcome of this very task is an error."""
        message = reply.error
        if reply.value is not None:
            try:
                outcome = Outcome.from_dict(reply.value)
            except ValueError as error:
                message = str(error)
            else:
                if _of(outcome) == _of(task):
                    return outcome
                message = "the grader answered for another task"
        return Outcome(*_of(task), "error", 0.0, "", message, "", 0.0, self.sandboxed)

    # --- the journal --------------------------------------------------------------

    def _write(self, record: dict) -> None:
        self.ledger.add(record, self.journal.append(record))


def _of(thing: Task | Outcome) -> tuple[str, str, str]:
    return thing.student, thing.exercise, thing.digest
