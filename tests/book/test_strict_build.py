"""The build that `make book` calls accepts a good book and refuses a faulty one."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

ROOT = Path(__file__).resolve().parents[2]
PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5C"
    "YII="
)
FIGURE = {
    "image": {"alt": "A dot"},
    "figure": {"name": "fig-first-dot", "caption": "A dot."},
}
TEXT = """# First chapter

A promise. See {numref}`fig-first-dot`, {eq}`eq-first-sum`, {footcite:t}`rumelhart1986learning`.

$$ a + b $$ (eq-first-sum)

## References

```{footbibliography}
```
"""
API = """# The package

```{eval-rst}
.. currentmodule:: dlbook.scratch
.. autofunction:: relu
.. autofunction:: gelu
```
"""
METADATA = {
    "slug": "first",
    "title": "First chapter",
    "promise": "A promise.",
    "needs": [],
    "explains": ["dlbook.scratch.relu"],
    "run_seconds": 5,
}


@pytest.fixture
def book(tmp_path):
    """Return a small book: the real configuration, one chapter, two entries of the API."""
    shutil.copy(ROOT / "_config.yml", tmp_path)
    shutil.copytree(
        ROOT / "book",
        tmp_path / "book",
        ignore=lambda d, names: {n for n in names if n.endswith(".ipynb")},
    )
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "vendor").symlink_to(ROOT / "build" / "vendor")
    (tmp_path / "book" / "index.md").write_text("# Book\n\n```{chapter-map}\n```\n")
    (tmp_path / "book" / "api" / "engine.md").write_text(API)
    (tmp_path / "_toc.yml").write_text(
        "format: jb-book\nroot: book/index\nparts:\n"
        "- caption: Part\n  numbered: 1\n  chapters:\n  - file: book/part/first\n"
        "- caption: Reference\n  chapters:\n  - file: book/api/engine\n"
    )
    return tmp_path


def write(book, text=TEXT, **metadata):
    """Write the chapter and return the book."""
    plot = new_output("display_data", data={"image/png": PNG})
    claim = new_output("stream", name="stdout", text="gap 1\nclaim: gap ≤ 2 ✓\n")
    cells = [
        new_markdown_cell(text),
        new_code_cell("plot()", execution_count=1, outputs=[plot], metadata={"mystnb": FIGURE}),
        new_code_cell("claim()", execution_count=2, outputs=[claim]),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = new_notebook(
        cells=cells, metadata={"kernelspec": kernel, "dlbook": METADATA | metadata}
    )
    folder = book / "book" / "part"
    folder.mkdir(exist_ok=True)
    nbformat.write(notebook, folder / "first.ipynb")
    return book


def build(book):
    """Build as the Makefile does; return exit status and what was said."""
    jupyter_book = Path(sys.executable).with_name("jupyter-book")
    done = subprocess.run(
        [jupyter_book, "build", ".", "--path-output", "out", "-W", "-n", "--keep-going"],
        cwd=book,
        capture_output=True,
        text=True,
    )
    said = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)
    return done.returncode, said


def test_a_good_book_is_built(book):
    status, said = build(write(book))
    assert status == 0, said
    html = (book / "out/_build/html/book/part/first.html").read_text()
    assert "runs in under 5 seconds" in html
    assert 'href="../api/engine.html#dlbook.scratch.relu"' in html
    assert 'class="output stream claims' in html
    assert 'alt="A dot"' in html
    api = (book / "out/_build/html/book/api/engine.html").read_text()
    assert len(re.findall(r'Explained in: <a[^>]*href="../part/first.html"', api)) == 1


def test_a_faulty_book_is_refused_and_every_fault_is_named(book):
    text = (
        TEXT.replace("fig-first-dot", "fig-first-dto")
        .replace("{eq}`eq-first-sum`", "{eq}`eq-first-smu`")
        .replace("rumelhart1986learning", "rumelhart1986lerning")
        .replace("## References", "### References\n\n[gone](gone.ipynb)\n\n![gone](gone.png)\n")
    )
    status, said = build(write(book, text, needs=["zeroth"], explains=["dlbook.scratch.rellu"]))
    assert status != 0
    for fault in (
        "fig-first-dto",
        "eq-first-smu",
        "rumelhart1986lerning",
        "Non-consecutive header level",
        "gone.ipynb",
        "gone.png",
        "needs 'zeroth', which is no chapter",
        "did you mean 'relu'",
    ):
        assert any("WARNING" in line and fault in line for line in said.splitlines()), fault


def test_a_chapter_may_not_explain_what_the_api_page_does_not_list(book):
    status, said = build(write(book, explains=["dlbook.scratch.tensor.Edge"]))
    assert status != 0
    assert "explains 'dlbook.scratch.tensor.Edge', which has no entry on the API page" in said
