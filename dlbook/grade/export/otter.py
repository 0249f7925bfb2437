"""Assignments for otter-grader: master notebooks for `otter assign`."""

from __future__ import annotations

from dlbook.exercise.format import Exercise
from dlbook.exercise.showing import statement
from dlbook.grade.export.cells import (
    SETUP,
    answer_code,
    check_code,
    code,
    markdown,
    name_of,
    notebook,
    raw,
)

CONFIG = """\
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
REQUIREMENTS = "dlbook\n"


def files(chapters: dict[str, list[Exercise]], points: dict[str, float]) -> dict[str, str]:
    """Return the files of a course, by their names.

    Parameters
    ----------
    chapters : dict of list of Exercise
        Each chapter is an assignment.
    points : dict of float
        By exercise; 1 where there is none.
    """
    found = {}
    for chapter, exercises in chapters.items():
        found[f"{chapter}/{chapter}.ipynb"] = _assignment(chapter, exercises, points)
        found[f"{chapter}/requirements.txt"] = REQUIREMENTS
    return found


def _assignment(chapter: str, exercises: list[Exercise], points: dict[str, float]) -> str:
    title = chapter.replace("-", " ").capitalize()
    cells = [
        raw(CONFIG.format(chapter=chapter), "config"),
        markdown(f"# {title}", "head"),
        code(SETUP, "setup"),
    ]
    for exercise in exercises:
        cells += _question(exercise, points.get(exercise.id, 1.0))
    return notebook(cells)


def _question(exercise: Exercise, worth: float) -> list[dict]:
    name = name_of(exercise)
    # Otter makes a file and a name in Python of it.
    question = f"# BEGIN QUESTION\nname: {name.replace('-', '_')}\npoints: {worth:g}"
    hidden = f"# HIDDEN\n{check_code(exercise)}"
    answer = answer_code(exercise, "# BEGIN SOLUTION", "# END SOLUTION")
    short = name[:48]
    return [
        raw(question, f"{short}-begin"),
        markdown(statement(exercise), f"{short}-statement"),
        raw("# BEGIN SOLUTION", f"{short}-solution"),
        code(answer, f"{short}-answer"),
        raw("# END SOLUTION", f"{short}-solved"),
        raw("# BEGIN TESTS", f"{short}-tests"),
        code(hidden, f"{short}-test"),
        raw("# END TESTS", f"{short}-tested"),
        raw("# END QUESTION", f"{short}-end"),
    ]
