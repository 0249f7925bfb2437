"""Give every code cell of a chapter an address: the id that its notebook keeps for it."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from tools.chapters import read_notebook


def _name_cells(app: Sphinx, doctree: nodes.document) -> None:
    path = Path(app.env.doc2path(app.env.docname))
    if path.suffix != ".ipynb":
        return
    cells = read_notebook(path)["cells"]
    for node in doctree.findall(nodes.container):
        if node.get("nb_element") == "cell_code" and "id" in cells[node["cell_index"]]:
            node["ids"].append(f"cell-{cells[node['cell_index']]['id']}")


def setup(app: Sphinx) -> None:
    """Name the cells once a notebook has been read."""
    app.connect("doctree-read", _name_cells)
