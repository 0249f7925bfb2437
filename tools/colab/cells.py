"""The cells of plain notebooks, before their text is converted."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dlbook.exercise import Exercise, find, ids
from dlbook.exercise.choice import letter
from dlbook.exercise.display import statement
from tools.chapters import Chapter, exercise_label, shown_exercise
from tools.colab.myst import FENCE, TARGET, ConversionError
from tools.colab.references import Label

# Tags by which a chapter's page hides a cell's code.
HIDDEN = {"remove-input", "hide-input", "hide-cell"}
# What only the page understands.
OF_THE_PAGE = {*HIDDEN, "exercise", "explore", "live"}
# The code is there, and folded: in Colab and in JupyterLab.
FOLDED = {"cellView": "form", "jupyter": {"source_hidden": True}}
# What stands below the heading is folded in JupyterLab. Colab has a list of such headings in
# the notebook's own metadata, by the id that stands in the metadata of the cell.
FOLDED_SECTION = {"jp-MarkdownHeadingCollapsed": True}
HEADING = re.compile(r"^(#+) ", re.MULTILINE)
HOW_TO = """\
Write your answer into a cell, run it, then run the check below it. A check that does not pass \
says what was expected, what came, and which mistake it looks like. For a hint, call \
`hint("...")` with the name that stands in the check; each call gives a stronger one."""
SOLUTIONS = """\
Solutions, for afterward, are in [a notebook of their own](exercises/{}-solutions.ipynb)."""

ASK = "# @title Predict first: run this cell, and answer"
RESULT = "The result, once you have answered"
SOLVED = "The solutions: look at one after you have tried."
IMPORTS = "from dlbook.exercise import check, hint"
# Exercises define names of the chapter anew. Experiments, which build on the chapter, get back
# what it defined.
KEEP = "chapter_names = dict(globals())  # experiments below get them back"
GIVE_BACK = "globals().update(chapter_names)  # exercises above have changed some"


@dataclass(frozen=True)
class Cell:
    """A cell of a plain notebook.

    ``kind`` is markdown or code, ``folded`` hides code, or what stands below a heading, until
    a reader opens it, and ``origin`` says where the cell comes from, for messages.
    """

    kind: str
    source: str
    tags: tuple[str, ...] = ()
    folded: bool = False
    origin: str = ""

    def as_json(self, cell_id: str) -> dict:
        """Return the cell as a notebook holds it, without outputs."""
        metadata = {"tags": list(self.tags)} if self.tags else {}
        cell = {
            "cell_type": self.kind,
            "id": cell_id,
            "metadata": metadata,
            "source": self.source,
        }
        if self.kind == "code":
            folded = FOLDED if self.folded else {}
            cell |= {"execution_count": None, "outputs": [], "metadata": metadata | folded}
        elif self.folded:
            cell["metadata"] = metadata | FOLDED_SECTION | {"id": cell_id}
        return cell


def with_ids(cells: list[Cell]) -> list[dict]:
    """Return the cells as JSON; an id follows from the text, so that it changes with it."""
    seen, found = set(), []
    for cell in cells:
        cell_id = hashlib.sha256(cell.source.encode()).hexdigest()[:8]
        while cell_id in seen:
            cell_id = hashlib.sha256(cell_id.encode()).hexdigest()[:8]
        seen.add(cell_id)
        found.append(cell.as_json(cell_id))
    return found


# --- chapters -----------------------------------------------------------------------


def chapter_cells(chapter: Chapter, labels: dict[str, Label]) -> Iterator[Cell]:
    """Yield the cells of a chapter: captions as text, exercises as cells to work in."""
    introduced, level = False, 1
    for index, cell in enumerate(chapter.notebook()["cells"]):
        origin = f"{chapter.slug}.ipynb, cell {index}"
        if exercise_id := shown_exercise(cell):
            if not introduced:
                yield from _introduction(chapter.slug, origin)
            introduced = True
            yield from _numbered_exercise(exercise_id, labels, level + 1, origin)
        elif cell["cell_type"] == "code":
            yield _code_of_chapter(cell, origin)
            yield from _caption(cell, labels, origin)
            if _is_prediction(cell):
                heading = f"{'#' * (level + 1)} {RESULT}"
                yield Cell("markdown", heading, folded=True, origin=origin)
        else:
            text = "".join(cell["source"])
            level = len((HEADING.findall(text) or ["#" * level])[-1])
            # A fold ends with the cell above a heading.
            yield from (Cell("markdown", part, origin=origin) for part in at_headings(text))


def at_headings(text: str) -> list[str]:
    """Return text in parts: each but the first begins with a heading, and holds no later one."""
    parts, fence = [[]], ""
    for line in text.splitlines():
        match = FENCE.match(line)
        if match and not fence:
            fence = match["fence"]
        elif match and not match["info"] and match["fence"].startswith(fence):
            fence = ""
        if HEADING.match(line) and not fence:
            at = len(parts[-1])
            while at and (TARGET.match(parts[-1][at - 1]) or not parts[-1][at - 1]):
                at -= 1  # a label stays with its heading
            parts.append(parts[-1][at:])
            del parts[-2][at:]
        parts[-1].append(line)
    return [joined for part in parts if (joined := "\n".join(part).strip("\n"))]


def _is_prediction(cell: dict) -> bool:
    return "".join(cell["source"]).startswith("predict(")


def _code_of_chapter(cell: dict, origin: str) -> Cell:
    tags = cell["metadata"].get("tags", [])
    kept = tuple(tag for tag in tags if tag not in OF_THE_PAGE)
    source = "".join(cell["source"])
    source = f"{ASK}\n{source}" if _is_prediction(cell) else source
    return Cell("code", source, kept, bool(HIDDEN & set(tags)), origin)


def _caption(cell: dict, labels: dict[str, Label], origin: str) -> Iterator[Cell]:
    """Yield a figure's caption, which the page takes from the cell's metadata."""
    figure = cell["metadata"].get("mystnb", {}).get("figure")
    if not figure:
        return
    if "name" not in figure or "caption" not in figure:
        raise ConversionError(f"{origin}: a figure needs a name and a caption")
    text = f"**{labels[figure['name']].text}** {figure['caption'].strip()}"
    yield Cell("markdown", text, origin=f"{origin}, caption")


def _introduction(slug: str, origin: str) -> Iterator[Cell]:
    text = f"{HOW_TO}\n\n{SOLUTIONS.format(slug)}"
    yield Cell("markdown", text, origin=origin)
    yield Cell("code", f"{IMPORTS}\n\n{KEEP}", origin=origin)


def _numbered_exercise(
    exercise_id: str, labels: dict[str, Label], level: int, origin: str
) -> Iterator[Cell]:
    """Yield statement, starter and check, under the number that the page gives."""
    title = f"{'#' * level} {labels[exercise_label(exercise_id)].text}: "
    exercise = find(exercise_id)
    for cell in reader_cells(exercise):
        where = f"{origin}, exercise {exercise_id}"
        source = cell.source
        if cell.kind == "markdown":
            source = source.replace("## ", title, 1)
        elif exercise.kind == "investigate":
            source = f"{GIVE_BACK}\n{source}"
        yield replace(cell, source=source, origin=where)


# --- exercises ----------------------------------------------------------------------


def exercise_notebooks(titles: dict[str, str]) -> dict[str, list[Cell]]:
    """Return the cells of each notebook of exercises by its name, without the ending.

    ``titles`` are those of the chapters; one that is not written yet goes by its slug.
    """
    found = {}
    for slug in sorted({exercise_id.partition("/")[0] for exercise_id in ids()}):
        exercises = sorted(map(find, ids(slug)), key=lambda e: (e.difficulty, e.id))
        title = f"# Exercises: {titles.get(slug, slug.replace('-', ' ').capitalize())}"
        for name, head, cells_of in (
            (slug, f"{title}\n\n{HOW_TO}", reader_cells),
            (f"{slug}-solutions", f"{title}, solved\n\n{SOLVED}", solution_cells),
        ):
            cells = [Cell("markdown", head), Cell("code", IMPORTS)]
            cells += [cell for exercise in exercises for cell in cells_of(exercise)]
            found[name] = [
                replace(cell, origin=f"{name}.ipynb, cell {i}") for i, cell in enumerate(cells)
            ]
    return found


def reader_cells(exercise: Exercise) -> list[Cell]:
    """Return the cells in which a reader does an exercise."""
    cells = [_statement(exercise)]
    if exercise.kind == "investigate":
        begun = exercise.starter.strip() or "# Your experiment"
        return [*cells, _code(begun, "starter")]
    if exercise.is_code:
        starter = _code(exercise.starter.strip(), "starter")
        return [*cells, starter, _check(exercise, exercise.answer)]
    wanted = "a letter, as in answer = 'a'" if exercise.options else "a number"
    starter = _code(f"answer = ...  # {wanted}", "starter")
    return [*cells, starter, _check(exercise, "answer"), *_experiment(exercise)]


def solution_cells(exercise: Exercise) -> list[Cell]:
    """Return the cells that solve an exercise."""
    cells = [_statement(exercise)]
    if exercise.kind == "investigate":
        return [*cells, Cell("markdown", exercise.rubric)]
    if exercise.is_code:
        solution = _code(exercise.solution.strip(), "solution")
        return [*cells, solution, _check(exercise, exercise.answer)]
    right = repr(letter(exercise.answer)) if exercise.options else f"{exercise.value:g}"
    reasons = Cell("markdown", _reasons(exercise))
    return [*cells, _check(exercise, right), reasons, *_experiment(exercise)]


def _statement(exercise: Exercise) -> Cell:
    # The statement's heading is the notebook's second level.
    return Cell("markdown", statement(exercise).replace("### ", "## ", 1))


def _code(source: str, tag: str) -> Cell:
    return Cell("code", source, (tag,))


def _experiment(exercise: Exercise) -> list[Cell]:
    """Return the code that a prediction is about, to be run after it."""
    code = exercise.starter.strip()
    return [_code(code, "experiment")] if code else []


def _reasons(exercise: Exercise) -> str:
    if not exercise.options:
        return " ".join(exercise.why) or f"It is {exercise.value:g}."
    return "\n".join(f"- ({letter(i)}) {why}" for i, why in enumerate(exercise.why))


def _check(exercise: Exercise, answer: str) -> Cell:
    return _code(f'check("{exercise.id}", {answer})', "check")
