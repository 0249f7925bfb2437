"""What workers do: read submissions, and grade answers."""

from __future__ import annotations

import contextlib
import platform
from pathlib import Path

from dlbook.grade.answers.finding import find_answers
from dlbook.grade.checker import Grader
from dlbook.grade.course import course_of
from dlbook.grade.outcome import Task
from dlbook.grade.submissions.layout import Handed
from dlbook.grade.submissions.reading import read_submission

MEMORY = 4_000_000_000  # bytes of addresses for what reads archives and parses code
LONGEST = 500_000  # characters of one answer


class Reading:
    """Read submissions, in a process of its own: one that breaks it costs only itself.

    Parameters
    ----------
    patterns : list of str
        The exercises that are looked for.
    private : str
        The folder of the instructor's own exercises, or ``""``.
    """

    def __init__(self, patterns: list[str], private: str):
        self._exercises = course_of(patterns, Path(private) if private else None).exercises

    def __enter__(self) -> Reading:
        with contextlib.suppress(ImportError, ValueError, OSError):
            import resource

            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        return self

    def __exit__(self, *error) -> None:
        pass

    def __call__(self, request: dict) -> dict:
        """Return notes, answers and untouched starters of one submission."""
        reading = read_submission(Handed.from_dict(request))
        found = find_answers(reading.documents, self._exercises)
        notes = [*reading.notes, *found.notes]
        answers = {}
        for id, answer in found.answers.items():
            if len(answer.source) > LONGEST:
                notes.append(f"The answer to {id} was left out: its code is too long.")
            else:
                answers[id] = {"source": answer.source, "where": answer.where}
        return {"notes": notes, "answers": answers, "untouched": found.untouched}


class Grading:
    """Grade answers: one grader with its sandbox.

    Parameters
    ----------
    private : str
        The folder of the instructor's own exercises, or ``""``.
    sandbox : bool
        False to run students' code unprotected.
    hidden : list of str
        Folders that no student's code may read: submissions and results.
    patterns : list of str
        The exercises that are graded.
    fingerprint : str
        Of their checks, where the command was called.

    Raises
    ------
    ValueError
        Where the checks are others here.
    """

    def __init__(
        self,
        private: str,
        sandbox: bool,
        hidden: list[str],
        patterns: list[str],
        fingerprint: str,
    ):
        here = course_of(patterns, Path(private) if private else None).fingerprint
        if here != fingerprint:
            raise ValueError(
                f"{platform.node()} has other versions of the exercises: install the same "
                "dlbook on every machine"
            )
        self._grader = Grader(
            private=Path(private) if private else None,
            sandbox=sandbox,
            hidden=tuple(map(Path, hidden)),
        )

    def __enter__(self) -> Grading:
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
