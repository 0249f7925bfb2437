"""What ``dlbook grade`` does, from the command line to the files."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

from dlbook.grade.cluster import Cluster, packed
from dlbook.grade.course import Course, course_of
from dlbook.grade.doctor import examine, text
from dlbook.grade.journal import Journal
from dlbook.grade.ledger import Ledger
from dlbook.grade.pool import EngineError, Pool
from dlbook.grade.progress import Progress
from dlbook.grade.results.gradebook import Gradebook, gradebook_of
from dlbook.grade.results.scale import Scale, read_late, read_points
from dlbook.grade.results.views import write_results
from dlbook.grade.run import Engine, Run
from dlbook.grade.secret import secret_of
from dlbook.grade.submissions.layout import Handed, submissions_at
from dlbook.grade.survey import survey

READING = "dlbook.grade.services:Reading"
GRADING = "dlbook.grade.services:Grading"
READ_SECONDS = 60.0  # for one submission, up to the caps
GRADE_SECONDS = 600.0  # far beyond the limits of the grader itself


def grade(options: argparse.Namespace, grading: str = GRADING) -> int:
    """Grade the submissions and write the results; return the exit status.

    Parameters
    ----------
    options : Namespace
        The command line.
    grading : str
        What makes the service that grades, as ``"module:name"``.

    Raises
    ------
    ValueError
        Where an option is not what it is to be.
    """
    if options.jobs < 1:
        raise ValueError(f"--jobs: expected a number from 1, got {options.jobs}")
    course = course_of(options.exercises, options.private)
    scale = _scale(options, course)
    submissions = _submissions(options)
    path = options.out / "journal.jsonl"
    if options.dry_run:
        with _reader(options) as reader:
            print(survey(submissions, reader, Ledger.read(path), course.checks))
        return 0
    if not options.resume:
        _set_aside(path)
    with Journal(path) as journal:
        ledger = Ledger.read(path)
        secret = secret_of(journal, ledger, options.seed)
        stopped = _work(options, grading, course, journal, ledger, secret, submissions)
        book = gradebook_of(ledger, course, scale, _chosen(options, course))
        written = write_results(book, options.out, options.title)
    return _report(book, written, stopped)


def doctor() -> int:
    """Say whether a sandbox can be made here, and what is missing; return the exit status."""
    findings = examine()
    print(text(findings))
    return 0 if all(finding.holds for finding in findings if finding.needed) else 1


def _scale(options: argparse.Namespace, course: Course) -> Scale:
    points = read_points(options.points, course.exercises) if options.points else {}
    late = read_late(options.late) if options.late else (0.0, {})
    return Scale(points, *late)


def _chosen(options: argparse.Namespace, course: Course) -> list[str] | None:
    """Return the exercises that count, where the command line says it."""
    if options.exercises:
        return list(course.exercises)
    if options.points:
        return sorted(read_points(options.points, course.exercises))
    return None


def _submissions(options: argparse.Namespace) -> list[Handed]:
    """Return the submissions; the results may lie in the same folder."""
    own = str(options.out.resolve())
    found = submissions_at(options.submissions.resolve())
    return [handed for handed in found if handed.paths != (own,)]


def _set_aside(path: Path) -> None:
    """Keep an old journal beside the new one."""
    if path.exists():
        number = len(list(path.parent.glob("journal-*.jsonl"))) + 1
        path.rename(path.with_name(f"journal-{number}.jsonl"))


def _work(options, grading, course, journal, ledger, secret, submissions) -> str:
    """Grade, and return why it stopped before its end, or an empty text."""
    progress = Progress(len(submissions))
    try:
        with _reader(options) as reader, _grader(options, grading, course) as grader:
            sandboxed = not options.i_trust_this_code
            run = Run(
                course, journal, ledger, reader, grader, progress, secret, sandboxed=sandboxed
            )
            run.grade(submissions)
    except KeyboardInterrupt:
        return "interrupted"
    except EngineError as error:
        return str(error)
    finally:
        progress.close()
    return ""


@contextlib.contextmanager
def _reader(options: argparse.Namespace) -> Iterator[Engine]:
    private = str(options.private.resolve()) if options.private else ""
    settings = {"patterns": options.exercises, "private": private}
    with contextlib.closing(Pool(READING, settings, 1, READ_SECONDS)) as pool:
        yield pool


@contextlib.contextmanager
def _grader(options: argparse.Namespace, grading: str, course: Course) -> Iterator[Engine]:
    private = str(options.private.resolve()) if options.private else ""
    hidden = [str(path.resolve()) for path in (options.submissions, options.out)]
    settings = {
        "private": private,
        "sandbox": not options.i_trust_this_code,
        "hidden": hidden,
        "patterns": options.exercises,
        "fingerprint": course.fingerprint,
    }
    if options.cluster:
        settings["files"] = packed(options.private)
        engine = Cluster(options.cluster, grading, settings, GRADE_SECONDS)
    else:
        log = options.out / "grader.log"
        engine = Pool(grading, settings, options.jobs, GRADE_SECONDS, log)
    with contextlib.closing(engine):
        yield engine


def _report(book: Gradebook, written: list[Path], stopped: str) -> int:
    rows = list(map(_state, book.rows()))
    unread = len(book.ledger.students()) - len(rows)
    open_ones = rows.count("open") + unread
    print(f"{len(rows):,} students, {len(book.exercises)} exercises.")
    if book.rare:
        print(f"Not counted, as fewer than one in ten answered: {', '.join(book.rare)}.")
    if rows.count("unsafe"):
        print("Graded without a sandbox: the results can be forged, and say so.")
    for path in written:
        print(f"  {path}")
    if stopped:
        print(f"dlbook: stopped: {stopped}", file=sys.stderr)
    if open_ones or stopped:
        print(
            f"{open_ones:,} students are not complete: the same command goes on from here.",
            file=sys.stderr,
        )
    if stopped:
        return 130 if stopped == "interrupted" else 2
    return 1 if open_ones else 0


def _state(row) -> str:
    if not row.is_final:
        return "open"
    return "done" if row.is_trusted else "unsafe"
