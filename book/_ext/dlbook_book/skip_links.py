"""Links that only the keyboard sees: past a section, past an exercise, to the exercises."""

from __future__ import annotations

from html import escape
from itertools import pairwise

from docutils import nodes
from sphinx.application import Sphinx

from tools.chapters import chapter_at

EXERCISES = "exercises"
END, END_TITLE = "where-this-leads", "Where this leads"
"""The last section of a chapter, which is appended when its page is written."""


def add_links(doctree: nodes.document, is_chapter: bool) -> None:
    """Insert a link below each section's heading, and before each exercise."""
    sections = [
        (node, node["ids"][0], node.next_node(nodes.title).astext())
        for title in doctree.findall(nodes.section)
        if title.parent is doctree
        for node in title.children
        if isinstance(node, nodes.section)
    ]
    end = [(None, END, END_TITLE)] if is_chapter else []
    for (section, *_), (_, anchor, title) in pairwise([*sections, *end]):
        section.insert(1, _link(anchor, f"Skip to “{title}”"))
    exercises = [
        (node, node["ids"][0])
        for node in doctree.findall(nodes.Admonition)
        if "exercise" in node.get("classes", ()) and node["ids"]
    ]
    for (exercise, _), (_, anchor) in pairwise([*exercises, *([(None, END)] if end else [])]):
        exercise.insert(0, _link(anchor, "Skip this exercise"))


def _link(anchor: str, text: str) -> nodes.raw:
    html = f'<div class="skip-past"><a href="#{escape(anchor)}">{escape(text)}</a></div>'
    return nodes.raw("", html, format="html")


def _add(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if app.builder.format == "html":
        add_links(doctree, chapter_at(docname, app.env.chapters) is not None)


def _note(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    if doctree is not None:
        sections = doctree.findall(nodes.section)
        context["has_exercises"] = any(EXERCISES in section["ids"] for section in sections)


def setup(app: Sphinx) -> None:
    """Add the links as pages are written."""
    app.connect("doctree-resolved", _add)
    app.connect("html-page-context", _note)
