"""The cells of a plain notebook, before its text is converted."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from live_exercise import label as exercise_label

from dlbook.exercise import find
from tools.colab.errors import ConversionError
from tools.colab.labels import Label, shown_exercise
from tools.exercise_notebooks import HOW_TO, reader_cells

# Tags by which a chapter's page hides a cell's code.
HIDDEN = {"remove-input", "hide-input", "hide-cell"}
# What only the page understands.
OF_THE_PAGE = {*HIDDEN, "exercise", "live"}
# The code is there, and folded: in Colab and in JupyterLab.
FOLDED = {"cellView": "form", "jupyter": {"source_hidden": True}}
HEADING = re.compile(r"^(#+) ", re.MULTILINE)
SOLUTIONS = """\
Some starters use a name of the chapter again. Before an experiment that needs the chapter's \
functions, run its cells anew. Solutions, for afterward, are in \
[a notebook of their own](exercises/{}-solutions.ipynb)."""


@dataclass(frozen=True)
class Cell:
    """A cell of a plain notebook.

    Attributes
    ----------
    kind : str
        markdown or code.
    source : str
        Text or code.
    tags : tuple of str
        Its tags, but for those that speak to the page.
    folded : bool
        Whether its code is hidden until somebody looks.
    origin : str
        Where the cell comes from, for messages.
    """

    kind: str
    source: str
    tags: tuple[str, ...] = ()
    folded: bool = False
    origin: str = ""

    def as_json(self, id: str) -> dict:
        """Return the cell as a notebook holds it, without outputs."""
        metadata = {"tags": list(self.tags)} if self.tags else {}
        cell = {"cell_type": self.kind, "id": id, "metadata": metadata, "source": self.source}
        if self.kind == "code":
            folded = FOLDED if self.folded else {}
            cell |= {"execution_count": None, "outputs": [], "metadata": metadata | folded}
        return cell


def with_ids(cells: list[Cell]) -> list[dict]:
    """Return the cells as JSON; an id follows from the text, so that it changes with it."""
    seen, found = set(), []
    for cell in cells:
        id = hashlib.sha256(cell.source.encode()).hexdigest()[:8]
        while id in seen:
            id = hashlib.sha256(id.encode()).hexdigest()[:8]
        seen.add(id)
        found.append(cell.as_json(id))
    return found


def chapter_cells(notebook: dict, slug: str, labels: dict[str, Label]) -> Iterator[Cell]:
    """Yield the cells of a chapter: captions as text, exercises as cells to work in.

    Parameters
    ----------
    notebook : dict
        The chapter, as JSON.
    slug : str
        The chapter's name.
    labels : dict
        The book's labels.
    """
    introduced, level = False, 1
    for index, cell in enumerate(notebook["cells"]):
        origin = f"{slug}.ipynb, cell {index}"
        if id := shown_exercise(cell):
            if not introduced:
                yield from _introduction(slug, origin)
            introduced = True
            yield from _exercise(id, labels, level + 1, origin)
        elif cell["cell_type"] == "code":
            yield _code(cell, origin)
            yield from _caption(cell, labels, origin)
        else:
            text = "".join(cell["source"])
            level = len((HEADING.findall(text) or ["#" * level])[-1])
            yield Cell("markdown", text, origin=origin)


def exercise_notebook_cells(notebook: dict, name: str) -> Iterator[Cell]:
    """Yield the cells of a notebook of exercises."""
    for index, cell in enumerate(notebook["cells"]):
        tags = tuple(cell["metadata"].get("tags", []))
        source = "".join(cell["source"])
        yield Cell(cell["cell_type"], source, tags, origin=f"{name}.ipynb, cell {index}")


def _code(cell: dict, origin: str) -> Cell:
    tags = cell["metadata"].get("tags", [])
    kept = tuple(tag for tag in tags if tag not in OF_THE_PAGE)
    return Cell("code", "".join(cell["source"]), kept, bool(HIDDEN & set(tags)), origin)


def _caption(cell: dict, labels: dict[str, Label], origin: str) -> Iterator[Cell]:
    """Yield a figure's caption, which the page takes from the cell's metadata."""
    figure = cell["metadata"].get("mystnb", {}).get("figure")
    if not figure:
        return
    if "name" not in figure or "caption" not in figure:
        raise ConversionError(f"{origin}: a figure needs a name and a caption")
    text = f"**{labels[figure['name']].text}** {figure['caption'].strip()}"
    yield Cell("markdown", text, origin=f"{origin}, caption")


def _introduction(slug: str, origin: str) -> Iterator[Cell]:
    text = f"{HOW_TO}\n\n{SOLUTIONS.format(slug)}"
    yield Cell("markdown", text, origin=origin)
    yield Cell("code", "from dlbook.exercise import check, hint", origin=origin)


def _exercise(id: str, labels: dict[str, Label], level: int, origin: str) -> Iterator[Cell]:
    """Yield statement, starter and check, under the number that the page gives."""
    title = f"{'#' * level} {labels[exercise_label(id)].text}: "
    for cell in reader_cells(find(id)):
        kind, source = cell["cell_type"], cell["source"]
        if kind == "markdown":
            source = source.replace("## ", title, 1)
        tags = tuple(cell["metadata"].get("tags", []))
        yield Cell(kind, source, tags, origin=f"{origin}, exercise {id}")
