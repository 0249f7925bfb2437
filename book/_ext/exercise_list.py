"""The directive ``{exercise-list}``: every exercise of the book, by page, with its state."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from docutils import nodes
from live_exercise import label, minutes, source_file
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from dlbook.exercise import Exercise
from dlbook.exercise.format import read_file

Pages = list[tuple[str, str, list[Exercise]]]


class ExerciseListNode(nodes.General, nodes.Element):
    """Stands for the list until the page is written, when all pages have been read."""


class ExerciseList(SphinxDirective):
    """List the exercises."""

    def run(self) -> list[nodes.Node]:
        """Leave the list's place."""
        return [ExerciseListNode(classes=["exercise-list"])]


def write_list(pages: Pages, address: Callable[[str], str]) -> str:
    """Return the list as HTML.

    Parameters
    ----------
    pages : list of (docname, title, exercises)
        The pages that set exercises.
    address : callable
        From a docname to its address.
    """
    if not pages:
        return '<div class="exercise-list"><p>No page sets exercises yet.</p></div>'
    sections = "".join(_section(*page, address) for page in pages)
    return f'<div class="exercise-list">{sections}</div>'


def _section(docname: str, title: str, exercises: list[Exercise], address: Callable) -> str:
    items = "".join(
        f'<li data-exercise="{escape(e.id)}">'
        f'<a href="{escape(address(docname))}#{label(e.id)}">{escape(e.title)}</a> '
        f'<span class="facts">{e.kind} · difficulty {e.difficulty} of 5 · {minutes(e.minutes)}'
        "</span></li>"
        for e in exercises
    )
    return f"<section><h2>{escape(title)}</h2><ul>{items}</ul></section>"


def pages_in_order(app: Sphinx) -> Pages:
    """Return the pages that set exercises: chapters in the book's order, then others."""
    env = app.env
    chapters = [chapter.docname for chapter in env.chapters]
    others = sorted(set(env.live_exercises) - set(chapters))
    return [
        (name, env.titles[name].astext(), [read_file(source_file(app, i)) for i in found])
        for name in [*chapters, *others]
        if (found := env.live_exercises.get(name))
    ]


def _visit(translator, node: ExerciseListNode) -> None:
    builder = translator.builder

    def address(docname: str) -> str:
        return builder.get_relative_uri(builder.current_docname, docname)

    translator.body.append(write_list(pages_in_order(builder.app), address))
    raise nodes.SkipNode


def _note(app: Sphinx, doctree: nodes.document) -> None:
    if any(doctree.findall(ExerciseListNode)):
        app.env.metadata[app.env.docname]["exercise-list"] = True


def _rewrite(app: Sphinx, env) -> list[str]:
    """Have the list written again whenever pages were read."""
    return [name for name, metadata in env.metadata.items() if "exercise-list" in metadata]


def setup(app: Sphinx) -> dict:
    """Offer the directive."""
    app.add_node(ExerciseListNode, html=(_visit, None))
    app.add_directive("exercise-list", ExerciseList)
    app.connect("doctree-read", _note)
    app.connect("env-updated", _rewrite)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
