"""The plain notebooks run as Colab runs them: from an empty folder, with only the wheel.

What is run, and why that is enough. The cells of a chapter's copy are the chapter's own, in
the same order (test_notebooks.py), and the tests run every chapter on the same wheel from an
empty folder (build/stage). What a copy adds are the cell that installs, which changes nothing
where dlbook is, and the exercises' cells, which stand in the exercises' notebooks as well; a
fresh one of these runs in test_exercise_notebooks.py. So the notebooks of solutions run here,
each check with its verdict, and the one chapter that runs fastest, to see all of it together.
``make versions`` runs every notebook, on the oldest and the newest packages.
"""

from __future__ import annotations

import json
import os

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_notebook

from tools.colab import ROOT, running
from tools.colab.labels import chapter_files
from tools.stage import STAGE

SITE = STAGE / "site"
PLACE = "import os, dlbook; print(os.path.dirname(dlbook.__file__), *os.listdir())"
SOLVED = sorted((ROOT / "colab" / "exercises").glob("*-solutions.ipynb"))


def seconds(path) -> int:
    """Return the bound that a chapter states for its own run."""
    return json.loads(path.read_text(encoding="utf-8"))["metadata"]["dlbook"]["run_seconds"]


FASTEST = min(chapter_files(ROOT), key=seconds).name


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


@pytest.mark.parametrize("path", SOLVED, ids=lambda path: path.stem)
def test_the_solutions_pass(path, environment):
    notebook = running.run(path, environment, PLACE)
    assert failed_checks(notebook) == []
    assert shown(notebook.cells[-1]) == f"{SITE}/dlbook\n"


def test_a_chapter_runs(environment):
    notebook = running.run(ROOT / "colab" / FASTEST, environment, PLACE)
    assert shown(notebook.cells[-1]) == f"{SITE}/dlbook\n"
    assert "claim: " in "".join(map(shown, notebook.cells[:-1]))
    # Its exercises are not done yet, and say so without an error.
    assert len(failed_checks(notebook)) >= 5


def written(folder, *sources):
    cells = [new_code_cell(source, metadata={"tags": ["check"]}) for source in sources]
    nbformat.write(new_notebook(cells=cells), folder / "one.ipynb")
    return folder / "one.ipynb"


def test_a_notebook_that_fails_is_noticed(tmp_path, environment):
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        running.run(written(tmp_path, "1 / 0"), environment)


def test_a_check_that_does_not_pass_is_noticed(tmp_path, environment):
    wrong = 'from dlbook.exercise import check\ncheck("losses/huber-minimum", "z")'
    notebook = running.run(written(tmp_path, "print('✓ fine')", wrong), environment)
    assert len(failed_checks(notebook)) == 1


def test_a_notebook_that_leans_on_the_repository_fails(tmp_path, environment):
    with pytest.raises(CellExecutionError, match="FileNotFoundError"):
        running.run(written(tmp_path, "open('pyproject.toml')"), environment)


def test_the_command_has_a_line_for_each_notebook(tmp_path, capsys):
    path = written(tmp_path, "x = 1")
    before = path.read_bytes()
    assert running.main([str(path)]) == 0
    assert capsys.readouterr().out.startswith(f"ran {path} in ")
    assert path.read_bytes() == before
