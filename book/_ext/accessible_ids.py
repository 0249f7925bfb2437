"""Mend ids and labels that other extensions leave ambiguous.

sphinx-exercise gives the body of every exercise the same id, and myst-nb labels
every fold "Toggle hidden content" over its own visible text.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

REPEATED = ("exercise-content", "solution-content")
LABEL = ' aria-label="Toggle hidden content"'


def _drop_ids(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for section in doctree.findall(nodes.section):
        section["ids"] = [i for i in section["ids"] if i not in REPEATED]


def _drop_labels(app: Sphinx, pagename, templatename, context: dict, doctree) -> None:
    if "body" in context:
        context["body"] = context["body"].replace(LABEL, "")


def setup(app: Sphinx) -> dict:
    """Mend them when a page is written."""
    app.connect("doctree-resolved", _drop_ids, priority=900)
    app.connect("html-page-context", _drop_labels)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
