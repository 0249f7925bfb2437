"""All plain notebooks, made from the chapters and from the notebooks of the exercises."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
from pybtex.database import BibliographyData
from remote_links import Remote, find_remote

from tools.colab import markdown
from tools.colab.cells import Cell, chapter_cells, exercise_notebook_cells, with_ids
from tools.colab.citations import Citations, read_bibliography
from tools.colab.context import Context
from tools.colab.errors import ConversionError
from tools.colab.install import install_cell
from tools.colab.labels import Label, chapter_files, collect
from tools.colab.roles import cited
from tools.exercise_notebooks import KERNEL
from tools.exercise_notebooks import notebooks as exercise_notebooks

FOLDER = "colab"
EXERCISES = "exercises"
ABOUT = (
    "Made from the web book, with its numbers of figures, equations and exercises. "
    "Run the cells in order, from the one above the title on."
)


@dataclass(frozen=True)
class Book:
    """What the notebooks are made from."""

    chapters: dict[str, dict]
    labels: dict[str, Label]
    bibliography: BibliographyData
    repository: str

    @property
    def titles(self) -> dict[str, str]:
        """Slug and title of each chapter."""
        return {slug: n["metadata"]["dlbook"]["title"] for slug, n in self.chapters.items()}

    def context(self, chapter: str, cells: Iterable[Cell], folder: str = "") -> Context:
        """Return what the text of some cells is converted with."""
        texts = "\n\n".join(cell.source for cell in cells if cell.kind == "markdown")
        citations = Citations(self.bibliography, cited(texts))
        return Context(chapter, self.titles, self.labels, citations, folder, self.repository)


def read_book(root: Path) -> Book:
    """Return the book's chapters, labels and bibliography."""
    chapters = {p.stem: json.loads(p.read_text(encoding="utf-8")) for p in chapter_files(root)}
    bibliography = read_bibliography(root / "book" / "references.bib")
    return Book(chapters, collect(chapters), bibliography, files_address(find_remote(root)))


def files_address(remote: Remote | None) -> str:
    """Return the address before a file's path, on a host whose addresses are known."""
    return (remote.file("") or "") if remote else ""


def notebooks(root: Path, source: str) -> dict[str, str]:
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
        Where a chapter holds what has no plain form; the message names file and cell.
    """
    book = read_book(root)
    found = {}
    for slug, notebook in book.chapters.items():
        cells = list(chapter_cells(notebook, slug, book.labels))
        cells.insert(1, Cell("markdown", ABOUT, origin=slug))
        found[f"{slug}.ipynb"] = written(cells, book.context(slug, cells), source)
    for path, text in exercise_notebooks().items():
        cells = with_references(list(exercise_notebook_cells(json.loads(text), path.stem)))
        context = book.context(path.stem.removesuffix("-solutions"), cells, "../")
        found[f"{EXERCISES}/{path.name}"] = written(cells, context, source)
    return found


def with_references(cells: list[Cell]) -> list[Cell]:
    """Return the cells of a notebook of exercises, with a list of what they cite."""
    if not any(cited(cell.source) for cell in cells if cell.kind == "markdown"):
        return cells
    references = "## References\n\n```{footbibliography}\n```"
    return [*cells, Cell("markdown", references, origin="references")]


def written(cells: list[Cell], context: Context, source: str) -> str:
    """Return the text of a notebook with these cells below the one that installs."""
    install = Cell("code", install_cell(source), folded=True)
    plain = [install, *(_plain(cell, context) for cell in cells)]
    notebook = {
        "cells": with_ids(plain),
        "metadata": {"kernelspec": KERNEL},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    nbformat.validate(notebook)
    return nbformat.writes(nbformat.from_dict(notebook)).rstrip("\n") + "\n"


def _plain(cell: Cell, context: Context) -> Cell:
    if cell.kind == "code":
        return cell
    try:
        return replace(cell, source=markdown.plain(cell.source, context))
    except ConversionError as error:
        raise ConversionError(f"{cell.origin}: {error}") from error
