"""Running a notebook stores its outputs, and a failure changes nothing."""

from __future__ import annotations

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_notebook

from tools.execute import chapters, execute


def write(folder, *sources):
    path = folder / "chapter.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(s) for s in sources]), path)
    return path


def test_outputs_are_stored_without_times(tmp_path):
    path = write(tmp_path, "print(6 * 7)")
    execute(path)
    (cell,) = nbformat.read(path, 4).cells
    assert cell.outputs[0].text == "42\n"
    assert cell.execution_count == 1
    assert cell.metadata == {}


def test_running_again_changes_no_byte(tmp_path):
    path = write(tmp_path, "import numpy as np", "np.random.default_rng(0).integers(9, size=3)")
    execute(path)
    first = path.read_bytes()
    execute(path)
    assert path.read_bytes() == first


def test_a_notebook_that_fails_is_left_as_it_was(tmp_path):
    path = write(tmp_path, "print('before')", "1 / 0")
    before = path.read_bytes()
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        execute(path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["chapter.ipynb"]


def test_a_notebook_runs_in_an_empty_directory(tmp_path):
    path = write(tmp_path, "import os; os.listdir()")
    execute(path)
    assert nbformat.read(path, 4).cells[0].outputs[0].data["text/plain"] == "[]"


def test_the_chapters_of_the_book_are_found():
    assert all(p.suffix == ".ipynb" and p.parent.parent.name == "book" for p in chapters())
