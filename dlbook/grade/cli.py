"""The commands ``dlbook grade`` and ``dlbook export``, next to those of the exercises."""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from dlbook.exercise import cli as exercise_cli

READING = "dlbook.grade.services:ReadService"
GRADING = "dlbook.grade.services:GradeService"
READ_SECONDS = 60.0  # until a reader that hangs is killed
GRADE_SECONDS = 600.0  # far beyond the limits of the grader itself
PACKAGES = ("IPython", "jinja2", "latex2mathml", "nbformat", "tqdm")
SHOWN = 20  # remarks; all of them stand in remarks.txt


def main(arguments: list[str] | None = None) -> int:
    """Run the command ``dlbook`` and return its exit status.

    0: all is done; 1: an answer is wrong, or some could not be graded; 2: misuse, or nothing
    to grade with; 130: interrupted.
    """
    for stream in (sys.stdout, sys.stderr):  # a terminal in cp1252 has no check mark
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        status = exercise_cli.main(arguments, _add_grade, _add_export)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # Whoever read the output has seen enough; Python would complain once more at its end.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _add_grade(commands) -> None:
    text = "grade the submissions of a course"
    sub = commands.add_parser("grade", help=text, description=text)
    sub.set_defaults(run=_grade)
    sub.add_argument(
        "submissions",
        type=Path,
        nargs="?",
        metavar="SUBMISSIONS",
        help="a folder with one file, folder or archive for each student, or the zip of all "
        "that Canvas or Moodle gives",
    )
    sub.add_argument(
        "--out", type=Path, default=Path("results"), metavar="FOLDER", help="default: results"
    )
    what = sub.add_argument_group("what is graded")
    what.add_argument(
        "--exercises",
        nargs="+",
        default=[],
        metavar="ID",
        help="ids or patterns, as neurons/parity-network 'losses/*'; by default those that "
        "at least a tenth of the submissions hold",
    )
    what.add_argument(
        "--private", type=Path, metavar="FOLDER", help="your own exercises and checks"
    )
    what.add_argument("--points", type=Path, metavar="CSV", help="columns exercise,points")
    what.add_argument(
        "--late",
        metavar="RULE",
        help="what lateness takes off: 20%% from what Canvas marks as late, or a CSV file "
        "with the columns student,percent",
    )
    what.add_argument(
        "--title", default="Exercises", help="of the reports, and of the assignment in Canvas"
    )
    book = sub.add_argument_group("gradebooks")
    book.add_argument(
        "--canvas", type=Path, metavar="CSV", help="Canvas's exported gradebook, to be filled"
    )
    book.add_argument(
        "--moodle", type=Path, metavar="CSV", help="Moodle's grading worksheet, to be filled"
    )
    book.add_argument(
        "--column", default="", metavar="NAME", help="the column to fill, if it is not clear"
    )
    how = sub.add_argument_group("how")
    how.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N")
    how.add_argument(
        "--cluster", metavar="ADDRESS", help="grade on a Dask cluster: its scheduler"
    )
    how.add_argument("--seed", metavar="TEXT", help="draw the same inputs in every run")
    how.add_argument(
        "--resume",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="go on where an earlier run stopped (the default), or begin anew",
    )
    how.add_argument(
        "--again", nargs="+", default=[], metavar="STUDENT", help="grade these students anew"
    )
    how.add_argument("--dry-run", action="store_true", help="read everything, grade nothing")
    how.add_argument("--doctor", action="store_true", help="say whether a sandbox can be made")
    how.add_argument(
        "--i-trust-this-code",
        action="store_true",
        help="run it without a sandbox; every result is marked",
    )


def _add_export(commands) -> None:
    text = "write assignments for another grader"
    sub = commands.add_parser("export", help=text, description=text)
    sub.set_defaults(run=_export)
    sub.add_argument("format", choices=["nbgrader", "otter"])
    sub.add_argument("folder", type=Path, metavar="FOLDER")
    sub.add_argument("--exercises", nargs="+", default=[], metavar="ID")
    sub.add_argument("--points", type=Path, metavar="CSV", help="columns exercise,points")


