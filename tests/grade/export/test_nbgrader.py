from __future__ import annotations

import nbformat
import pytest

from dlbook.exercise import find
from dlbook.grade.export.nbgrader import files

EXERCISES = [
    find(f"backpropagation/{slug}")
    for slug in ("linear-backward", "topological-order", "gradient-accumulation")
]


@pytest.fixture
def notebook():
    found = files({"backpropagation": EXERCISES}, {"backpropagation/topological-order": 2.5})
    assert set(found) == {"source/backpropagation/backpropagation.ipynb", "nbgrader_config.py"}
    notebook = nbformat.reads(found["source/backpropagation/backpropagation.ipynb"], 4)
    nbformat.validate(notebook)
    return notebook


def marked(notebook, **wanted) -> list:
    cells = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
    return [c for c in cells if wanted.items() <= c.metadata.nbgrader.items()]


def test_each_exercise_has_a_cell_to_answer_and_one_that_grades(notebook):
    answers, tests = marked(notebook, solution=True), marked(notebook, grade=True)
    assert len(answers) == len(tests) == 3
    assert [cell.metadata.nbgrader.points for cell in tests] == [1.0, 2.5, 1.0]
    for cell in answers:
        assert cell.source.count("### BEGIN SOLUTION") == 1
        assert not cell.metadata.nbgrader.locked
    for cell in tests:
        assert cell.source.index("### BEGIN HIDDEN TESTS") < cell.source.index("check(")
        assert cell.metadata.nbgrader.locked


def test_ids_are_unique_and_all_that_the_schema_asks_for_is_there(notebook):
    ids = [cell.metadata.nbgrader.grade_id for cell in marked(notebook)]
    assert len(ids) == len(set(ids)) == 7
    keys = {"grade", "solution", "locked", "task", "schema_version", "grade_id"}
    assert all(keys <= cell.metadata.nbgrader.keys() for cell in marked(notebook))
