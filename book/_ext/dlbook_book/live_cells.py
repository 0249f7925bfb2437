"""Cells of chapters that run in the page.

A code cell tagged ``exercise`` shows an exercise in a notebook,
``show_exercise("chapter/slug")``; in the page the live exercise stands in its place. Cells
tagged ``live`` need NumPy alone, and get a Run button; of the chapter's set-up they get the
part that a page can run.
"""

from __future__ import annotations

import ast
import functools
import json
import sys
from html import escape
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util import logging

import dlbook
from dlbook_book.live_site import SUBPACKAGES
from tools.chapters import code_tags, shown_exercise

logger = logging.getLogger(__name__)

PACKAGES = tuple(f"dlbook.{name}" for name in SUBPACKAGES)


def with_exercises(notebook: dict) -> dict:
    """Return a notebook whose cells tagged ``exercise`` are directives.

    Raises
    ------
    ValueError
        If such a cell shows no exercise.
    """
    return {**notebook, "cells": [_with_exercise(cell) for cell in notebook["cells"]]}


def _with_exercise(cell: dict) -> dict:
    if not (exercise_id := shown_exercise(cell)):
        return cell
    text = f"```{{live-exercise}} {exercise_id}\n```"
    kept = {"id": cell["id"]} if "id" in cell else {}
    return {"cell_type": "markdown", "metadata": {}, "source": text, **kept}


def live_setup(notebook: dict) -> str | None:
    """Return what live cells need of the chapter's first code cell; None if nothing runs."""
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    if not any({"live", "explore"} & set(code_tags(cell)) for cell in code):
        return None
    return "" if "live" in code_tags(code[0]) else page_setup("".join(code[0]["source"]))


def page_setup(code: str) -> str:
    """Return the statements of a set-up cell that a page can run.

    Imports of what the page lacks are left out, and with them every statement that uses
    their names, directly or through others.
    """
    kept, missing = [], set()
    for statement in ast.parse(code).body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            statement, gone = _available(statement)
            missing |= gone
        elif _used(statement) & missing:
            missing |= _defined(statement)
            continue
        if statement:
            kept.append(ast.unparse(statement))
    return "\n".join(kept)


def unavailable(code: str) -> list[str]:
    """Return the modules that code imports and a page lacks."""
    statements = [
        n for n in ast.walk(ast.parse(code)) if isinstance(n, ast.Import | ast.ImportFrom)
    ]
    return [name for s in statements for name in _modules(s) if not _in_page(name)]


def _modules(statement: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(statement, ast.ImportFrom):
        if statement.module == "dlbook":
            return [f"dlbook.{alias.name}" for alias in statement.names]
        return [statement.module or ""]
    return [alias.name for alias in statement.names]


@functools.cache
def _in_page(module: str) -> bool:
    """Return whether a page has a module, and all that it imports when it is imported."""
    top = module.partition(".")[0]
    if top in sys.stdlib_module_names or top == "numpy":
        return True
    if not any(module == p or module.startswith(f"{p}.") for p in PACKAGES):
        return False
    path = Path(dlbook.__file__).parent.joinpath(*module.split(".")[1:]).with_suffix(".py")
    if not path.exists():  # a package, which pages have whole but for modules such as this
        return True
    statements = ast.parse(path.read_text(encoding="utf-8")).body
    imports = [s for s in statements if isinstance(s, ast.Import | ast.ImportFrom)]
    return all(_in_page(name) for s in imports for name in _modules(s))


def _available(statement):
    """Return an import without what the page lacks, or None, and the names it lacks."""
    here, gone = [], set()
    for alias in statement.names:
        single = type(statement)(**{**vars(statement), "names": [alias]})
        if all(map(_in_page, _modules(single))):
            here.append(alias)
        else:
            gone.add(alias.asname or alias.name.partition(".")[0])
    return (type(statement)(**{**vars(statement), "names": here}) if here else None), gone


def _used(statement: ast.stmt) -> set[str]:
    """Return the names that a statement reads, in its functions, too."""
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}


def _defined(statement: ast.stmt) -> set[str]:
    """Return the names that a statement sets."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return {statement.name}
    return {
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def _transform(app: Sphinx, docname: str, source: list[str]) -> None:
    if not str(app.env.doc2path(docname)).endswith(".ipynb"):
        return
    notebook = json.loads(source[0])
    for cell in notebook["cells"]:
        if "live" in code_tags(cell):
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


def setup(app: Sphinx) -> None:
    """Change notebooks as they are read."""
    app.connect("source-read", _transform)
    app.connect("html-page-context", _insert)
