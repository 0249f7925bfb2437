"""Tables in and out: lists of points and lateness, grades.csv, a platform's gradebook.

Canvas and Moodle know their students and columns by what stands in the file that an instructor
downloads, in the site's own language. So that file is filled, and nothing else in it changes.
"""

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
CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
CANVAS_TOTALS = re.compile(r"(Current|Final|Override) (Score|Points|Grade|Status)")
MOODLE = ("Identifier", "Full name", "Grade", "Maximum Grade", "Last modified (grade)")
# What Moodle calls the two columns in some languages; for others there is --column.
GRADE = (
    "Grade|Bewertung|Note|Calificación|Nota|Valutazione|Cijfer|Ocena|Betyg|Karakter|Arvosana"
)
MAXIMUM = re.compile(r"maxim|máxim|massim|bestwertung|höchst|maks|enimm", re.IGNORECASE)


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
            _rounded(row.total),
            _rounded(book.out_of),
            _rounded(share),
            _rounded(row.percent_off),
            "yes" if row.is_trusted else "no",
            " ".join(row.submission["notes"]),
        ]


def _points(row: Row, exercise: str) -> float | str:
    state = row.marks[exercise].state
    return STATES[state] if state in STATES else _rounded(row.points[exercise])


def _rounded(number: float | None) -> float | int | str:
    if number is None:
        return ""
    short = round(number, 2)
    return int(short) if short == int(short) else short


# --- the gradebooks of Canvas and Moodle ------------------------------------------------


def new_canvas(book: Gradebook, title: str) -> Iterator[list]:
    """Yield a table that Canvas imports; an unknown column becomes a new assignment."""
    yield [*CANVAS, title]
    yield ["Points Possible", *[""] * (len(CANVAS) - 1), _rounded(book.out_of)]
    for row in _students_of(book, "canvas"):
        yield [row.submission["name"], row.submission["user"], "", "", "", _rounded(row.total)]


def new_moodle(book: Gradebook) -> Iterator[list]:
    """Yield a worksheet with the columns that an English Moodle asks for."""
    yield list(MOODLE)
    for row in _students_of(book, "moodle"):
        number, name = f"Participant {row.submission['user']}", row.submission["name"]
        yield [number, name, _rounded(row.total), _rounded(book.out_of), "-"]


def _students_of(book: Gradebook, platform: str) -> Iterator[Row]:
    """Yield the students whom a platform can recognize."""
    for row in book.rows():
        if row.submission["platform"] == platform and row.submission["user"]:
            yield row


@dataclass
class Gradesheet:
    """A platform's gradebook, with the column that is to be filled."""

    table: Table  # the file
    platform: str  # "canvas" or "moodle"
    people: list[int]  # its rows with a student
    # the columns of the platform's numbers, and of the grades
    ids: int
    place: int
    out_of: list[str]  # what the platform says about the largest grade, for each student

    def fill(self, book: Gradebook) -> tuple[bytes, list[str]]:
        """Return the file with the sums, and remarks on rows and submissions left over."""
        remarks = _fill(self, book)
        return self.table.text(), remarks


def canvas_gradesheet(path: Path, title: str, column: str = "") -> Gradesheet:
    """Return Canvas's exported gradebook, with the column of an assignment.

    ``title`` or, before it, ``column`` names the assignment, with or without its number. Raises
    ValueError if it is no exported gradebook, or does not have that column.
    """
    table = read_table(path)
    head = [cell.strip() for cell in table.rows[0]]
    if "ID" not in head or "Section" not in head or head[0] not in ("Student", "LastName"):
        raise ValueError(
            f"{path}: expected Canvas's exported gradebook: Student, ID, ..., Section"
        )
    first = head.index("Section") + 1
    offered = [name for name in head[first:] if name and not CANVAS_TOTALS.search(name)]
    place = _column(path, head, offered, [column] if column else [title], bool(column))
    heads = [row for row in table.rows if "Points Possible" in row[0]]
    worth = heads[0][place].strip() if heads and place < len(heads[0]) else ""
    if "read only" in worth:
        raise ValueError(f"{path}: Canvas does not let the column {head[place]!r} be changed")
    ids = head.index("ID")
    people = [i for i, row in enumerate(table.rows) if i and row[ids].strip()]
    return Gradesheet(table, "canvas", people, ids, place, [worth] * len(people))


