"""The gradebooks of Canvas and Moodle: fill those that were downloaded, or make new ones.

Canvas and Moodle know their students and columns by what stands in the file that an instructor
downloads, in the site's own language. So that file is filled, and nothing else in it changes.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dlbook.grade.gradebook import Gradebook, Row
from dlbook.grade.tables import Table, name_key, read_table, rounded

CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
CANVAS_TOTALS = re.compile(r"(Current|Final|Override) (Score|Points|Grade|Status)")
MOODLE = ("Identifier", "Full name", "Grade", "Maximum Grade", "Last modified (grade)")
# What Moodle calls the two columns in some languages; for others there is --column.
GRADE = (
    "Grade|Bewertung|Note|Calificación|Nota|Valutazione|Cijfer|Ocena|Betyg|Karakter|Arvosana"
)
MAXIMUM = re.compile(r"maxim|máxim|massim|bestwertung|höchst|maks|enimm", re.IGNORECASE)


def new_canvas(book: Gradebook, title: str) -> Iterator[list]:
    """Yield a table that Canvas imports; an unknown column becomes a new assignment."""
    yield [*CANVAS, title]
    yield ["Points Possible", *[""] * (len(CANVAS) - 1), rounded(book.out_of)]
    for row in _students_of(book, "canvas"):
        yield [row.submission["name"], row.submission["user"], "", "", "", rounded(row.total)]


def new_moodle(book: Gradebook) -> Iterator[list]:
    """Yield a worksheet with the columns that an English Moodle asks for."""
    yield list(MOODLE)
    for row in _students_of(book, "moodle"):
        number, name = f"Participant {row.submission['user']}", row.submission["name"]
        yield [number, name, rounded(row.total), rounded(book.out_of), "-"]


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
        table, platform, place = self.table, self.platform, self.place
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
        for i, out_of in zip(self.people, self.out_of, strict=True):
            cells, where = table.rows[i], f"{table.path.name}, line {table.lines[i]}"
            cells += [""] * (place + 1 - len(cells))
            person = f"{where}: {cells[0].strip()}, {cells[1].strip()}"
            number = re.sub(r"^.*\D", "", cells[self.ids].strip())
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
                cells[place] = str(rounded(row.total * share))
        here = [r for r in waiting.values() if r.submission["platform"] in ("", platform)]
        remarks += [f"{table.path.name}: no row for {row.student}." for row in here]
        said = f"the sums, out of {book.out_of:g}, were scaled."
        asked = [f"{table.path.name} asks for {m:g} points: {said}" for m in sorted(scaled)]
        return table.text(), asked[::-1] + remarks


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


def _maximum(text: str, default: float) -> float:
    try:
        maximum = float(text.strip().replace(",", "."))
    except ValueError:
        return default
    return maximum if maximum > 0 and math.isfinite(maximum) else default