def _export(options: argparse.Namespace) -> int:
    _ask_for_packages()
    from dlbook.grade.export import export

    print(export(options.format, options.folder, options.exercises, options.points))
    return 0


def _grade(options: argparse.Namespace) -> int:
    _ask_for_packages()
    from dlbook.grade import preflight

    if options.doctor:
        findings = preflight.preflight()
        print(preflight.text(findings))
        return 0 if all(finding.holds for finding in findings if finding.needed) else 1
    if options.submissions is None:
        raise ValueError("expected a folder with the submissions, or --doctor")
    return grade(options)


def _ask_for_packages() -> None:
    """Refuse at once if a package is missing that would be missed after hours of grading."""
    missing = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
    if missing:
        raise ValueError(f"{missing[0]} is missing: pip install 'dlbook[torch,grade]'")


def grade(options: argparse.Namespace, grading: str = GRADING) -> int:
    """Grade the submissions and write the results; return the exit status.

    ``grading`` makes the service that grades, as ``"module:name"``. Raises ValueError if an
    option is not what it is to be.
    """
    from dlbook.grade.course import load_course
    from dlbook.grade.discover import find_submissions
    from dlbook.grade.journal import Journal, JournalIndex, seed_key
    from dlbook.grade.preflight import dry_run
    from dlbook.grade.tables import (
        Late,
        canvas_gradesheet,
        moodle_gradesheet,
        read_late,
        read_points,
    )

    if options.jobs < 1:
        raise ValueError(f"--jobs: expected a number from 1, got {options.jobs}")
    if options.out.exists() and not options.out.is_dir():
        raise ValueError(f"--out: {options.out} is a file; give a folder for the results")
    course = load_course(options.exercises, options.private)
    points = read_points(options.points, course.exercises) if options.points else {}
    late = read_late(options.late) if options.late else Late()
    # What is wrong with a gradebook is said before hours of grading.
    sheets = {}
    if options.canvas:
        sheets["canvas"] = canvas_gradesheet(options.canvas, options.title, options.column)
    if options.moodle:
        sheets["moodle"] = moodle_gradesheet(options.moodle, options.column)
    chosen = list(course.exercises) if options.exercises else sorted(points) or None
    submissions, remarks = find_submissions(
        options.submissions.resolve(), options.out.resolve()
    )
    again = _known_students(options.again, submissions)
    path = options.out / "journal.jsonl"
    if options.dry_run:
        with _reader(options) as reader:
            index = JournalIndex.read(path)
            print(*remarks, dry_run(submissions, reader, index, course.checks), sep="\n")
        return 0
    with Journal(path, anew=not options.resume) as journal:
        index = JournalIndex.read(path)
        secret = seed_key(journal, index, options.seed)
        stopped = _work(options, grading, course, journal, index, secret, submissions, again)
        return _write(options, course, index, points, late, chosen, sheets, remarks, stopped)


def _known_students(names: list[str], submissions: list) -> frozenset[str]:
    from dlbook.grade.course import nearest

    known = {submission.owner.student for submission in submissions}
    for name in names:
        if name not in known:
            raise ValueError(f"--again: no submission of {name!r}{nearest(name, known)}")
    return frozenset(names)


def _work(options, grading, course, journal, index, secret, submissions, again) -> str:
    """Grade, and return why it stopped before its end, or an empty text."""
    from dlbook.grade.pool import EngineError
    from dlbook.grade.run import Progress, Run

    progress = Progress(len(submissions))
    try:
        with _reader(options) as reader, _grader(options, grading, course) as grader:
            Run(
                course, journal, index, reader, grader, progress, secret,
                sandboxed=not options.i_trust_this_code, again=again,
            ).grade(submissions)  # fmt: skip
    except KeyboardInterrupt:
        return "interrupted"
    except EngineError as error:
        return str(error)
    finally:
        progress.close()
    return ""


