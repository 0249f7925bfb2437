"""The command ``dlbook``: list the exercises, show one, check an answer, make a new one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

from dlbook.exercise.choice import letter
from dlbook.exercise.display import hint, statement
from dlbook.exercise.files import check_file, identify
from dlbook.exercise.format import KINDS
from dlbook.exercise.library import find, ids
from dlbook.exercise.new import new
from dlbook.exercise.source import answer_file


def main(arguments: list[str] | None = None, *more: Callable) -> int:
    """Run the command and return its exit status: 0, 1 for a wrong answer, 2 for misuse.

    Parameters
    ----------
    arguments : list of str, optional
        By default those of the command line.
    *more : function
        Each adds commands of its own to what argparse calls the subparsers.
    """
    options = _parser(more).parse_args(arguments)
    try:
        return options.run(options)
    except BrokenPipeError:  # whoever reads the output has seen enough
        raise
    except (ValueError, TypeError, OSError) as error:
        named = isinstance(error, OSError) and error.filename
        message = f"{error.filename}: {error.strerror}" if named else str(error)
        print(f"dlbook: {message}", file=sys.stderr)
        return 2


def _parser(more: tuple[Callable, ...]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dlbook", description="Deep Learning, Executed")
    parser.add_argument("--version", action="version", version=f"dlbook {_version()}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add in more:
        add(commands)
    exercise = commands.add_parser("exercise", help="the book's exercises")
    actions = exercise.add_subparsers(required=True, metavar="ACTION")

    def action(run, name: str, text: str) -> argparse.ArgumentParser:
        sub = actions.add_parser(name, help=text, description=text)
        sub.set_defaults(run=run)
        return sub

    sub = action(_list, "list", "list the exercises, of one chapter or of all")
    sub.add_argument("chapter", nargs="?", metavar="CHAPTER")
    sub = action(_show, "show", "show an exercise")
    sub.add_argument("id", metavar="ID")
    what = sub.add_mutually_exclusive_group()
    what.add_argument("--hint", type=int, metavar="N", help="a hint, counted from 1")
    what.add_argument("--starter", action="store_true", help="the file to answer in")
    what.add_argument("--solution", action="store_true", help="the solution")
    sub = action(_check, "check", "check the answers in a Python file or notebook")
    sub.add_argument("file", type=Path, metavar="FILE")
    sub.add_argument("--id", help="the exercise, if the file does not say it")
    sub.add_argument("--seed", type=int, metavar="N", help="draw the same inputs again")
    sub = action(_new, "new", "make a new exercise in the repository")
    sub.add_argument("id", metavar="CHAPTER/SLUG")
    sub.add_argument("--kind", choices=KINDS, default="implement")
    return parser


def _version() -> str:
    try:
        return metadata.version("dlbook")
    except metadata.PackageNotFoundError:  # in a copy of the repository that is not installed
        return "(not installed)"


def _list(options: argparse.Namespace) -> int:
    found = ids(options.chapter)
    if not found:
        chapters = sorted({id.partition("/")[0] for id in ids()})
        raise ValueError(f"no exercises in {options.chapter!r}; there are: {chapters}")
    for exercise in map(find, found):
        print(
            f"{exercise.id:<42} {exercise.kind:<12} {'●' * exercise.difficulty:<6}"
            f"{exercise.minutes:>3} min  {exercise.title}"
        )
    return 0


def _show(options: argparse.Namespace) -> int:
    exercise = find(options.id)
    if options.hint is not None:
        print(hint(options.id, options.hint))
    elif options.starter:
        print(answer_file(exercise), end="")
    elif options.solution:
        print(_solution(exercise))
    else:
        print(statement(exercise))
        print(
            f"\nA file to answer in:  dlbook exercise show {exercise.id} --starter > answer.py"
        )
    return 0


def _solution(exercise) -> str:
    if exercise.options:
        right = exercise.options[exercise.answer]
        return f"({letter(exercise.answer)}) {right}\n\n{exercise.why[exercise.answer]}"
    if exercise.value is not None:
        return "\n\n".join([f"{exercise.value:g}", *exercise.why])
    return exercise.solution or exercise.rubric


def _check(options: argparse.Namespace) -> int:
    found = [options.id] if options.id else identify(options.file)
    if not found:
        raise ValueError(
            f"{options.file} does not say which exercise it answers: start it with a line "
            f"'# exercise: CHAPTER/SLUG', or give --id"
        )
    passed = True
    for exercise_id in found:
        report = check_file(options.file, exercise_id, options.seed)
        print(report)
        if not report.passed and find(exercise_id).hints:
            print(f"  hints: dlbook exercise show {exercise_id} --hint 1")
        passed = passed and report.passed
    return 0 if passed else 1


def _new(options: argparse.Namespace) -> int:
    print(f"written: {new(options.id, options.kind)}")
    return 0
