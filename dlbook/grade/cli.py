"""The commands ``dlbook grade`` and ``dlbook export``, next to those of the exercises."""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import os
import sys
from pathlib import Path

from dlbook.exercise import cli as exercise_cli

GRADING = "dlbook.grade.services:GradeService"
PACKAGES = ("IPython", "jinja2", "latex2mathml", "nbformat", "tqdm")


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
    from dlbook.grade.command import GradeCommand

    return GradeCommand(options, grading).run()
