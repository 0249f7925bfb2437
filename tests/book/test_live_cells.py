"""Cells that run in the page, and the archive that the page's Python unpacks."""

from __future__ import annotations

import subprocess
import sys
import zipfile

import pytest
from dlbook_book.live_cells import live_setup, page_setup, unavailable, with_exercises
from dlbook_book.live_site import is_live, manifest, write_archive
from docutils import nodes
from docutils.utils import new_document


def cell(source, *tags, kind="code"):
    return {"cell_type": kind, "id": "a1", "metadata": {"tags": list(tags)}, "source": source}


def notebook(*cells):
    return {"cells": list(cells), "metadata": {"title": "kept"}}


@pytest.mark.parametrize(
    "source",
    [
        'show_exercise("one/two-three")',
        ["from x import y\n", "show_exercise( 'one/two-three' )"],
    ],
)
def test_a_cell_that_shows_an_exercise_becomes_its_directive(source):
    others = [cell("x = 1"), cell("text", "exercise", kind="markdown")]
    made = with_exercises(notebook(*others, cell(source, "exercise")))
    assert made["cells"][:2] == others
    assert made["cells"][2]["cell_type"] == "markdown"
    assert made["cells"][2]["source"] == "```{live-exercise} one/two-three\n```"
    assert made["metadata"] == {"title": "kept"}


def test_a_cell_with_the_tag_that_shows_none_is_an_error():
    with pytest.raises(ValueError, match=r'calls show_exercise\("chapter/slug"\)'):
        with_exercises(notebook(cell("x = 1", "exercise")))


def test_the_first_code_cell_is_the_setup():
    text, setup = cell("# T", kind="markdown"), cell("import torch\nx = 1")
    assert live_setup(notebook(text, setup, cell("x", "live"))) == "x = 1"
    assert live_setup(notebook(text, setup, cell("x"))) is None
    assert live_setup(notebook(cell("x = 1", "live"))) == ""


SETUP = """import matplotlib.pyplot as plt
import numpy as np, torch
from dlbook import scratch, train
from dlbook.data import load
import os.path
plt.style.use("dlbook.plot.dlbook")
device = torch.device("cpu")
small = np.zeros(3) + 1
model = small.to(device)
rng = np.random.default_rng(0)"""


def test_what_needs_a_missing_package_is_left_out_and_the_rest_runs():
    kept = page_setup(SETUP)
    assert kept == (
        "import numpy as np\n"
        "from dlbook import scratch\n"
        "from dlbook.data import load\n"
        "import os.path\n"
        "small = np.zeros(3) + 1\n"
        "rng = np.random.default_rng(0)"
    )
    names: dict = {}
    exec(kept, names)
    assert names["small"].sum() == 3


def test_functions_and_classes_that_use_what_is_missing_go_with_what_uses_them():
    missing = (
        "import torch\ndef f():\n    return torch.ones(1)\nclass A(torch.nn.Module): ...\n"
    )
    assert page_setup(f"{missing}y = f()\nz = 1\na = A()") == "z = 1"


@pytest.mark.parametrize(
    ("code", "modules"),
    [
        ("import numpy.linalg\nimport math", []),
        ("import torch.nn as nn", ["torch.nn"]),
        ("from dlbook.plot import plot_images", ["dlbook.plot"]),
        ("from dlbook import plot, scratch", ["dlbook.plot"]),
        ("from dlbook.scratch.ops import x", []),
        ("from dlbook.data.batches import flip", ["dlbook.data.batches"]),  # imports torch
        ("if True:\n    import scipy", ["scipy"]),
    ],
)
def test_missing_modules_are_named(code, modules):
    assert unavailable(code) == modules


# --- what the site holds for live pages ---------------------------------------------


@pytest.mark.parametrize(
    ("classes", "expected"),
    [
        (["live-work"], True),
        (["cell", "tag_live"], True),
        (["exercise-list"], True),
        (["cell"], False),
    ],
)
def test_a_page_is_live_if_it_holds_something_live(classes, expected):
    document = new_document("page")
    document += nodes.container("", nodes.container(classes=classes))
    assert is_live(document) is expected
    assert is_live(None) is False


def test_the_manifest_names_what_is_loaded_by_its_contents(tmp_path):
    python = tmp_path / "python-1.2"
    python.mkdir()
    sizes = {python / "a.wasm": 100, python / "stdlib.zip": 20, python / "a.js": 5,
             tmp_path / "numpy-2.zip": 3, tmp_path / "dlbook.zip": 1}  # fmt: skip
    for path, size in sizes.items():
        path.write_bytes(b"x" * size)
    found = manifest(tmp_path)
    assert found["python"] == "python-1.2/"
    names = [name.partition("?")[0] for name in found["archives"]]
    assert names == ["numpy-2.zip", "dlbook.zip"]
    assert found["bytes"] == 124
    (tmp_path / "dlbook.zip").write_bytes(b"y")
    same, changed = manifest(tmp_path)["archives"]
    assert same == found["archives"][0]
    assert changed != found["archives"][1]


@pytest.fixture
def archive(tmp_path):
    bank = tmp_path / "bank"
    (bank / "one").mkdir(parents=True)
    (bank / "one" / "two.py").write_text("# exercise")
    (bank / "notebooks").mkdir()
    (bank / "notebooks" / "one.ipynb").write_text("{}")
    write_archive(bank, tmp_path / "dlbook.zip")
    return tmp_path / "dlbook.zip"


def test_the_archive_holds_what_pages_need_no_more_and_always_the_same(archive, tmp_path):
    with zipfile.ZipFile(archive) as opened:
        names = opened.namelist()
    for name in (
        "dlbook/__init__.py",
        "dlbook/scratch/tensor.py",
        "dlbook/notebook/predict.css",
        "dlbook/data/bundled/mnist.npz",
        "dlbook/exercise/bank/one/two.py",
        "dlbook_page/requests.py",
    ):
        assert name in names
    unwanted = ("plot", "train", "fashion", "ipynb", "__pycache__")
    assert [n for n in names if any(word in n for word in unwanted)] == []
    write_archive(tmp_path / "bank", tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == archive.read_bytes()


TRY = """
import sys
sys.modules["torch"] = sys.modules["matplotlib"] = None
import dlbook_page, dlbook
assert dlbook.__file__.startswith(sys.argv[1])
from dlbook.exercise import ids
from dlbook import data, notebook, scratch
print(ids())
"""


def test_unpacked_it_runs_without_torch_and_matplotlib(archive, tmp_path):
    folder = tmp_path / "site-packages"
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder)
    command = [sys.executable, "-c", TRY, str(folder)]
    done = subprocess.run(
        command, capture_output=True, text=True, env={"PYTHONPATH": str(folder)}, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "['one/two']\n"
