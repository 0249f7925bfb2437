"""Write all results: each file is a view of the journal, and can be made again from it."""

from __future__ import annotations

from pathlib import Path

from dlbook.grade.results.atomic import csv_text, filename, write_text
from dlbook.grade.results.gradebook import Gradebook
from dlbook.grade.results.item_analysis import item_analysis
from dlbook.grade.results.student_report import student_report
from dlbook.grade.results.tables import canvas, grades, moodle


def write_results(book: Gradebook, out: Path, title: str) -> list[Path]:
    """Write the tables, a report for each student, and the item analysis.

    The tables of a learning platform are written only where students come from it.

    Returns
    -------
    list of Path
        What was written, without the reports themselves.
    """
    platforms = {row.submission["platform"] for row in book.rows()}
    texts = {"grades.csv": csv_text(grades(book))}
    if "canvas" in platforms:
        texts["canvas.csv"] = csv_text(canvas(book, title))
    if "moodle" in platforms:
        texts["moodle.csv"] = csv_text(moodle(book))
    texts["item-analysis.html"] = item_analysis(book, title)
    for name, text in texts.items():
        write_text(out / name, text)
    write_reports(book, out / "reports", title)
    return [*(out / name for name in texts), out / "reports"]


def write_reports(book: Gradebook, folder: Path, title: str) -> None:
    """Write a report for each student, and remove those of students who are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    written = set()
    for row in book.rows():
        name = f"{filename(row.student)}.html"
        write_text(folder / name, student_report(book, row, title))
        written.add(name)
    for path in folder.glob("*.html"):
        if path.name not in written:
            path.unlink()
