from __future__ import annotations

import nbformat
import pytest
import yaml

from dlbook.exercise import find
from dlbook.grade.export.otter import files

EXERCISES = [
    find(f"backpropagation/{slug}")
    for slug in ("linear-backward", "topological-order", "gradient-accumulation")
]


@pytest.fixture
def notebook():
    found = files({"backpropagation": EXERCISES}, {"backpropagation/topological-order": 2.5})
    assert set(found) == {
        "backpropagation/backpropagation.ipynb",
        "backpropagation/requirements.txt",
    }
    notebook = nbformat.reads(found["backpropagation/backpropagation.ipynb"], 4)
    nbformat.validate(notebook)
    return notebook


def raw(notebook) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "raw"]


def test_it_begins_with_its_configuration(notebook):
    first, *_ = raw(notebook)
    assert first.startswith("# ASSIGNMENT CONFIG\n")
    assert yaml.safe_load(first)["name"] == "backpropagation"


def test_each_question_has_points_a_solution_and_hidden_tests(notebook):
    questions = [text for text in raw(notebook) if text.startswith("# BEGIN QUESTION")]
    assert [yaml.safe_load(text)["points"] for text in questions] == [1, 2.5, 1]
    assert all(yaml.safe_load(text)["name"].isidentifier() for text in questions)
    tests = [cell.source for cell in notebook.cells if cell.source.startswith("# HIDDEN")]
    assert len(tests) == 3
    assert all("check(" in text for text in tests)


def test_every_block_is_closed(notebook):
    begun = []
    for text in raw(notebook)[1:]:
        edge, block = text.splitlines()[0].removeprefix("# ").split()
        if edge == "BEGIN":
            begun.append(block)
        else:
            assert begun.pop() == block
    assert begun == []
