"""Mend what other extensions leave unclear to readers who do not see the page.

sphinx-exercise gives the body of every exercise the same id, myst-nb labels every
fold "Toggle hidden content" over its own visible text, and the empty corner of a
table is announced as a heading.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx

REPEATED = ("exercise-content", "solution-content")
LABEL = ' aria-label="Toggle hidden content"'
EMPTY_HEADING = re.compile(r"<th([^>]*)>\s*(?:<p>\s*</p>)?\s*</th>")


def mended(body: str) -> str:
    """Return the page's body without the labels and the empty headings."""
    return EMPTY_HEADING.sub(r"<td\1></td>", body.replace(LABEL, ""))


def _drop_ids(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for section in doctree.findall(nodes.section):
        section["ids"] = [i for i in section["ids"] if i not in REPEATED]


def _mend(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    if "body" in context:
        context["body"] = mended(context["body"])


def setup(app: Sphinx) -> dict:
    """Mend it when a page is written."""
    app.connect("doctree-resolved", _drop_ids, priority=900)
    app.connect("html-page-context", _mend)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
