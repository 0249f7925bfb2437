"""The grades as tables: for a spreadsheet, for Canvas, for Moodle."""

from __future__ import annotations

from collections.abc import Iterator

from dlbook.grade.results.gradebook import Gradebook, Mark, Row

STATES = {"missing": "missing", "untouched": "untouched", "waiting": "", "error": "error"}
# The columns by which Canvas knows a student, in the order of its own export.
CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
# Of Moodle's "offline grading worksheet", those that an upload needs.
MOODLE = ("Identifier", "Full name", "Grade", "Maximum Grade")


def grades(book: Gradebook) -> Iterator[list]:
    """Yield one row for each student: points of each exercise, sum, and what is to know.

    An answer that could not be graded reads "error", one that is not there "missing" or
    "untouched"; the sum is empty as long as something could not be graded.
    """
    yield [
        "student",
        "name",
        *book.exercises,
        "total",
        "out of",
        "percent",
        "late (percent off)",
        "trusted",
        "notes",
    ]
    for row in book.rows():
        total = row.total
        yield [
            row.student,
            row.submission["name"],
            *(_cell(row, id) for id in book.exercises),
            "" if total is None else _round(total),
            _round(book.out_of),
            "" if total is None or not book.out_of else _round(100 * total / book.out_of),
            _round(row.percent_off),
            "yes" if row.is_trusted else "no",
            " ".join(row.submission["notes"]),
        ]


def canvas(book: Gradebook, title: str) -> Iterator[list]:
    """Yield what "Import" in Canvas's gradebook takes: students of Canvas alone.

    Parameters
    ----------
    title : str
        The assignment's column as Canvas exports it, such as ``"Homework 1 (4711)"``.
    """
    yield [*CANVAS, title]
    yield ["Points Possible", *[""] * (len(CANVAS) - 1), _round(book.out_of)]
    for row in _of_platform(book, "canvas"):
        yield [row.submission["name"], row.submission["user"], "", "", "", _total(row)]


def moodle(book: Gradebook) -> Iterator[list]:
    """Yield what "Upload grading worksheet" of a Moodle assignment takes."""
    yield list(MOODLE)
    for row in _of_platform(book, "moodle"):
        name, user = row.submission["name"], row.submission["user"]
        yield [f"Participant {user}", name, _total(row), _round(book.out_of)]


def _of_platform(book: Gradebook, platform: str) -> Iterator[Row]:
    return (row for row in book.rows() if row.submission["platform"] == platform)


def _total(row: Row) -> float | str:
    return "" if row.total is None else _round(row.total)


def _cell(row: Row, id: str) -> float | str:
    mark: Mark = row.marks[id]
    return STATES[mark.state] if mark.state in STATES else _round(row.points[id])


def _round(number: float) -> float | int:
    short = round(number, 2)
    return int(short) if short == int(short) else short
