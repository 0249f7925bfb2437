"""A small book with everything that a page can hold, built with the real configuration."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import nbformat
from filelock import FileLock
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import dlbook.notebook  # noqa: F401  figures that move are made in it
from tools.chapters import ROOT

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
  - file: book/api/engine
"""
METADATA = {
    "slug": "first",
    "title": "First chapter",
    "promise": "A promise.",
    "needs": [],
    "explains": ["dlbook.scratch.relu"],
    "run_seconds": 5,
}
TEXT = """# First chapter

A promise. See {numref}`fig-first-dot`, {eq}`eq-first-sum`, {footcite:t}`rumelhart1986learning`.

$$ a + b $$ (eq-first-sum)

## References

```{footbibliography}
```
"""
INDEX = """# Book

Nothing on this page is live.

```{chapter-figure} first fig-first-dot
```

```{chapter-map}
```

```{reading-path}
```
"""
LIVE_CELL = """```{live-cell}
import numpy as np
print(np.arange(3))
---
[0 1 2]
```
"""
API = """# The package

```{eval-rst}
.. currentmodule:: dlbook.scratch
.. autofunction:: relu
.. autofunction:: gelu
```
"""
PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5C"
    "YII="
)
FIGURE = {"image": {"alt": "A dot"}, "figure": {"name": "fig-first-dot", "caption": "A dot."}}
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
# A live cell, and figures that move what it defines: the first is stored whole, the second at
# some positions, the others ask for a guess.
SHAPES = """import numpy as np
from dlbook.notebook import draw, explore, guess


def wave(height=2, kind="sine"):
    x = np.linspace(0, 1, 30)
    y = height * np.sin(6 * x) if kind == "sine" else height * x
    return {"the wave": draw.curve(x, y, label="wave"), "peak": height}


def plane(a=1.0, b=0.5, c=0.0):
    side = np.linspace(-2, 2, 20)
    heights = a * side + b * side[:, None] + c
    marks = [
        draw.image(heights, x=(-2, 2), y=(-2, 2), colors="diverging"),
        draw.arrows(0, 0, a, b, color="black", drag=("a", "b")),
    ]
    sums = draw.bars(["a", "b"], [a, b])
    return {"the plane": marks, "sums": sums, "slope": np.hypot(a, b)}"""
MOVING = (
    """explore(wave, height=(1, 3), kind=("sine", "line"),
    axes={"the wave": draw.axes("time", "height", ylim=(-3, 3))})""",
    """explore(plane, a=(-2.0, 2.0), b=(-2.0, 2.0), c=(-1.0, 1.0),
    axes={"the plane": draw.axes("x", "y", xlim=(-2, 2), ylim=(-2, 2), equal=True)})""",
    """explore(wave, height=(1, 3),
    axes={"the wave": draw.axes("time", "height", ylim=(-3, 3))},
    predict=guess("Where does it end?", of="wave", at={"height": 3}))""",
    """explore(wave, height=(1, 3),
    axes={"the wave": draw.axes("time", "height", ylim=(-3, 3))},
    predict=guess("How high does it end?", of="wave", between=(-3, 3), at={"height": 3}))""",
)
IN_CHAPTER = tuple(
    f'show_exercise("first/{slug}")' for slug in ("double", "mend", "choose", "foresee")
)
ELSEWHERE = ("first/estimate", "first/explore", "first/elsewhere")
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def chapter(text: str, cells: Sequence[str], exercises: Sequence[str], **metadata):
    """Return a chapter with a figure, a claim, live cells and exercises, as a notebook."""
    plot = new_output("display_data", data={"image/png": PNG})
    claim = new_output("stream", name="stdout", text="gap 1\nclaim: gap ≤ 2 ✓\n")
    printed = [new_output("stream", name="stdout", text="as it was stored\n")]
    shown = [new_output("display_data", data={"text/markdown": "for notebooks alone"})]
    head, references = text.split("## References", 1)
    parts = [
        new_markdown_cell(head),
        new_code_cell(SETUP, execution_count=1),
        new_code_cell("plot()", execution_count=1, outputs=[plot], metadata={"mystnb": FIGURE}),
        new_code_cell("claim()", execution_count=1, outputs=[claim]),
        *(_tagged(code, "live", printed) for code in cells),
        new_markdown_cell("## Moving"),
        _tagged(SHAPES, "live", printed),
        *(_moving(code, number) for number, code in enumerate(MOVING)),
        new_markdown_cell("## Exercises"),
        *(_tagged(code, "exercise", shown) for code in exercises),
        new_markdown_cell(f"## References{references}"),
    ]
    kept = {"kernelspec": KERNEL, "dlbook": METADATA | metadata}
    return new_notebook(cells=parts, metadata=kept)


