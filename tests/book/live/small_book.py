"""A small book with every kind of live page, built with the real extensions."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

ROOT = Path(__file__).resolve().parents[3]
BANK = Path(__file__).parent / "bank"
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
CELLS = (
    "x = rng.integers(10, size=4)\nx.shape",
    'print("sum of ones:", np.ones(4).sum())\nlen(x)',
    'mnist = load("mnist")\nmnist.X_train.shape',
)
IN_CHAPTER = ("double", "mend", "choose", "foresee")
ELSEWHERE = ("estimate", "explore", "elsewhere")
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def chapter(cells: Sequence[str], exercises: Sequence[str]):
    """Return a chapter with live cells and exercises, as a notebook."""
    printed = [new_output("stream", name="stdout", text="as it was stored\n")]
    shown = [new_output("display_data", data={"text/markdown": "for notebooks alone"})]
    parts = [new_markdown_cell("# First chapter\n\nA promise."), new_code_cell(SETUP)]
    parts += [_cell(code, "live", printed) for code in cells]
    parts.append(new_markdown_cell("## Exercises"))
    parts += [_cell(code, "exercise", shown) for code in exercises]
    return new_notebook(cells=parts, metadata={"kernelspec": KERNEL, "dlbook": METADATA})


def _cell(code: str, tag: str, outputs: list):
    return new_code_cell(code, metadata={"tags": [tag]}, outputs=outputs, execution_count=1)


def lay_out(
    folder: Path,
    cells: Sequence[str] = CELLS,
    exercises: Sequence[str] = tuple(f'show_exercise("first/{s}")' for s in IN_CHAPTER),
    more: Sequence[str] = tuple(f"first/{s}" for s in ELSEWHERE),
) -> None:
    """Write the book's sources: the real configuration and extensions, pages of its own."""
    shutil.copy(ROOT / "_config.yml", folder)
    for part in ("_ext", "_live", "_static", "progress.md", "references.bib"):
        source, target = ROOT / "book" / part, folder / "book" / part
        target.parent.mkdir(exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    shutil.copytree(BANK, folder / "exercises")
    (folder / "build").mkdir()
    (folder / "build" / "vendor").symlink_to(ROOT / "build" / "vendor")
    (folder / "_toc.yml").write_text(TOC)
    (folder / "book" / "index.md").write_text("# Book\n\nNothing on this page is live.\n")
    directives = "\n\n".join(f"```{{live-exercise}} {name}\n```" for name in more)
    (folder / "book" / "more.md").write_text(f"# More\n\nText.\n\n{directives}\n")
    (folder / "book" / "part").mkdir()
    nbformat.write(chapter(cells, exercises), folder / "book" / "part" / "first.ipynb")


def build(folder: Path) -> tuple[int, str]:
    """Build as ``make book`` does; return exit status and what was said."""
    jupyter_book = Path(sys.executable).with_name("jupyter-book")
    command = [jupyter_book, "build", ".", "--path-output", "out", "-W", "-n", "--keep-going"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    return done.returncode, re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)


def site(folder: Path) -> Path:
    """Return the folder of the built pages."""
    return folder / "out" / "_build" / "html"
