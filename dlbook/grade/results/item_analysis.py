"""The item analysis: for each exercise how hard it was, how well it discriminates, and why."""

from __future__ import annotations

import numpy as np

from dlbook.exercise.choice import letter
from dlbook.exercise.loading import explanations
from dlbook.grade.results.charts import histogram, scatter, share_bar
from dlbook.grade.results.gradebook import Gradebook
from dlbook.grade.results.page import number, page, table, text, tiles
from dlbook.grade.results.statistics import discrimination, mean_and_spread, reliability
from dlbook.grade.results.tally import Class, Tally, tally
from dlbook.grade.results.tex import prose_html

BINS = 10
EASY, HARD, WEAK = 0.95, 0.2, 0.2  # beyond these an exercise deserves a look
FROM = 10  # students from which such a remark is more than chance
STATES = {
    "graded": "graded",
    "missing": "no answer",
    "untouched": "starter as given",
    "waiting": "not graded yet",
    "error": "could not be graded",
}
HOW_TO_READ = """
<p><strong>Mean</strong>: the share of the points that the class got; no answer counts as 0.
<strong>Discrimination</strong>: the correlation of an exercise with the sum of all others.
Near 1, who is good at the rest is good at this one; near 0, the exercise measures something
else, or chance; below 0, look for a mistake in it.</p>
"""


def item_analysis(book: Gradebook, title: str) -> str:
    """Return the analysis as a page of its own."""
    numbers = tally(book)
    items = discrimination(numbers.scores)
    parts = [
        f'<p class="kind">{text(title)}</p>',
        "<h1>Item analysis</h1>",
        tiles(_tiles(book, numbers)),
        _rare(book),
        "<h2>Sums of points</h2>",
        _totals(book, numbers),
        "<h2>Exercises</h2>",
        _items(book, numbers, items),
        _map(book, numbers, items),
        HOW_TO_READ,
        "<h2>Which mistakes were made</h2>",
        *(_details(numbers.tallies[id]) for id in book.exercises),
    ]
    return page(f"{title}: item analysis", "\n".join(parts))


def _tiles(book: Gradebook, numbers: Class) -> dict[str, str]:
    mean, spread = mean_and_spread(numbers.totals)
    return {
        "students": f"{len(numbers.totals):,}",
        "exercises": str(len(book.exercises)),
        f"mean of {number(book.out_of)} points": number(mean),
        "standard deviation": number(spread),
        "reliability (Cronbach's alpha)": number(reliability(numbers.scores)),
    }


def _rare(book: Gradebook) -> str:
    if not book.rare:
        return ""
    names = ", ".join(f"<code>{text(id)}</code>" for id in book.rare)
    return (
        '<div class="note" role="note"><p>Answered by fewer than one in ten, and not counted: '
        f"{names}. <code>--exercises</code> says which count.</p></div>"
    )


def _totals(book: Gradebook, numbers: Class) -> str:
    known = numbers.totals[~np.isnan(numbers.totals)]
    counts, edges = np.histogram(known, bins=BINS, range=(0, book.out_of or 1))
    labels = [number(edge, 1) for edge in edges]
    pairs = zip(labels[:-1], labels[1:], counts, strict=True)
    words = "; ".join(f"{low} to {high}: {n}" for low, high, n in pairs if n)
    what = f"Students by sum of points. {words}."
    chart = histogram(counts.tolist(), labels, what, "points")
    lost = len(numbers.totals) - len(known)
    more = f" {lost} are not complete and are left out." if lost else ""
    caption = f"How many students got how many points.{more}"
    return f"<figure>{chart}<figcaption>{caption}</figcaption></figure>"


def _items(book: Gradebook, numbers: Class, items: list[float | None]) -> str:
    rows = []
    for place, (id, values) in enumerate(zip(book.exercises, numbers.scores.T, strict=True)):
        mean, spread = mean_and_spread(values)
        exercise = book.course.exercises[id]
        name = f'<a href="#{text(id)}">{prose_html(exercise.title)}</a>'
        rows.append(
            [
                f'{name}<br><span class="quiet">{text(id)}</span>',
                share_bar(mean or 0, f"{mean or 0:.0%} of the points"),
                text(_remark(mean, items[place], len(values))),
                f"{mean:.0%}" if mean is not None else "–",
                number(spread),
                number(items[place]),
            ]
        )
    head = ["exercise", "share of the points", "remark", "mean", "spread", "discrimination"]
    return table("Exercises", head, rows, 3)


def _remark(mean: float | None, item: float | None, students: int) -> str:
    if mean is None or students < FROM:
        return ""
    if item is not None and item < 0:
        return "look for a mistake in it"
    if mean > EASY:
        return "nearly all can do it"
    if mean < HARD:
        return "hardly anyone can do it"
    return "discriminates little" if item is not None and item < WEAK else ""


def _map(book: Gradebook, numbers: Class, items: list[float | None]) -> str:
    means = [mean_and_spread(values)[0] for values in numbers.scores.T]
    points = [
        (mean, item, id.partition("/")[2])
        for id, mean, item in zip(book.exercises, means, items, strict=True)
        if mean is not None and item is not None
    ]
    if not points:
        return ""
    what = "Exercises by mean and discrimination; the table above holds the numbers."
    chart = scatter(points, what, "mean", "discrimination")
    caption = f"{what} Where names would overlap, pointing at a dot shows it."
    return f"<figure>{chart}<figcaption>{caption}</figcaption></figure>"


def _details(tally: Tally) -> str:
    exercise, total = tally.exercise, sum(tally.states.values())
    states = ", ".join(f"{n} {STATES[state]}" for state, n in tally.states.most_common())
    rows = _option_rows(tally, total) if exercise.options else _mistake_rows(tally, total)
    body = table(
        f"Mistakes in {exercise.title}", ["what was given", "share", "students"], rows, 1
    )
    body = body if rows else '<p class="quiet">No mistakes.</p>'
    return (
        f'<section class="answer part" id="{text(exercise.id)}">'
        f'<div class="head"><h3>{prose_html(exercise.title)}</h3>'
        f'<span class="kind">{text(states)}</span></div>{body}</section>'
    )


def _option_rows(tally: Tally, total: int) -> list[list[str]]:
    exercise = tally.exercise
    rows = []
    for i, option in enumerate(exercise.options):
        right, count = i == exercise.answer, tally.chosen[letter(i)]
        mark = "<strong>✓</strong> " if right else ""
        label = f"{mark}({letter(i)}) {prose_html(option)}"
        rows.append([label, _bar(count, total, "good" if right else "bad"), str(count)])
    return rows


def _mistake_rows(tally: Tally, total: int) -> list[list[str]]:
    reasons = explanations(tally.exercise)
    found = [
        (prose_html(reasons.get(name, name.replace("_", " "))), count)
        for name, count in tally.wrong.most_common()
    ]
    found += [
        (f"not recognized: {text(name)}", count) for name, count in tally.failures.most_common()
    ]
    return [[label, _bar(count, total, "bad"), str(count)] for label, count in found]


def _bar(count: int, total: int, kind: str) -> str:
    share = count / total if total else 0.0
    return share_bar(share, f"{share:.0%} of the students", kind)
