"""The plain notebooks run as Colab runs them: in an empty folder, with only the wheel.

A chapter's copy holds the chapter's own cells, in the same order (test_colab_notebooks.py),
and the tests run every chapter on the same wheel from an empty folder (build/stage). A copy
adds the cell that installs, which changes nothing if dlbook is there, and the exercises'
cells; those run here, in this process. So one copy of a chapter and one notebook of
solutions in a real kernel are enough. ``make versions`` runs every notebook, on the oldest
and the newest packages.
"""

from __future__ import annotations

import ast
import os

import pytest
from nbclient.exceptions import CellExecutionError
from nbformat import write as write_notebook
from nbformat.v4 import new_code_cell, new_notebook

from dlbook.exercise import find, ids
from tools import run_notebooks
from tools.chapters import ROOT, chapters
from tools.colab.cells import exercise_notebooks
from tools.prepare_build import STAGE

SITE = STAGE / "site"
PLACE = "import os, dlbook; print(os.path.dirname(dlbook.__file__), *os.listdir())"
COPIES = ROOT / "colab"
EXERCISES = exercise_notebooks({})
FASTEST = min(chapters(), key=lambda chapter: chapter.run_seconds)


def reports(cells) -> dict:
    """Run the cells of a notebook of exercises; return what its checks report."""
    names, found = {}, {}
    for cell in cells:
        if cell.kind != "code":
            continue
        tree = ast.parse(cell.source)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "<cell>", "exec"), names)
        if last and "check" in cell.tags:
            report = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
            found[report.exercise] = report
    return found


@pytest.mark.parametrize("name", EXERCISES)
def test_the_solutions_pass_and_in_a_fresh_notebook_nothing_does(name):
    solved = name.endswith("-solutions")
    found = reports(EXERCISES[name])
    chapter = name.removesuffix("-solutions")
    assert sorted(found) == [i for i in ids(chapter) if find(i).kind != "investigate"]
    assert [str(report) for report in found.values() if report.passed != solved] == []


@pytest.fixture
def environment() -> dict[str, str]:
    if not SITE.exists():
        pytest.fail("build/stage is missing: run `make stage` first (make test does)")
    return {**os.environ, "PYTHONPATH": str(SITE)}


def shown(cell) -> str:
    """Return what a cell shows as text."""
    outputs = cell.get("outputs", [])
    data = [output.get("data", {}).get("text/plain", "") for output in outputs]
    return "".join(data) + "".join(output.get("text", "") for output in outputs)


def failed_checks(notebook) -> list[str]:
    """Return the reports of all checks but those that pass."""
    checks = [cell for cell in notebook.cells if "check" in cell.metadata.get("tags", [])]
    assert checks, "the notebook checks nothing"
    return [shown(cell) for cell in checks if not shown(cell).startswith("✓")]


def test_a_notebook_of_solutions_runs_on_the_wheel(environment):
    path = COPIES / "exercises" / f"{FASTEST.slug}-solutions.ipynb"
    notebook = run_notebooks.run(path, environment, PLACE)
    assert failed_checks(notebook) == []
    assert shown(notebook.cells[-1]) == f"{SITE / 'dlbook'}\n"


def test_the_copy_of_a_chapter_runs_on_the_wheel(environment):
    notebook = run_notebooks.run(COPIES / f"{FASTEST.slug}.ipynb", environment, PLACE)
    assert shown(notebook.cells[-1]) == f"{SITE / 'dlbook'}\n"
    assert "claim: " in "".join(map(shown, notebook.cells[:-1]))
    # Its exercises are not done yet, and say so without an error.
    assert len(failed_checks(notebook)) >= 5


@pytest.mark.parametrize(
    ("source", "error"),
    [("1 / 0", "ZeroDivisionError"), ("open('pyproject.toml')", "FileNotFoundError")],
)
def test_a_notebook_that_fails_or_leans_on_the_repository_is_noticed(
    tmp_path, environment, source, error
):
    path = tmp_path / "one.ipynb"
    write_notebook(new_notebook(cells=[new_code_cell(source)]), path)
    with pytest.raises(CellExecutionError, match=error):
        run_notebooks.run(path, environment)


def test_the_command_has_a_line_for_each_notebook_and_changes_none(tmp_path, capsys):
    path = tmp_path / "one.ipynb"
    write_notebook(new_notebook(cells=[new_code_cell("x = 1")]), path)
    before = path.read_bytes()
    assert run_notebooks.main([str(path)]) == 0
    assert capsys.readouterr().out.startswith(f"ran {path} in ")
    assert path.read_bytes() == before