@contextlib.contextmanager
def _reader(options: argparse.Namespace) -> Iterator:
    from dlbook.grade.pool import Pool

    settings = {"patterns": options.exercises, "private": _private(options)}
    with contextlib.closing(Pool(READING, settings, 1, READ_SECONDS)) as pool:
        yield pool


@contextlib.contextmanager
def _grader(options: argparse.Namespace, grading: str, course) -> Iterator:
    from dlbook.grade.cluster import Cluster, pack_files
    from dlbook.grade.pool import Pool

    settings = {
        "private": _private(options),
        "sandbox": not options.i_trust_this_code,
        "hidden": [str(path.resolve()) for path in (options.submissions, options.out)],
        "patterns": options.exercises,
        "fingerprint": course.fingerprint,
    }
    if options.cluster:
        settings["files"] = pack_files(options.private)
        engine = Cluster(options.cluster, grading, settings, GRADE_SECONDS)
    else:
        log = options.out / "grader.log"
        engine = Pool(grading, settings, options.jobs, GRADE_SECONDS, log)
    with contextlib.closing(engine):
        yield engine


def _private(options: argparse.Namespace) -> str:
    return str(options.private.resolve()) if options.private else ""


def _write(options, course, index, points, late, chosen, sheets, remarks, stopped) -> int:
    """Write all results, each a view of the journal, and say what there is to say."""
    from dlbook.grade import tables
    from dlbook.grade.gradebook import Scale, make_gradebook
    from dlbook.grade.reports import item_analysis, write_file, write_reports

    records = [submission for submission, _ in index.entries({})]
    late_students, unmatched = late.students(records)
    scale = Scale(points, late.percent, late_students)
    book = make_gradebook(index, course, scale, chosen)
    remarks = [*remarks, *unmatched]
    platforms = {record["platform"] for record in records}
    files = {"grades.csv": tables.csv_text(tables.grades(book))}
    for platform, sheet in sheets.items():
        files[f"{platform}.csv"], unmatched = sheet.fill(book)
        remarks += unmatched
    if "canvas" in platforms - sheets.keys():
        files["canvas.csv"] = tables.csv_text(tables.new_canvas(book, options.title))
    if "moodle" in platforms - sheets.keys():
        files["moodle.csv"] = tables.csv_text(tables.new_moodle(book))
        remarks.append(
            "moodle.csv is for a site in English; elsewhere download the grading worksheet, "
            "and give it with --moodle."
        )
    files["item-analysis.html"] = item_analysis(book, options.title)
    files["remarks.txt"] = "".join(f"{remark}\n" for remark in remarks)
    for name, content in files.items():
        write_file(options.out / name, content)
    write_reports(book, options.out / "reports", options.title)
    return _report(
        book, [*(options.out / n for n in files), options.out / "reports"], remarks, stopped
    )


def _report(book, written: list[Path], remarks: list[str], stopped: str) -> int:
    states = Counter(
        "open" if not row.is_final else "done" if row.is_trusted else "unsafe"
        for row in book.rows()
    )
    open_ones = states["open"] + len(book.index.students()) - states.total()
    print(f"{states.total():,} students, {len(book.exercises)} exercises.")
    if book.rare:
        print(f"Not counted, as fewer than one in ten answered: {', '.join(book.rare)}.")
    if states["unsafe"]:
        print("Graded without a sandbox: the results can be forged, and say so.")
    for path in written:
        print(f"  {path}")
    for remark in remarks[:SHOWN]:
        print(f"dlbook: {remark}", file=sys.stderr)
    if len(remarks) > SHOWN:
        print(f"dlbook: and {len(remarks) - SHOWN} more, in remarks.txt", file=sys.stderr)
    if stopped:
        print(f"dlbook: stopped: {stopped}", file=sys.stderr)
    if open_ones or stopped:
        which = f"{open_ones:,} students are not complete: t" if open_ones else "T"
        print(f"{which}he same command goes on from here.", file=sys.stderr)
    if stopped:
        return 130 if stopped == "interrupted" else 2
    return 1 if open_ones else 0
