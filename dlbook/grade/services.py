"""What workers do: read submissions, and grade answers."""

from __future__ import annotations

import contextlib
import platform
import signal
from pathlib import Path

from dlbook.exercise.answers import find_answers
from dlbook.exercise.files import decode
from dlbook.exercise.notebook import Document, cells_in, has_notebook_name, to_python
from dlbook.grade.archive import MEGABYTE, Budget, SpentError, shown
from dlbook.grade.course import load_course
from dlbook.grade.discover import Submission, read_files
from dlbook.grade.filenames import attempt_key, attempt_of
from dlbook.grade.task import Task

MEMORY = 4_000_000_000  # bytes of addresses for what reads archives and parses code
READ_SECONDS = 20  # of a processor, for one submission
CODE_BYTES = 8 * MEGABYTE  # of one file; outputs of a notebook do not count
TOO_SLOW = "The submission took too long to read, and was read no further."
EMPTY = "There is no notebook and no Python file in it that can be read."


class _TooSlow(BaseException):
    """The time to read one submission is over."""


class ReadService:
    """Read submissions, in a process of its own: one that breaks it costs only itself."""

    def __init__(self, patterns: list[str], private: str):
        self._exercises = load_course(patterns, Path(private) if private else None).exercises

    def __enter__(self) -> ReadService:
        with contextlib.suppress(ImportError, ValueError, OSError):
            import resource

            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        signal.signal(signal.SIGPROF, _stop)
        return self

    def __exit__(self, *error) -> None:
        pass

    def __call__(self, request: dict) -> dict:
        """Return the notes, answers and untouched starters of one submission."""
        submission, budget, documents = Submission.from_dict(request), Budget(), {}
        found = None
        try:
            with _time_limit():
                with contextlib.suppress(SpentError):  # a note says which limit
                    for name, data in read_files(submission, budget):
                        documents[name] = read_document(name, data, budget)
                names = sorted(documents, key=attempt_key)
                readable = [documents[n] for n in names if documents[n] is not None]
                found = find_answers(readable, self._exercises)
                if not readable:
                    budget.note(EMPTY)
        except _TooSlow:
            budget.note(TOO_SLOW)
        if found is None:
            return {"notes": budget.notes, "answers": {}, "untouched": []}
        answers = {
            exercise: {
                "source": answer.source,
                "fallback": answer.fallback,
                "files": answer.files,
            }
            for exercise, answer in found.answers.items()
        }
        notes = [*budget.notes, *found.notes]
        return {"notes": notes, "answers": answers, "untouched": list(found.untouched)}


def read_document(name: str, data: bytes, budget: Budget) -> Document | None:
    """Return the code of a file; None, and a note, if it cannot be read or is too long."""
    text, is_known = decode(data)
    if not is_known:
        budget.note(f"{shown(name)} is not UTF-8: letters beyond ASCII may be garbled.")
    try:
        cells = cells_in(name, text)
    except Exception as error:  # nbformat raises whatever a damaged file makes it raise
        budget.note(f"{shown(name)} is damaged: no notebook ({type(error).__name__}).")
        return None
    if sum(map(len, cells)) > CODE_BYTES:
        budget.leave_out(name, f"its code is longer than {CODE_BYTES // MEGABYTE} MB")
        return None
    python = tuple(map(to_python, cells))
    return Document(shown(name), attempt_of(name), has_notebook_name(name), python)


def _stop(*_) -> None:
    raise _TooSlow


@contextlib.contextmanager
def _time_limit():
    handled = signal.getsignal(signal.SIGPROF) is _stop  # not in a test's own process
    signal.setitimer(signal.ITIMER_PROF, READ_SECONDS if handled else 0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


class GradeService:
    """Grade answers: one grader with its sandbox.

    No student's code may read the ``hidden`` folders: submissions and results. Raises
    ValueError if the checks are others here than where the command was called.
    """

    def __init__(
        self,
        private: str,
        sandbox: bool,
        hidden: list[str],
        patterns: list[str],
        fingerprint: str,
    ):
        from dlbook.grade.grader import Grader

        folder = Path(private) if private else None
        if load_course(patterns, folder).fingerprint != fingerprint:
            raise ValueError(
                f"{platform.node()} has other versions of the exercises: install the same "
                "dlbook on every machine"
            )
        self._grader = Grader(private=folder, sandbox=sandbox, hidden=tuple(map(Path, hidden)))

    def __enter__(self) -> GradeService:
        self._grader.__enter__()
        try:
            # What is missing is said before the first answer, and not once for each.
            self._grader.try_out()
        except BaseException:
            self._grader.close()
            raise
        return self

    def __exit__(self, *error) -> None:
        self._grader.__exit__(*error)

    def __call__(self, request: dict) -> dict:
        """Return the outcome of one task."""
        return self._grader.grade(Task.from_dict(request)).as_dict()
