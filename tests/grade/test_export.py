from __future__ import annotations

import nbformat
import pytest
import yaml

from dlbook.exercise import check, find, ids
from dlbook.grade import cli
from dlbook.grade.export import (
    answer_code,
    answer_name,
    check_code,
    export,
    for_nbgrader,
    for_otter,
)

CHECKED = [e for e in map(find, ids()) if e.kind != "investigate" and not e.needs_torch]
EXERCISES = [
    find(f"backpropagation/{slug}")
    for slug in ("linear-backward", "topological-order", "gradient-accumulation")
]
POINTS = {"backpropagation/topological-order": 2.5}
NOTEBOOK = "backpropagation/backpropagation.ipynb"


@pytest.mark.parametrize("exercise", CHECKED[::4], ids=lambda e: e.id)
def test_the_solution_passes_the_check_and_is_between_the_marks(exercise):
    text = answer_code(exercise, "# BEGIN", "# END")
    names = {"check": check, "__name__": "answer"}
    exec(text, names)
    exec(check_code(exercise), names)
    assert answer_name(exercise) in names
    begin, end = text.index("# BEGIN"), text.index("# END")
    if exercise.kind == "implement":
        assert exercise.solution.strip() not in text[:begin] + text[end:]


def test_a_wrong_answer_does_not_pass():
    names = {"check": check, "linear_backward": lambda g, X, W: (g @ W, g.T @ X, g.mean(0))}
    with pytest.raises(AssertionError, match="averaged the bias"):
        exec(check_code(EXERCISES[0]), names)


def read(text: str):
    notebook = nbformat.reads(text, 4)
    nbformat.validate(notebook)
    return notebook


def test_nbgrader_has_a_cell_to_answer_and_one_that_grades():
    files = for_nbgrader("backpropagation", EXERCISES, POINTS)
    assert set(files) == {f"source/{NOTEBOOK}", "nbgrader_config.py"}
    cells = [c for c in read(files[f"source/{NOTEBOOK}"]).cells if "nbgrader" in c.metadata]
    marks = [cell.metadata.nbgrader for cell in cells]
    assert len({mark.grade_id for mark in marks}) == len(marks) == 7
    keys = {"grade", "solution", "locked", "task", "schema_version", "grade_id"}
    assert all(keys <= mark.keys() for mark in marks)
    assert [mark.points for mark in marks if mark.grade] == [1.0, 2.5, 1.0]
    for cell, mark in zip(cells, marks, strict=True):
        assert cell.source.count("### BEGIN SOLUTION") == mark.solution == (not mark.locked)
        if mark.grade:
            assert cell.source.index("### BEGIN HIDDEN TESTS") < cell.source.index("check(")


def test_otter_has_questions_with_points_solution_and_hidden_tests():
    files = for_otter("backpropagation", EXERCISES, POINTS)
    assert set(files) == {NOTEBOOK, "backpropagation/requirements.txt"}
    notebook = read(files[NOTEBOOK])
    head, *blocks = [cell.source for cell in notebook.cells if cell.cell_type == "raw"]
    assert yaml.safe_load(head)["name"] == "backpropagation"
    questions = [yaml.safe_load(text) for text in blocks if text.startswith("# BEGIN QUESTION")]
    assert [question["points"] for question in questions] == [1, 2.5, 1]
    assert all(question["name"].isidentifier() for question in questions)
    tests = [cell.source for cell in notebook.cells if cell.source.startswith("# HIDDEN")]
    assert sum("check(" in text for text in tests) == 3
    open_blocks = []
    for text in blocks:
        edge, block = text.splitlines()[0].removeprefix("# ").split()
        open_blocks.append(block) if edge == "BEGIN" else None
        assert edge == "BEGIN" or open_blocks.pop() == block
    assert open_blocks == []


@pytest.mark.parametrize("format", ["nbgrader", "otter"])
def test_by_the_command_one_assignment_for_each_chapter(format, tmp_path, capsys):
    points = tmp_path / "points.csv"
    points.write_text("exercise,points\nneurons/*,3\n")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").touch()
    chosen = [
        "--exercises",
        "backpropagation/d*",
        "neurons/count-parameters",
        "--points",
        str(points),
    ]
    assert cli.main(["export", format, str(tmp_path / "out"), *chosen]) == 0
    assert capsys.readouterr().out.startswith("4 exercises in 2 assignments")
    found = {path.name: path for path in (tmp_path / "out").rglob("*.*")}
    assert {"backpropagation.ipynb", "neurons.ipynb", "README.md", "mine.txt"} <= set(found)
    assert "points" in found["neurons.ipynb"].read_text()
    assert "{" not in found["README.md"].read_text()


def test_misuse_is_told(tmp_path):
    with pytest.raises(ValueError, match="none"):
        export("otter", tmp_path, ["none/*"])
    (tmp_path / "file").touch()
    with pytest.raises(ValueError, match="is a file"):
        export("otter", tmp_path / "file")
