"""Tables in and out: lists of points and lateness, grades.csv."""

from __future__ import annotations

import csv
import fnmatch
import io
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dlbook.grade.course import nearest
from dlbook.grade.gradebook import Gradebook, Row

STATES = {"missing": "missing", "untouched": "untouched", "waiting": "", "error": "error"}
SIGN = "\ufeff"  # by which Excel recognizes UTF-8
# A spreadsheet takes what begins so for a formula, also behind its own separator.
FORMULA = re.compile(r"(^|[;\t])(?=\s*[=+\-@＝＋－＠].)")


@dataclass
class Table:
    """A CSV file, with what it takes to write it as it was."""

    path: Path  # the file
    rows: list[list[str]]  # its cells, the head first
    lines: list[int]  # the line on which each row ends
    encoding: str
    separator: str
    line_end: str

    def text(self) -> bytes:
        """Return the table in the encoding and form of the file."""
        stream = io.StringIO()
        writer = csv.writer(stream, delimiter=self.separator, lineterminator=self.line_end)
        writer.writerows(self.rows)
        return stream.getvalue().encode(self.encoding)


def read_table(path: Path) -> Table:
    """Read a CSV file in UTF-8, UTF-16 or Windows-1252, with commas, semicolons or tabs.

    Raises ValueError if it is no such file, with its name and the line.
    """
    data = path.read_bytes()
    marks = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    marked = [encoding for mark, encoding in marks.items() if data.startswith(mark)]
    for encoding in (*marked, "utf-8", "cp1252"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeError as error:
            line = data[: error.start].count(b"\n") + 1
    else:
        raise ValueError(f"{path}, line {line}: expected text in UTF-8")
    if "\0" in text:
        raise ValueError(f"{path}: expected a CSV file; save it as CSV, in UTF-8")
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        found = [(row, reader.line_num) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise ValueError(f"{path}, line {reader.line_num}: {error}") from None
    if not found:
        raise ValueError(f"{path} is empty")
    rows, lines = map(list, zip(*found, strict=True))
    return Table(path, rows, lines, encoding, separator, "\r\n" if "\r\n" in text else "\n")


# --- lists that instructors write -------------------------------------------------------


def read_points(path: Path, exercises: Iterable[str]) -> dict[str, float]:
    """Return the points of each exercise, from a CSV file of the columns exercise, points.

    An exercise may be a pattern, such as ``neurons/*``; later lines count before earlier.

    Raises ValueError if a line fits no exercise, or its points are no number from 0.
    """
    exercises, points = list(exercises), {}
    for where, pattern, value in _pairs(path, "exercise", "points"):
        fitting = fnmatch.filter(exercises, pattern)
        if not fitting:
            raise ValueError(
                f"{where}: no exercise fits {pattern!r}{nearest(pattern, exercises)}"
            )
        points |= dict.fromkeys(fitting, _number(value, where, math.inf))
    return points


@dataclass(frozen=True)
class Late:
    """What lateness takes off: a percent of all that is marked as late, or lines of a list."""

    percent: float = 0.0
    lines: tuple[tuple[str, str, float], ...] = ()  # where, name, percent

    def students(self, submissions: list[dict]) -> tuple[dict[str, float], list[str]]:
        """Return the percents by student, and remarks on lines that do not fit exactly one."""
        known = defaultdict(set)
        for submission in submissions:
            for name in (submission["student"], submission["name"], submission["user"]):
                known[name_key(name)].add(submission["student"])
        found, remarks = {}, []
        for where, name, percent in self.lines:
            fitting = sorted(known.get(name_key(name), ()))
            if len(fitting) == 1:
                if fitting[0] in found:
                    remarks.append(f"{where}: {name!r} is named again; this line counts")
                found[fitting[0]] = percent
            elif fitting:
                remarks.append(f"{where}: {name!r} may be any of {', '.join(fitting)}")
            else:
                names = {s[key] for s in submissions for key in ("name", "student")}
                remarks.append(f"{where}: no submission of {name!r}{nearest(name, names)}")
        return found, remarks


def read_late(rule: str) -> Late:
    """Return what lateness takes off: ``"20%"``, or a CSV file of the columns student, percent.

    Raises ValueError if it is neither, or a percent is not from 0 to 100.
    """
    if rule.endswith("%"):
        return Late(_number(rule, "--late", 100))
    if not Path(rule).is_file():
        raise ValueError(
            "--late: expected a percentage, as 20%, or a file with the columns "
            f"student,percent; got {rule!r}"
        )
    pairs = _pairs(Path(rule), "student", "percent")
    return Late(0.0, tuple((w, name, _number(value, w, 100)) for w, name, value in pairs))


def name_key(name: str) -> str:
    """Return a name without differences that the eye does not see."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _pairs(path: Path, first: str, second: str) -> Iterator[tuple[str, str, str]]:
    table = read_table(path)
    if [cell.strip().lower() for cell in table.rows[0]] != [first, second]:
        raise ValueError(f"{path}, line 1: expected {first},{second}; got {table.rows[0]}")
    for row, line in zip(table.rows[1:], table.lines[1:], strict=True):
        if len(row) != 2:
            raise ValueError(f"{path}, line {line}: expected two columns, got {row}")
        yield f"{path}, line {line}", row[0].strip(), row[1].strip()


def _number(text: str, where: str, most: float) -> float:
    try:
        number = float(text.rstrip("% ").replace(",", "."))
    except ValueError:
        number = math.nan
    if not (0 <= number <= most and math.isfinite(number)):
        upper = "" if math.isinf(most) else f" to {most:g}"
        raise ValueError(f"{where}: expected a number from 0{upper}, got {text!r}")
    return number


# --- grades.csv -------------------------------------------------------------------------


def csv_text(rows: Iterable[Iterable]) -> str:
    """Return a table as CSV that Excel opens right, and in which no text is a formula."""
    stream = io.StringIO()
    stream.write(SIGN)
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerows([_cell(value) for value in row] for row in rows)
    return stream.getvalue()


def _cell(value):
    if not isinstance(value, str):
        return value
    line = re.sub(r"[\r\n\v\f\x85\u2028\u2029]+", " ", value)
    return FORMULA.sub(r"\1'", line)


def grades(book: Gradebook) -> Iterator[list]:
    """Yield one row for each student: points of each exercise, sum, and what is to know.

    An answer that could not be graded reads "error", one that is not there "missing" or
    "untouched"; the sum is empty as long as something could not be graded.
    """
    head = ["total", "out of", "percent", "late (percent off)", "trusted", "notes"]
    yield ["student", "name", *book.exercises, *head]
    for row in book.rows():
        share = 100 * row.total / book.out_of if row.total is not None and book.out_of else None
        yield [
            row.student,
            row.submission["name"],
            *(_points(row, exercise) for exercise in book.exercises),
            rounded(row.total),
            rounded(book.out_of),
            rounded(share),
            rounded(row.percent_off),
            "yes" if row.is_trusted else "no",
            " ".join(row.submission["notes"]),
        ]


def _points(row: Row, exercise: str) -> float | str:
    state = row.marks[exercise].state
    return STATES[state] if state in STATES else rounded(row.points[exercise])


def rounded(number: float | None) -> float | int | str:
    """Return a number as a table shows it: to two decimals, or nothing for None."""
    if number is None:
        return ""
    short = round(number, 2)
    return int(short) if short == int(short) else short
