"""Cells of chapters that the page brings to life.

A code cell tagged ``exercise`` shows an exercise in a notebook,
``show_exercise("chapter/slug")``; in the page the live exercise stands in its place.
Cells tagged ``live`` need NumPy alone, and get a Run button.
"""

from __future__ import annotations

import json
import re
from html import escape

from live_setup import page_setup, unavailable
from sphinx.application import Sphinx
from sphinx.util import logging

logger = logging.getLogger(__name__)

SHOWN = re.compile(r"""show_exercise\(\s*["']([\w/-]+)["']\s*\)""")


def with_exercises(notebook: dict) -> dict:
    """Return a notebook whose cells tagged ``exercise`` are directives.

    Raises
    ------
    ValueError
        Where such a cell shows no exercise.
    """
    cells = [_directive(c) if "exercise" in tags(c) else c for c in notebook["cells"]]
    return {**notebook, "cells": cells}


def _directive(cell: dict) -> dict:
    match = SHOWN.search("".join(cell["source"]))
    if match is None:
        raise ValueError('a cell tagged "exercise" calls show_exercise("chapter/slug")')
    text = f"```{{live-exercise}} {match[1]}\n```"
    kept = {"id": cell["id"]} if "id" in cell else {}
    return {"cell_type": "markdown", "metadata": {}, "source": text, **kept}


def tags(cell: dict) -> list[str]:
    """Return the tags of a code cell."""
    return cell["metadata"].get("tags", []) if cell["cell_type"] == "code" else []


def live_setup(notebook: dict) -> str | None:
    """Return what live cells need of the chapter's first code cell; None without live cells."""
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    if not any("live" in tags(cell) for cell in code):
        return None
    return "" if "live" in tags(code[0]) else page_setup("".join(code[0]["source"]))


def _transform(app: Sphinx, docname: str, source: list[str]) -> None:
    if not str(app.env.doc2path(docname)).endswith(".ipynb"):
        return
    notebook = json.loads(source[0])
    for cell in notebook["cells"]:
        if "live" in tags(cell):
            for name in unavailable("".join(cell["source"])):
                logger.warning(f"a cell tagged 'live' imports {name}", location=docname)
    try:
        source[0] = json.dumps(with_exercises(notebook))
    except ValueError as error:
        logger.warning(str(error), location=docname)
    app.env.metadata[docname]["live-setup"] = live_setup(notebook)


def _insert(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    setup_code = app.env.metadata.get(pagename, {}).get("live-setup")
    if setup_code is not None:
        element = f'<div hidden class="live-setup" data-code="{escape(setup_code)}"></div>'
        context["body"] += element


def setup(app: Sphinx) -> dict:
    """Change notebooks as they are read."""
    app.connect("source-read", _transform)
    app.connect("html-page-context", _insert)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
