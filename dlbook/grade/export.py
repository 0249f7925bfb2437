"""Write the exercises as assignments for nbgrader or otter, and say what that gives up."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from dlbook.exercise.choice import letter
from dlbook.exercise.display import statement
from dlbook.exercise.format import Exercise, regions, split
from dlbook.grade.course import load_course
from dlbook.grade.reports import write_file
from dlbook.grade.tables import read_points

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
SETUP = "from dlbook.exercise import check, hint"
NBGRADER_SCHEMA = 3  # of nbgrader's metadata, since its version 0.6
NBGRADER_CONFIG = """\
c = get_config()
c.CourseDirectory.course_id = "deep-learning-executed"
# Each check may take a while; a loop that does not end is stopped.
c.ExecutePreprocessor.timeout = 300
"""
OTTER_CONFIG = """\
# ASSIGNMENT CONFIG
name: {chapter}
init_cell: true
check_all_cell: false
export_cell: false
solutions_pdf: false
requirements: requirements.txt
generate:
  show_hidden: false
"""
NEXT = {
    "nbgrader": "nbgrader generate_assignment CHAPTER   (in this folder)",
    "otter": "otter assign CHAPTER/CHAPTER.ipynb dist   (in this folder)",
}
NOTICE = """\
# Exercises of "Deep Learning, Executed" for {format}

Next: `{next}`. Where answers are graded, `dlbook` must be installed.

## What this gives up

`dlbook grade` runs hidden checks in a process of its own and students' code in a sandbox.
{format} runs its tests in the process that runs the student's code. So:

- A grade can be forged: code can replace what compares, read what is expected from memory,
  or end the process.
- Code can read and change what the grader's user can, and use the network, unless you run the
  grader in a container without one.
- One loop that does not end costs its whole notebook; one broken submission may stop the batch.
- An answer is right or wrong, as it is with `dlbook grade`, but a report says nothing of which
  wrong answers a class gave how often.

The checks are those of the public exercises. Private ones are not exported: students would
get to read them.
"""


def export(
    format: str, folder: Path, patterns: list[str] | None = None, points: Path | None = None
) -> str:
    """Write assignments, one for each chapter, and return what to say about it.

    What is in the folder already is kept, but for files of the same names. Raises ValueError if
    a pattern fits nothing, or the folder is a file.
    """
    if folder.exists() and not folder.is_dir():
        raise ValueError(f"{folder} is a file: give a folder to write to")
    exercises = load_course(patterns or []).exercises
    worth = read_points(points, exercises) if points else {}
    files = {"README.md": NOTICE.format(format=format, next=NEXT[format])}
    chapters = 0
    for chapter, found in groupby(exercises.values(), key=lambda exercise: exercise.chapter):
        chapters += 1
        ordered = sorted(found, key=lambda exercise: (exercise.difficulty, exercise.id))
        files |= {"nbgrader": for_nbgrader, "otter": for_otter}[format](chapter, ordered, worth)
    for name, text in files.items():
        write_file(folder / name, text)
    return (
        f"{len(exercises)} exercises in {chapters} assignments in {folder}\n"
        f"Next: {NEXT[format]}\nREADME.md there says what {format} gives up."
    )


def for_nbgrader(
    chapter: str, exercises: list[Exercise], points: dict[str, float]
) -> dict[str, str]:
    """Return the files of one assignment: a source notebook with nbgrader's metadata."""
    cells = [
        _head(chapter),
        new_code_cell(SETUP, id="setup", metadata=_mark("setup", locked=True)),
    ]
    for exercise in exercises:
        name = _hyphenated(exercise)
        answer = answer_code(exercise, "### BEGIN SOLUTION", "### END SOLUTION")
        hidden = f"### BEGIN HIDDEN TESTS\n{check_code(exercise)}\n### END HIDDEN TESTS"
        test = f"# This cell is run when your answer is graded.\n{hidden}"
        marks = {"locked": True, "grade": True, "points": points.get(exercise.id, 1.0)}
        cells += [
            new_markdown_cell(statement(exercise), id=f"{name[:50]}-statement"),
            new_code_cell(
                answer,
                id=f"{name[:50]}-answer",
                metadata=_mark(f"{name}-answer", solution=True),
            ),
            new_code_cell(
                test, id=f"{name[:50]}-test", metadata=_mark(f"{name}-test", **marks)
            ),
        ]
    path = f"source/{chapter}/{chapter}.ipynb"
    return {path: _notebook(cells), "nbgrader_config.py": NBGRADER_CONFIG}


