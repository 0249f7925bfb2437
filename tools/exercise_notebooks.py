"""Make notebooks of the exercises: ``python tools/exercise_notebooks.py``.

For each chapter, ``exercises/notebooks/<chapter>.ipynb`` holds statements, starters and
checks, and ``<chapter>-solutions.ipynb`` the solutions in place of the starters.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from dlbook.exercise import Exercise, find, ids
from dlbook.exercise.choice import letter
from dlbook.exercise.showing import statement

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "exercises" / "notebooks"
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
HOW_TO = """\
Write your answer into a cell, run it, then run the check below it. A check that does not pass \
says what was expected, what came, and which mistake it looks like. For a hint, call \
`hint("...")` with the name that stands in the check; each call gives a stronger one."""
SOLVED = "The solutions: look at one after you have tried."


def notebooks() -> dict[Path, str]:
    """Return every notebook's file with its text."""
    found = {}
    for chapter in sorted({id.partition("/")[0] for id in ids()}):
        exercises = sorted(map(find, ids(chapter)), key=lambda e: (e.difficulty, e.id))
        title = f"# Exercises: {chapter_title(chapter)}"
        found[FOLDER / f"{chapter}.ipynb"] = _notebook(
            f"{title}\n\n{HOW_TO}", exercises, reader_cells
        )
        found[FOLDER / f"{chapter}-solutions.ipynb"] = _notebook(
            f"{title}, solved\n\n{SOLVED}", exercises, solution_cells
        )
    return found


def chapter_title(chapter: str, book: Path = ROOT / "book") -> str:
    """Return the title of a chapter; one that is not written yet goes by its slug."""
    for path in book.glob(f"*/{chapter}.ipynb"):
        metadata = json.loads(path.read_text(encoding="utf-8"))["metadata"]
        return metadata["dlbook"]["title"]
    return chapter.replace("-", " ").capitalize()


def reader_cells(exercise: Exercise) -> list:
    """Return the cells in which a reader does an exercise."""
    cells = [_markdown(exercise, "statement", statement(exercise))]
    if exercise.kind == "investigate":
        begun = exercise.starter.strip() or "# Your experiment"
        return [*cells, _code(exercise, "starter", begun, "starter")]
    if exercise.is_code:
        starter = _code(exercise, "starter", exercise.starter.strip(), "starter")
        return [*cells, starter, _check(exercise, exercise.answer)]
    wanted = "a letter, as in answer = 'a'" if exercise.options else "a number"
    starter = _code(exercise, "starter", f"answer = ...  # {wanted}", "starter")
    return [*cells, starter, _check(exercise, "answer"), *_experiment(exercise)]


def solution_cells(exercise: Exercise) -> list:
    """Return the cells that solve an exercise."""
    cells = [_markdown(exercise, "statement", statement(exercise))]
    if exercise.kind == "investigate":
        return [*cells, _markdown(exercise, "rubric", exercise.rubric)]
    if exercise.is_code:
        solution = _code(exercise, "solution", exercise.solution.strip(), "solution")
        return [*cells, solution, _check(exercise, exercise.answer)]
    right = repr(letter(exercise.answer)) if exercise.options else f"{exercise.value:g}"
    reasons = _markdown(exercise, "why", _reasons(exercise))
    return [*cells, _check(exercise, right), reasons, *_experiment(exercise)]


def _experiment(exercise: Exercise) -> list:
    """Return the code that a prediction is about, to be run after it."""
    code = exercise.starter.strip()
    return [_code(exercise, "experiment", code, "experiment")] if code else []


def _reasons(exercise: Exercise) -> str:
    if not exercise.options:
        return " ".join(exercise.why) or f"It is {exercise.value:g}."
    return "\n".join(f"- ({letter(i)}) {why}" for i, why in enumerate(exercise.why))


def _check(exercise: Exercise, answer: str):
    return _code(exercise, "check", f'check("{exercise.id}", {answer})', "check")


def _notebook(head: str, exercises: list[Exercise], cells_of) -> str:
    cells = [
        new_markdown_cell(head, id="head"),
        new_code_cell("from dlbook.exercise import check, hint", id="setup"),
        *(cell for exercise in exercises for cell in cells_of(exercise)),
    ]
    notebook = new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    nbformat.validate(notebook)
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def _markdown(exercise: Exercise, role: str, text: str):
    # The statement's heading is the notebook's second level.
    return new_markdown_cell(text.replace("### ", "## ", 1), id=_id(exercise, role))


def _code(exercise: Exercise, role: str, text: str, tag: str):
    return new_code_cell(text, id=_id(exercise, role), metadata={"tags": [tag]})


def _id(exercise: Exercise, role: str) -> str:
    """Return a cell's id, which stays the same: the notebook then does, too."""
    return f"{exercise.id.partition('/')[2][:48]}-{role}"


def main() -> int:
    """Write the notebooks, and remove those that have no exercises any more."""
    found = notebooks()
    FOLDER.mkdir(exist_ok=True)
    for path in set(FOLDER.glob("*.ipynb")) - set(found):
        path.unlink()
    for path, text in found.items():
        path.write_text(text, encoding="utf-8")
    print(f"{len(found)} notebooks of {len(ids())} exercises in {FOLDER.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
