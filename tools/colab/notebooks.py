"""Make all plain notebooks, from the chapters and from the bank of exercises."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
from pybtex.database import BibliographyData

from tools.chapters import ROOT, chapters
from tools.colab.cells import (
    FOLDED_SECTION,
    Cell,
    chapter_cells,
    exercise_notebooks,
    with_ids,
)
from tools.colab.myst import ConversionError
from tools.colab.references import Citations, Context, Label, collect, read_bibliography
from tools.colab.text import cited, plain
from tools.remote import Remote, find_remote

FOLDER = "colab"
EXERCISES = "exercises"
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
ABOUT = (
    "Made from the web book, with its numbers of figures, equations and exercises. "
    "Run the cells in order, from the one above the title on."
)
# Where the package comes from if the repository has no remote: its published name.
PUBLISHED = "dlbook[torch]"
# The first cell of each notebook: it installs dlbook if it is missing.
INSTALL = """\
# @title Run this first: it installs the book's package, `dlbook`, if it is missing
import importlib.util
import subprocess
import sys

SOURCE = "{source}"
if importlib.util.find_spec("dlbook") is None:
    command = [sys.executable, "-m", "pip", "install", "--quiet", SOURCE]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise ModuleNotFoundError(
            f"dlbook could not be installed from {{SOURCE}}. Is there a connection to the "
            "internet? Then run this cell again. Without one, call this in a copy of the "
            f"book's repository:  pip install '.[torch]'\\nWhat pip said:\\n{{done.stderr.strip()}}"
        )
    importlib.invalidate_caches()
"""
STORED_SOURCE = re.compile(r'^SOURCE = "(.*)"$', re.MULTILINE)


@dataclass(frozen=True)
class Book:
    """What the texts of all notebooks refer to."""

    titles: dict[str, str]
    labels: dict[str, Label]
    bibliography: BibliographyData
    repository: str

    def context(self, chapter: str, cells: Iterable[Cell], folder: str = "") -> Context:
        """Return what the text of some cells is converted with."""
        texts = "\n\n".join(cell.source for cell in cells if cell.kind == "markdown")
        citations = Citations(self.bibliography, cited(texts))
        return Context(chapter, self.titles, self.labels, citations, folder, self.repository)


def read_book(root: Path) -> Book:
    """Return the book's titles, labels and bibliography."""
    titles = {chapter.slug: chapter.title for chapter in chapters(root)}
    bibliography = read_bibliography(root / "book" / "references.bib")
    files = files_address(find_remote(root))
    return Book(titles, collect(chapters(root)), bibliography, files)


def files_address(remote: Remote | None) -> str:
    """Return the address before a file's path; empty for a host whose addresses are unknown."""
    return (remote.file("") or "") if remote else ""


def make_notebooks(root: Path, source: str) -> dict[str, str]:
    """Return the text of each notebook by its path below ``colab/``.

    Parameters
    ----------
    root : Path
        The repository.
    source : str
        What the first cell tells pip to install.

    Raises
    ------
    ConversionError
        If a chapter holds something that has no plain form; the message names file and cell.
    """
    book = read_book(root)
    found = {}
    for chapter in chapters(root):
        cells = list(chapter_cells(chapter, book.labels))
        cells.insert(1, Cell("markdown", ABOUT, origin=chapter.slug))
        found[f"{chapter.slug}.ipynb"] = write(cells, book.context(chapter.slug, cells), source)
    for name, cells in exercise_notebooks(book.titles).items():
        listed = with_references(cells)
        context = book.context(name.removesuffix("-solutions"), listed, "../")
        found[f"{EXERCISES}/{name}.ipynb"] = write(listed, context, source)
    return found


def with_references(cells: list[Cell]) -> list[Cell]:
    """Return the cells of a notebook of exercises, with a list of the works that they cite."""
    if not any(cited(cell.source) for cell in cells if cell.kind == "markdown"):
        return cells
    references = "## References\n\n```{footbibliography}\n```"
    return [*cells, Cell("markdown", references, origin="references")]


def write(cells: list[Cell], context: Context, source: str) -> str:
    """Return the text of a notebook with these cells below the one that installs."""
    install = Cell("code", install_cell(source), folded=True)
    converted = [install, *(_plain(cell, context) for cell in cells)]
    cells = with_ids(converted)
    folded = [c["id"] for c in cells if c["metadata"].keys() >= FOLDED_SECTION.keys()]
    colab = {"colab": {"collapsed_sections": folded}} if folded else {}
    notebook = {
        "cells": cells,
        "metadata": {"kernelspec": KERNEL, **colab},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    nbformat.validate(notebook)
    return nbformat.writes(nbformat.from_dict(notebook)).rstrip("\n") + "\n"


def _plain(cell: Cell, context: Context) -> Cell:
    if cell.kind == "code":
        return cell
    try:
        return replace(cell, source=plain(cell.source, context))
    except ConversionError as error:
        raise ConversionError(f"{cell.origin}: {error}") from error


# --- the cell that installs --------------------------------------------------------


def install_cell(source: str) -> str:
    """Return the code of the cell; ``source`` is what pip installs."""
    return INSTALL.format(source=source).rstrip("\n")


def source_of(repository: Path, stored: str = "") -> str:
    """Return what pip is to install: dlbook from where the repository is hosted.

    ``stored`` is the source in the notebooks as they are. It stays if the repository has no
    remote that a reader can open, as in an archive of it. Without either it is the package
    as it is published.
    """
    remote = find_remote(repository)
    return f"{PUBLISHED} @ git+{remote.home}" if remote else stored or PUBLISHED


def stored_source(cell: str) -> str:
    """Return the source that a notebook's first cell names; empty if it names none."""
    match = STORED_SOURCE.search(cell)
    return match[1] if match else ""


# --- the command -------------------------------------------------------------------


def stored(root: Path = ROOT) -> dict[str, str]:
    """Return the notebooks as they are stored, by their path below ``colab/``."""
    folder = root / FOLDER
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.glob("**/*.ipynb"))
        if ".ipynb_checkpoints" not in path.parts
    }


def known_source(root: Path = ROOT) -> str:
    """Return what the stored notebooks install."""
    return next((_first_source(text) for text in stored(root).values()), "")


def _first_source(notebook: str) -> str:
    first, *_ = json.loads(notebook)["cells"]
    return stored_source("".join(first["source"]))


def main(root: Path = ROOT) -> int:
    """Write the notebooks, and remove those that are no longer made."""
    before = stored(root)
    try:
        found = make_notebooks(root, source_of(root, known_source(root)))
    except ConversionError as error:
        print(f"colab: {error}", file=sys.stderr)
        return 1
    for name in set(before) - set(found):
        (root / FOLDER / name).unlink()
    for name, text in found.items():
        path = root / FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(f"{len(found)} plain notebooks in {FOLDER}/")
    return 0