def _mark(name: str, **more) -> dict:
    roles = {"grade": False, "solution": False, "locked": False, "task": False}
    return {"nbgrader": {**roles, "schema_version": NBGRADER_SCHEMA, "grade_id": name, **more}}


def for_otter(
    chapter: str, exercises: list[Exercise], points: dict[str, float]
) -> dict[str, str]:
    """Return the files of one assignment: a master notebook for ``otter assign``."""
    config = new_raw_cell(OTTER_CONFIG.format(chapter=chapter), id="config")
    cells = [config, _head(chapter), new_code_cell(SETUP, id="setup")]
    for exercise in exercises:
        name = _hyphenated(exercise)
        short = name[:48]
        # Otter makes a file and a name in Python of it.
        question = f"name: {name.replace('-', '_')}\npoints: {points.get(exercise.id, 1.0):g}"
        answer = answer_code(exercise, "# BEGIN SOLUTION", "# END SOLUTION")
        cells += [
            new_raw_cell(f"# BEGIN QUESTION\n{question}", id=f"{short}-begin"),
            new_markdown_cell(statement(exercise), id=f"{short}-statement"),
            new_raw_cell("# BEGIN SOLUTION", id=f"{short}-solution"),
            new_code_cell(answer, id=f"{short}-answer"),
            new_raw_cell("# END SOLUTION", id=f"{short}-solved"),
            new_raw_cell("# BEGIN TESTS", id=f"{short}-tests"),
            new_code_cell(f"# HIDDEN\n{check_code(exercise)}", id=f"{short}-test"),
            new_raw_cell("# END TESTS", id=f"{short}-tested"),
            new_raw_cell("# END QUESTION", id=f"{short}-end"),
        ]
    return {
        f"{chapter}/{chapter}.ipynb": _notebook(cells),
        f"{chapter}/requirements.txt": "dlbook\n",
    }


def check_code(exercise: Exercise) -> str:
    """Return code that raises if the answer is wrong, and says what is wrong with it."""
    name = answer_name(exercise)
    return f'report = check("{exercise.id}", {name})\nassert report.passed, report'


def answer_name(exercise: Exercise) -> str:
    """Return the name that is checked."""
    if exercise.is_code:
        return exercise.answer
    return f"answer_{_hyphenated(exercise)}".replace("-", "_")


def answer_code(exercise: Exercise, begin: str, end: str) -> str:
    """Return the cell that is to be answered, with its solution between two lines.

    Both graders replace what stands between them by what a student gets. The broken code of
    a debugging exercise stands above as comments: it would run after the solution.
    """
    if not exercise.is_code:
        right = repr(letter(exercise.answer)) if exercise.options else f"{exercise.value:g}"
        return f"{begin}\n{answer_name(exercise)} = {right}\n{end}"
    if exercise.kind == "debug":
        broken = "\n".join(f"# {line}".rstrip() for line in exercise.starter.splitlines())
        given = f"# Take away the comment signs, and mend:\n#\n{broken}\n"
        return "\n".join([given, begin, exercise.solution.strip(), end])
    _, cells = split(Path(exercise.path).read_text(encoding="utf-8"), exercise.path)
    given = "\n\n\n".join(cell.text for cell in cells if "starter" in cell.tags)
    marks = {"begin SOLUTION": begin, "end SOLUTION": end}
    lines = [
        line[: len(line) - len(line.lstrip())] + marks[region] if region in marks else line
        for region, line in regions(given)
    ]
    return "\n".join(lines).strip()


def _hyphenated(exercise: Exercise) -> str:
    return exercise.id.replace("/", "-")


def _head(chapter: str):
    return new_markdown_cell(f"# {chapter.replace('-', ' ').capitalize()}", id="head")


def _notebook(cells: list) -> str:
    return nbformat.writes(new_notebook(cells=cells, metadata={"kernelspec": KERNEL})) + "\n"
