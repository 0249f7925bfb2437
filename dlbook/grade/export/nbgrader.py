"""Assignments for nbgrader: source notebooks with its metadata."""

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
)

SCHEMA = 3  # of nbgrader's metadata, since its version 0.6
CONFIG = """\
c = get_config()
c.CourseDirectory.course_id = "{course}"
# Each check may take a while; a loop that does not end is stopped.
c.ExecutePreprocessor.timeout = 300
"""


def files(chapters: dict[str, list[Exercise]], points: dict[str, float]) -> dict[str, str]:
    """Return the files of a course, by their names.

    Parameters
    ----------
    chapters : dict of list of Exercise
        Each chapter is an assignment.
    points : dict of float
        By exercise; 1 where there is none.
    """
    found = {
        f"source/{chapter}/{chapter}.ipynb": _assignment(chapter, exercises, points)
        for chapter, exercises in chapters.items()
    }
    return {**found, "nbgrader_config.py": CONFIG.format(course="deep-learning-executed")}


def _assignment(chapter: str, exercises: list[Exercise], points: dict[str, float]) -> str:
    title = chapter.replace("-", " ").capitalize()
    cells = [markdown(f"# {title}", "head"), code(SETUP, "setup", _mark("setup", locked=True))]
    for exercise in exercises:
        name = name_of(exercise)
        answer = answer_code(exercise, "### BEGIN SOLUTION", "### END SOLUTION")
        hidden = f"### BEGIN HIDDEN TESTS\n{check_code(exercise)}\n### END HIDDEN TESTS"
        worth = points.get(exercise.id, 1.0)
        cells += [
            markdown(statement(exercise), f"{name[:50]}-statement"),
            code(answer, f"{name[:50]}-answer", _mark(f"{name}-answer", solution=True)),
            code(
                f"# This cell is run when your answer is graded.\n{hidden}",
                f"{name[:50]}-test",
                _mark(f"{name}-test", locked=True, grade=True, points=worth),
            ),
        ]
    return notebook(cells)


def _mark(name: str, **more) -> dict:
    roles = {"grade": False, "solution": False, "locked": False, "task": False}
    return {"nbgrader": {**roles, "schema_version": SCHEMA, "grade_id": name, **more}}
