"""Describe each page to search engines and to places where a link to it is shared.

The description of a chapter is its promise, that of another page its first
paragraph. The addresses of pages are left out: a build does not know where it
will be hosted.
"""

from __future__ import annotations

from html import escape

from docutils import nodes
from sphinx.application import Sphinx

LONGEST = 200


def first_paragraph(doctree: nodes.document) -> str:
    """Return the text of the page's first paragraph, cut at a word."""
    for paragraph in doctree.findall(nodes.paragraph):
        text = " ".join(paragraph.astext().split())
        return text if len(text) <= LONGEST else text[:LONGEST].rpartition(" ")[0] + " …"
    return ""


def tags(title: str, description: str, site: str) -> str:
    """Return the page's meta elements."""
    names = {"description": description}
    properties = {
        "og:type": "article",
        "og:site_name": site,
        "og:title": title,
        "og:description": description,
    }
    return "\n".join(
        f'<meta {kind}="{key}" content="{escape(value)}" />'
        for kind, values in (("name", names), ("property", properties))
        for key, value in values.items()
        if value
    )


def _describe(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    if doctree is None:  # search and index
        return
    promises = {c.docname: c.promise for c in app.env.chapters}
    description = promises.get(pagename) or first_paragraph(doctree)
    title = app.env.titles[pagename].astext()
    context["metatags"] += "\n" + tags(title, description, app.config.html_title)


def setup(app: Sphinx) -> dict:
    """Add the elements when a page is written."""
    app.connect("html-page-context", _describe)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