def _tagged(code: str, tag: str, outputs: list):
    return new_code_cell(code, metadata={"tags": [tag]}, outputs=outputs, execution_count=1)


def _moving(code: str, number: int):
    """Return a cell with a figure that moves, with what running it would store."""
    taken = []
    module = sys.modules["dlbook.notebook.explore"]
    module.recorder = taken.append
    exec(f"{SHAPES}\n{code}", {})
    module.recorder = None
    stored = {"dlbook-explore": taken[0].for_page()}
    output = new_output("display_data", data={"image/png": PNG}, metadata=stored)
    figure = {"figure": {"name": f"fig-first-moving-{number}", "caption": "It moves."}}
    return new_code_cell(
        code,
        metadata={"tags": ["explore"], "mystnb": {"image": {"alt": "A dot"}, **figure}},
        outputs=[output],
        execution_count=1,
    )


def lay_out(folder: Path) -> None:
    """Write the book's sources: the real configuration and extension, pages of its own."""
    shutil.copy(ROOT / "_config.yml", folder)
    for part in ("_ext", "_live", "_static", "progress.md", "references.bib", "synonyms.txt"):
        source, target = ROOT / "book" / part, folder / "book" / part
        target.parent.mkdir(exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    shutil.copytree(BANK, folder / "exercises")
    (folder / "build").mkdir()
    (folder / "build" / "vendor").symlink_to(ROOT / "build" / "vendor")
    (folder / "_toc.yml").write_text(TOC)
    (folder / "book" / "index.md").write_text(INDEX)
    (folder / "book" / "api").mkdir()
    (folder / "book" / "api" / "engine.md").write_text(API)
    write_pages(folder)


def write_pages(
    folder: Path,
    text: str = TEXT,
    cells: Sequence[str] = CELLS,
    exercises: Sequence[str] = IN_CHAPTER,
    more: Sequence[str] = ELSEWHERE,
    **metadata,
) -> None:
    """Write the chapter, and a page in Markdown that sets exercises, too."""
    directives = "\n\n".join(f"```{{live-exercise}} {name}\n```" for name in more)
    (folder / "book" / "more.md").write_text(f"# More\n\nText.\n\n{directives}\n\n{LIVE_CELL}")
    (folder / "book" / "part").mkdir(exist_ok=True)
    notebook = chapter(text, cells, exercises, **metadata)
    nbformat.write(notebook, folder / "book" / "part" / "first.ipynb")


def build(folder: Path) -> tuple[int, str]:
    """Build as ``make book`` does; return exit status and what was said."""
    jupyter_book = Path(sys.executable).with_name("jupyter-book")
    command = [jupyter_book, "build", ".", "--path-output", "out", "-W", "-n", "--keep-going"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, encoding="utf-8", env=os.environ
    )
    return done.returncode, re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)


def site(folder: Path) -> Path:
    """Return the folder of the built pages."""
    return folder / "out" / "_build" / "html"


def shared_site(tmp_path_factory) -> Path:
    """Return the pages of a book that all processes of a test run build only once."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder = base / "ein kleines Buch für alle"  # a path with spaces and an umlaut must do
    with FileLock(f"{folder}.lock"):
        if not (folder / "done").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            lay_out(folder)
            status, said = build(folder)
            assert status == 0, said
            (folder / "done").touch()
    return site(folder)
