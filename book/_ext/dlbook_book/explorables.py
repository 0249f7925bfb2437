"""Figures that the reader moves.

A code cell tagged ``explore`` calls ``explore(f, ...)``. With its picture the notebook stores
what a page needs to move it, which stands in the page as data for the scripts.
"""

from __future__ import annotations

import json

from sphinx.application import Sphinx
from sphinx.util import logging

from tools.chapters import code_tags

logger = logging.getLogger(__name__)

STORED = "dlbook-explore"
"""The key under which the metadata of an output holds it."""


def explorables(notebook: dict) -> list[dict]:
    """Return the code and what is stored of each cell tagged ``explore``.

    Raises
    ------
    ValueError
        If such a cell stores no figure, or another cell does.
    """
    found = []
    for cell in notebook["cells"]:
        stored = [
            output["metadata"][STORED]
            for output in cell.get("outputs", [])
            if STORED in output.get("metadata", {})
        ]
        tagged = "explore" in code_tags(cell)
        if tagged and len(stored) != 1:
            raise ValueError(
                f"a cell tagged 'explore' stores {len(stored)} figures that move, not one: "
                "call explore(...) once in it, and execute the notebook"
            )
        if stored and not tagged:
            raise ValueError("a cell calls explore(...): tag it 'explore'")
        found += [{"code": "".join(cell["source"]), **figure} for figure in stored]
    return found


def _note(app: Sphinx, docname: str, source: list[str]) -> None:
    if not str(app.env.doc2path(docname)).endswith(".ipynb"):
        return
    try:
        app.env.metadata[docname]["explorables"] = explorables(json.loads(source[0]))
    except ValueError as error:
        logger.warning(str(error), location=docname)


def _insert(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    found = app.env.metadata.get(pagename, {}).get("explorables")
    if found:
        data = json.dumps(found, ensure_ascii=False).replace("<", "\\u003c")
        script = f'<script type="application/json" class="explorables">{data}</script>'
        context["body"] += script
        app.add_css_file("live/explore.css")


def setup(app: Sphinx) -> None:
    """Read notebooks, and write what they store into their pages."""
    app.connect("source-read", _note)
    app.connect("html-page-context", _insert)
