"""A small book with every kind of live page, built with the real extensions."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.browser.conftest import ROOT, serve

HERE = Path(__file__).parent
TOC = """format: jb-book
root: book/index
parts:
- caption: Part
  numbered: 1
  chapters:
  - file: book/part/first
- caption: Reference
  chapters:
  - file: book/more
  - file: book/progress
"""
METADATA = {
    "slug": "first",
    "title": "First chapter",
    "promise": "A promise.",
    "needs": [],
    "explains": [],
    "run_seconds": 5,
}
SETUP = """import matplotlib.pyplot as plt
import numpy as np
import torch

from dlbook.data import load

plt.style.use("dlbook.plot.dlbook")
torch.manual_seed(0)
rng = np.random.default_rng(0)"""
LIVE = (
    "x = rng.integers(10, size=4)\nx.shape",
    'print("sum of ones:", np.ones(4).sum())\nlen(x)',
)
DIGITS = 'mnist = load("mnist")\nmnist.X_train.shape'
MORE = ("estimate", "explore", "elsewhere")


def chapter():
    """Return a chapter with live cells and exercises, as a notebook."""
    cells = [new_markdown_cell("# First chapter\n\nA promise."), new_code_cell(SETUP)]
    printed = new_output("stream", name="stdout", text="as it was stored\n")
    for code in (*LIVE, DIGITS):
        live = {"tags": ["live"]}
        cells.append(new_code_cell(code, metadata=live, outputs=[printed], execution_count=1))
    cells.append(new_markdown_cell("## Exercises"))
    for slug in ("double", "mend", "choose", "foresee"):
        shown = new_output("display_data", data={"text/markdown": "for notebooks alone"})
        call = f'show_exercise("first/{slug}")'
        tagged = {"tags": ["exercise"]}
        cells.append(new_code_cell(call, metadata=tagged, outputs=[shown], execution_count=1))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel, "dlbook": METADATA})


@pytest.fixture(scope="session")
def book(tmp_path_factory) -> Path:
    """Lay out the book: the real configuration and extensions, pages of its own."""
    folder = tmp_path_factory.mktemp("live")
    shutil.copy(ROOT / "_config.yml", folder)
    for part in ("_ext", "_live", "_static", "progress.md", "references.bib"):
        source, target = ROOT / "book" / part, folder / "book" / part
        target.parent.mkdir(exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    shutil.copytree(HERE / "bank", folder / "exercises")
    (folder / "build").mkdir()
    (folder / "build" / "vendor").symlink_to(ROOT / "build" / "vendor")
    (folder / "_toc.yml").write_text(TOC)
    (folder / "book" / "index.md").write_text("# Book\n\nNothing on this page is live.\n")
    directives = "\n\n".join(f"```{{live-exercise}} first/{slug}\n```" for slug in MORE)
    (folder / "book" / "more.md").write_text(f"# More\n\nText.\n\n{directives}\n")
    (folder / "book" / "part").mkdir()
    nbformat.write(chapter(), folder / "book" / "part" / "first.ipynb")
    return folder


@pytest.fixture(scope="session")
def live_site(book) -> Path:
    """Build the book as ``make book`` does, and return the site."""
    jupyter_book = Path(sys.executable).with_name("jupyter-book")
    command = [jupyter_book, "build", ".", "--path-output", "out", "-W", "-n", "--keep-going"]
    done = subprocess.run(command, cwd=book, capture_output=True, text=True)
    assert done.returncode == 0, re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)
    return book / "out" / "_build" / "html"


@pytest.fixture(scope="session")
def live_address(live_site):
    """Serve the site and return its address."""
    with serve(live_site) as found:
        yield found


@pytest.fixture
def opened(visit, live_address):
    """Return a function that opens a page of the book, and expect a clean console."""
    pages = []

    def open_page(name: str, **options):
        watched = visit(f"{live_address}/book/{name}.html", **options)
        pages.append(watched)
        return watched

    yield open_page
    for watched in pages:
        assert (watched.errors, watched.failed, watched.outside) == ([], [], [])
