"""The report for one student: what was right, what was not and why, and a hint."""

from __future__ import annotations

from dlbook.exercise.format import Exercise
from dlbook.grade.results.gradebook import Gradebook, Mark, Row
from dlbook.grade.results.page import number, page, text, tiles
from dlbook.grade.results.tex import prose_html

NOT_SAFE = (
    "This was graded without a sandbox. The result holds only if the code is what it says."
)


def student_report(book: Gradebook, row: Row, title: str) -> str:
    """Return a student's report as a page of its own.

    It holds no input of a check, no expected value, and nothing that code printed.
    """
    name = row.submission["name"]
    parts = [
        f'<p class="kind">{text(title)}</p>',
        f"<h1>{text(name)}</h1>",
        tiles(_numbers(book, row)),
        _notes(row),
        *(_chapter(book, row, chapter) for chapter in _chapters(book)),
    ]
    return page(f"{title}: {name}", "\n".join(parts))


def _numbers(book: Gradebook, row: Row) -> dict[str, str]:
    right = sum(mark.score == 1 for mark in row.marks.values())
    total = "not yet complete" if row.total is None else number(row.total)
    found = {
        f"of {number(book.out_of)} points": total,
        f"of {len(book.exercises)} right": str(right),
    }
    if row.percent_off:
        found["taken off for lateness"] = f"{number(row.percent_off)}%"
    return found


def _notes(row: Row) -> str:
    notes = [*row.submission["notes"], *([] if row.is_trusted else [NOT_SAFE])]
    if not notes:
        return ""
    items = "".join(f"<li>{text(note)}</li>" for note in notes)
    return f'<div class="note" role="note"><ul>{items}</ul></div>'


def _chapters(book: Gradebook) -> list[str]:
    return list(dict.fromkeys(id.partition("/")[0] for id in book.exercises))


def _chapter(book: Gradebook, row: Row, chapter: str) -> str:
    answers = (
        _answer(book.course.exercises[id], row.marks[id], row.points[id], book)
        for id in book.exercises
        if id.partition("/")[0] == chapter
    )
    title = chapter.replace("-", " ").capitalize()
    return f"<h2>{text(title)}</h2>\n" + "\n".join(answers)


def _answer(exercise: Exercise, mark: Mark, points: float, book: Gradebook) -> str:
    kind = "right" if mark.score == 1 else "part" if mark.score else "wrong"
    worth = number(book.scale.points_of(exercise.id))
    got = f"{number(points)} of {worth}" if mark.is_final else f"– of {worth}"
    sign = {"right": "✓", "part": "◐", "wrong": "✗" if mark.is_final else "…"}[kind]
    said = "" if kind == "right" and not mark.message else _said(mark.message)
    return (
        f'<section class="answer {kind}" aria-label="{text(exercise.title)}">'
        f'<div class="head"><h3>{prose_html(exercise.title)}</h3>'
        f'<span class="verdict">{sign} {got}</span></div>'
        f'<div class="kind"><code>{text(exercise.id)}</code> · {text(exercise.kind)}</div>'
        f"{said}{_hint(exercise, kind)}</section>"
    )


def _said(message: str) -> str:
    return "".join(f"<p>{prose_html(line)}</p>" for line in message.splitlines() if line)


def _hint(exercise: Exercise, kind: str) -> str:
    if kind == "right" or not exercise.hints:
        return ""
    return f'<p class="quiet"><strong>Hint.</strong> {prose_html(exercise.hints[0])}</p>'