def moodle_gradesheet(path: Path, column: str = "") -> Gradesheet:
    """Return a Moodle assignment's grading worksheet; see :func:`canvas_gradesheet`."""
    table = read_table(path)
    head = [cell.strip() for cell in table.rows[0]]
    people = [*range(1, len(table.rows))]
    ids = next((i for i in range(len(head)) if _all_numbered(table, people, i)), None)
    if ids is None or (MOODLE[2] in head and MOODLE[4] not in head):
        raise ValueError(
            f"{path}: expected Moodle's grading worksheet, as it was downloaded: with a column "
            "of numbered participants, one of grades, and one of when those were last modified"
        )
    place = _column(path, head, head, [column] if column else GRADE.split("|"), True)
    most = next((i for i, name in enumerate(head) if MAXIMUM.search(name) and i != place), None)
    out_of = ["" if most is None else table.rows[i][most] for i in people]
    return Gradesheet(table, "moodle", people, ids, place, out_of)


def _all_numbered(table: Table, people: Iterable[int], place: int) -> bool:
    cells = [table.rows[i][place] if place < len(table.rows[i]) else "" for i in people]
    return bool(cells) and all(re.fullmatch(r".*\D\d+", cell.strip()) for cell in cells)


def _column(
    path: Path, head: list[str], offered: list[str], names: list[str], exact: bool
) -> int:
    """Return the place of the column that has one of some names, with or without its id."""
    plain = {name: re.sub(r" \(\d+\)$", "", name) for name in offered}
    found = [name for name in offered if name in names]
    found = found or [name for name in offered if plain[name] in names]
    if not found and not exact and len(offered) == 1:
        found = offered
    if len(found) != 1:
        listed = ", ".join(map(repr, offered)) or "none"
        raise ValueError(
            f"{path}: which column is to be filled? Name it with --column; there are: {listed}"
        )
    return head.index(found[0])


def _fill(sheet: Gradesheet, book: Gradebook) -> list[str]:
    """Put the sums into a column, and return remarks on what did not fit."""
    table, platform, place = sheet.table, sheet.platform, sheet.place
    waiting = {row.student: row for row in book.rows()}
    by_user = {
        r.submission["user"]: r
        for r in waiting.values()
        if r.submission["platform"] == platform
    }
    by_name = defaultdict(list)
    for row in waiting.values():
        if not row.submission["platform"]:
            by_name[name_key(row.student)].append(row)
    remarks, scaled = [], set()
    for i, out_of in zip(sheet.people, sheet.out_of, strict=True):
        cells, where = table.rows[i], f"{table.path.name}, line {table.lines[i]}"
        cells += [""] * (place + 1 - len(cells))
        person = f"{where}: {cells[0].strip()}, {cells[1].strip()}"
        number = re.sub(r"^.*\D", "", cells[sheet.ids].strip())
        fitting = [by_user[number]] if number in by_user else []
        named = {r.student: r for cell in cells[:place] for r in by_name[name_key(cell)]}
        fitting = fitting or [*named.values()]
        if not fitting:
            remarks.append(f"{person}: no submission.")
        elif len(fitting) > 1 or fitting[0].student not in waiting:
            remarks.append(f"{person}: fits several submissions or rows; left as it was.")
        elif cells[place].strip() in ("EX", "N/A"):
            remarks.append(f"{person}: {cells[place].strip()} was left as it was.")
            del waiting[fitting[0].student]
        else:
            row = waiting.pop(fitting[0].student)
            if row.total is None:
                remarks.append(f"{person}: not yet complete.")
                continue
            maximum = _maximum(out_of, book.out_of)
            if maximum != book.out_of:
                scaled.add(maximum)
            share = maximum / book.out_of if book.out_of else 1.0
            cells[place] = str(_rounded(row.total * share))
    here = [r for r in waiting.values() if r.submission["platform"] in ("", platform)]
    remarks += [f"{table.path.name}: no row for {row.student}." for row in here]
    for maximum in sorted(scaled):
        remarks.insert(
            0,
            f"{table.path.name} asks for {maximum:g} points: the sums, out of {book.out_of:g}, "
            "were scaled.",
        )
    return remarks


def _maximum(text: str, default: float) -> float:
    try:
        maximum = float(text.strip().replace(",", "."))
    except ValueError:
        return default
    return maximum if maximum > 0 and math.isfinite(maximum) else default
