"""The pages of results: a report for each student, and the item analysis.

Each is one file that loads and runs nothing. A report holds no input of a check, no expected
value, and nothing that a student's code printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from html import unescape
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined
from latex2mathml.converter import convert_to_element
from markupsafe import Markup, escape

from dlbook.exercise.choice import letter
from dlbook.exercise.loading import explanations
from dlbook.grade.gradebook import (
    ClassStatistics,
    Gradebook,
    ItemCounts,
    Row,
    discrimination,
    item_statistics,
    mean_and_spread,
    reliability,
)

BINS = 10
EASY, HARD, WEAK = 0.95, 0.2, 0.2  # beyond these an exercise deserves a look
FROM = 10  # students from which such a remark is more than chance
LONGEST_FORMULA = 500
STATES = {
    "graded": "graded",
    "missing": "no answer",
    "untouched": "starter as given",
    "waiting": "not graded yet",
    "error": "could not be graded",
}
UNSAFE = "This was graded without a sandbox. The result holds only if the code is what it says."
# Code in backticks, formulas between dollars, and emphasis, as statements and hints have them.
PROSE = re.compile(r"`([^`]+)`|\$([^\s$](?:[^$]*[^\s$])?)\$(?!\d)|\*([^*\s][^*]*)\*")


def student_report(book: Gradebook, row: Row, title: str) -> str:
    """Return a student's report as a page."""
    right = sum(mark.score == 1 for mark in row.marks.values())
    total = "not yet complete" if row.total is None else number(row.total)
    tiles = {
        f"of {number(book.out_of)} points": total,
        f"of {len(book.exercises)} right": right,
    }
    if row.percent_off:
        tiles["taken off for lateness"] = f"{number(row.percent_off)}%"
    chapters = [
        (chapter.replace("-", " ").capitalize(), [_answer(book, row, name) for name in names])
        for chapter, names in groupby(sorted(book.exercises), lambda e: e.partition("/")[0])
    ]
    notes = [*row.submission["notes"], *([] if row.is_trusted else [UNSAFE])]
    return _rendered(
        "student.html", title=title, row=row, tiles=tiles, notes=notes, chapters=chapters
    )


def _answer(book: Gradebook, row: Row, name: str) -> dict:
    exercise, mark = book.course.exercises[name], row.marks[name]
    kind = "right" if mark.score == 1 else "part" if mark.score else "wrong"
    sign = {"right": "✓", "part": "◐", "wrong": "✗" if mark.is_final else "…"}[kind]
    got = number(row.points[name]) if mark.is_final else "–"
    return {
        "exercise": exercise,
        "kind": kind,
        "verdict": f"{sign} {got} of {number(book.scale.points_of(name))}",
        "message": [line for line in mark.message.splitlines() if line],
        "hint": exercise.hints[0] if exercise.hints and kind != "right" else "",
    }


def item_analysis(book: Gradebook, title: str) -> str:
    """Return the item analysis as a page: how hard each exercise was, and why."""
    numbers = item_statistics(book)
    mean, spread = mean_and_spread(numbers.totals)
    known = numbers.totals[~np.isnan(numbers.totals)]
    counts, edges = np.histogram(known, bins=BINS, range=(0, book.out_of or 1))
    spans = zip(edges[:-1], edges[1:], counts, strict=True)
    words = "; ".join(
        f"{number(low, 1)} to {number(high, 1)}: {n}" for low, high, n in spans if n
    )
    items = list(_items(book, numbers))
    return _rendered(
        "items.html",
        title=title,
        book=book,
        tiles={
            "students": f"{len(numbers.totals):,}",
            "exercises": len(book.exercises),
            f"mean of {number(book.out_of)} points": number(mean),
            "standard deviation": number(spread),
            "reliability (Cronbach's alpha)": number(reliability(numbers.scores)),
        },
        counts=counts.tolist(),
        edges=edges.tolist(),
        histogram_text=f"Students by sum of points. {words}.",
        incomplete=len(numbers.totals) - len(known),
        items=items,
        dots=_dots(items),
    )


def _items(book: Gradebook, numbers: ClassStatistics) -> Iterator[dict]:
    values = discrimination(numbers.scores)
    for name, scores, value in zip(book.exercises, numbers.scores.T, values, strict=True):
        mean, spread = mean_and_spread(scores)
        counts = numbers.items[name]
        states = counts.states.most_common()
        yield {
            "exercise": counts.exercise,
            "mean": mean,
            "spread": spread,
            "discrimination": value,
            "remark": _remark(mean, value, len(scores)),
            "states": ", ".join(f"{n} {STATES[state]}" for state, n in states),
            "mistakes": list(_mistakes(counts)),
        }


def _remark(mean: float | None, value: float | None, students: int) -> str:
    if mean is None or students < FROM:
        return ""
    if value is not None and value < 0:
        return "look for a mistake in it"
    if mean > EASY:
        return "nearly all can do it"
    if mean < HARD:
        return "hardly anyone can do it"
    return "discriminates little" if value is not None and value < WEAK else ""


