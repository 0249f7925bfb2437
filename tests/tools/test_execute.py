"""Running a notebook stores its outputs, and a failure changes nothing."""

from __future__ import annotations

import base64
import io

import nbformat
import numpy as np
import pytest
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_notebook, new_output
from PIL import Image

from tools.execute import compress, execute, reduce_colors


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


DRAW = """
import matplotlib.pyplot as plt
plt.figure(figsize=(4, 3), dpi=100)
plt.plot([0, 1, 4, 9]); plt.show()
"""


def test_figures_are_stored_sharp_and_small(tmp_path):
    path = write(tmp_path, DRAW)
    execute(path)
    (output,) = nbformat.read(path, 4).cells[0].outputs
    shown = output.metadata["image/png"]
    picture = Image.open(io.BytesIO(base64.b64decode(output.data["image/png"])))
    assert picture.mode == "P"
    assert picture.width == pytest.approx(2 * shown["width"], abs=1)
    assert shown["width"] == pytest.approx(400, abs=60)  # its edges are cut off


def noise(size: int) -> bytes:
    """Return a picture in which hardly two pixels have the same color."""
    levels = np.random.default_rng(0).integers(0, 240, size=(size, size, 3), dtype=np.uint8)
    made = io.BytesIO()
    Image.fromarray(levels).save(made, "PNG")
    return made.getvalue()


def palette(png: bytes) -> int:
    return len(Image.open(io.BytesIO(png)).convert("RGB").getcolors(2**24))


def test_a_smaller_tolerance_keeps_more_colors_and_a_tiny_picture_all():
    colors = [palette(reduce_colors(noise(64), tolerance)) for tolerance in (20, 80)]
    assert colors[0] > colors[1]
    assert reduce_colors(noise(4), 0) == noise(4)


def test_a_notebook_that_is_too_large_gets_fewer_colors(monkeypatch):
    monkeypatch.setattr("tools.execute.TOLERANCES", (20, 80))

    def notebook():
        data = {"image/png": base64.b64encode(noise(64)).decode()}
        cell = new_code_cell("x", outputs=[new_output("display_data", data=data)])
        return new_notebook(cells=[cell])

    assert len(compress(notebook(), 1)) < len(compress(notebook(), 10**6))
