"""The commands ``dlbook grade`` and ``dlbook export``, beside those of the exercises."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from dlbook.exercise import cli as exercise_cli


def main(arguments: list[str] | None = None) -> int:
    """Run the command ``dlbook`` and return its exit status.

    0: all is done; 1: an answer is wrong, or some could not be graded; 2: misuse, or
    nothing to grade with; 130: interrupted.
    """
    return exercise_cli.main(arguments, _add_grade, _add_export)


def _add_grade(rooms) -> None:
    text = "grade the submissions of a course"
    sub = rooms.add_parser("grade", help=text, description=text)
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
        "--title",
        default="Exercises",
        help="of the reports; for Canvas its column's name",
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
    how.add_argument("--dry-run", action="store_true", help="read everything, grade nothing")
    how.add_argument("--doctor", action="store_true", help="say whether a sandbox can be made")
    how.add_argument(
        "--i-trust-this-code",
        action="store_true",
        help="run it without a sandbox; every result is marked",
    )


def _add_export(rooms) -> None:
    text = "write assignments for another grader"
    sub = rooms.add_parser("export", help=text, description=text)
    sub.set_defaults(run=_export)
    sub.add_argument("format", choices=["nbgrader", "otter"])
    sub.add_argument("folder", type=Path, metavar="FOLDER")
    sub.add_argument("--exercises", nargs="+", default=[], metavar="ID")
    sub.add_argument("--points", type=Path, metavar="CSV", help="columns exercise,points")


def _grade(options: argparse.Namespace) -> int:
    from dlbook.grade.command import doctor, grade

    if options.doctor:
        return doctor()
    if options.submissions is None:
        raise ValueError("expected a folder with the submissions, or --doctor")
    return grade(options)


def _export(options: argparse.Namespace) -> int:
    from dlbook.grade.export.writing import export

    print(export(options.format, options.folder, options.exercises, options.points))
    return 0