def _mistakes(counts: ItemCounts) -> Iterator[dict]:
    """Yield each option of a choice, or each mistake, the most frequent first."""
    exercise, students = counts.exercise, max(1, sum(counts.states.values()))
    for i, option in enumerate(exercise.options):
        n = counts.chosen[letter(i)]
        label = f"({letter(i)}) {option}"
        yield dict(label=label, count=n, share=n / students, is_right=i == exercise.answer)
    if exercise.options:
        return
    reasons = explanations(exercise) if exercise.is_code else {}
    rows = [
        (reasons.get(name, name.replace("_", " ")), n) for name, n in counts.wrong.most_common()
    ]
    rows += [(f"not recognized: {name}", n) for name, n in counts.failures.most_common()]
    for label, n in rows:
        yield dict(label=label, count=n, share=n / students, is_right=False)


def _dots(items: list[dict]) -> list[dict]:
    """Return the places of exercises on the map; each shows its name if there is room."""
    dots, taken = [], []
    for item in items:
        if item["mean"] is None or item["discrimination"] is None:
            continue
        name = item["exercise"].id.partition("/")[2]
        x, y = 44 + 584 * item["mean"], 12 + 286 * (1 - item["discrimination"]) / 2
        anchor = (
            "end" if x > 384 else "start"
        )  # near the right edge the name stands on the left
        begin = x - 8 - 7 * len(name) if anchor == "end" else x + 8
        end = begin + 7 * len(name)
        if any(begin < right and left < end and abs(y - up) < 13 for left, right, up in taken):
            anchor = ""
        else:
            taken.append((begin, end, y))
        dots.append({"x": x, "y": y, "name": name, "anchor": anchor})
    return dots


# --- files ------------------------------------------------------------------------------


def write_reports(book: Gradebook, folder: Path, title: str) -> None:
    """Write a report for each student, and remove those of students who are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    written = set()
    for row in book.rows():
        name = f"{report_name(row.student, written)}.html"
        write_file(folder / name, student_report(book, row, title))
        written.add(name.casefold())
    for path in folder.glob("*.html"):
        if path.name.casefold() not in written:
            path.unlink()


def report_name(student: str, taken: set[str] = frozenset()) -> str:
    """Return the name of a student's file, without ending; no two students share one.

    Letters, digits, hyphens and dots inside stay; a short code makes up for the rest.
    """
    clean = re.sub(r"[^\w.-]+", "-", student).strip(".-")
    clean = clean.encode()[:80].decode("utf-8", "ignore")
    has_code = re.search(r"(^|-)[0-9a-f]{8}$", clean)
    if clean == student and not has_code and f"{clean}.html".casefold() not in taken:
        return clean
    code = sha256(student.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{clean}-{code}" if clean else code


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file in one step, so that a reader finds the old one or the new one.

    A file that holds this already is left alone. It is not brought to the disk at once: what is
    lost is made again from the journal.
    """
    data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{sha256(path.name.encode()).hexdigest()[:16]}.new")
    new.write_bytes(data)
    new.replace(path)


# --- templates --------------------------------------------------------------------------


def number(value: float | None, digits: int = 2) -> str:
    """Return a number as it is written: no zeros at the end, a dash for none."""
    if value is None:
        return "–"
    short = f"{value:.{digits}f}"
    return (short.rstrip("0").rstrip(".") if "." in short else short).replace("-", "−")


def prose(text: str) -> Markup:
    """Return a sentence with ``code`` in backticks and ``$formulas$`` as HTML."""
    found, end = [], 0
    for match in PROSE.finditer(text):
        code, tex, emphasis = match.groups()
        found.append(escape(text[end : match.start()]))
        if code:
            found.append(Markup("<code>{}</code>").format(code))
        elif tex:
            found.append(formula(tex))
        else:
            found.append(Markup("<em>{}</em>").format(emphasis))
        end = match.end()
    return Markup("").join([*found, escape(text[end:])])


def message_line(text: str) -> Markup:
    """Return a line of a message; a line of the student's own code stays as it is."""
    return Markup("<code>{}</code>").format(text) if text.startswith("line ") else prose(text)


@cache
def formula(tex: str) -> Markup:
    """Return a formula as MathML; one that cannot be read stands as it is."""
    try:
        if len(tex) > LONGEST_FORMULA:
            raise ValueError("too long")
        tree = convert_to_element(tex)
        # Its texts hold HTML that is not escaped: entities, and whatever stands in \text.
        for element in tree.iter():
            element.text = unescape(element.text) if element.text else element.text
        return Markup(ElementTree.tostring(tree, encoding="unicode"))
    except Exception:
        return Markup("<code>{}</code>").format(tex)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dlbook.grade"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"prose": prose, "message": message_line, "number": number}
    return environment


def _rendered(template: str, **values) -> str:
    page = _environment().get_template(template).render(**values)
    return page.encode("utf-8", "replace").decode("utf-8")  # of lone surrogates
