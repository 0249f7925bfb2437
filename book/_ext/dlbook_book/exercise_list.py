"""The directive ``{exercise-list}``: every exercise of the book, by page, with its state."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from dlbook.exercise import Exercise
from dlbook.exercise.format import read_file
from dlbook_book.html import render
from dlbook_book.live_exercise import minutes, source_file
from tools.chapters import exercise_label


class Page(NamedTuple):
    """A page that sets exercises; ``chapter`` is its slug, if it is one."""

    docname: str
    title: str
    exercises: list[Exercise]
    chapter: str | None = None


class ExerciseListNode(nodes.General, nodes.Element):
    """Stands for the list until the page is written, when all pages have been read."""


class ExerciseList(SphinxDirective):
    """List the exercises."""

    def run(self) -> list[nodes.Node]:
        """Mark the list's place."""
        return [ExerciseListNode(classes=["exercise-list"])]


def write_list(pages: list[Page], address: Callable[[str], str]) -> str:
    """Return the list as HTML; ``address`` maps a docname to its page."""
    return render(
        "exercise_list.html",
        pages=pages,
        address=address,
        label=exercise_label,
        minutes=minutes,
    )


def pages_in_order(app: Sphinx) -> list[Page]:
    """Return the pages that set exercises: chapters in the book's order, then others."""
    env = app.env
    slugs = {chapter.docname: chapter.slug for chapter in env.chapters}
    others = sorted(set(env.live_exercises) - set(slugs))
    return [
        Page(
            name,
            env.titles[name].astext(),
            [read_file(source_file(app, i)) for i in found],
            slugs.get(name),
        )
        for name in [*slugs, *others]
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
    """Write the list again whenever pages were read."""
    return [name for name, metadata in env.metadata.items() if "exercise-list" in metadata]


def setup(app: Sphinx) -> None:
    """Offer the directive."""
    app.add_node(ExerciseListNode, html=(_visit, None))
    app.add_directive("exercise-list", ExerciseList)
    app.connect("doctree-read", _note)
    app.connect("env-updated", _rewrite)
