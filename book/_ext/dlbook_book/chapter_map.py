"""The directive ``{chapter-map}``: the book by parts, and what each chapter needs and leads to.

Each part is a row that opens. The row shows a numbered square for each of its chapters; while
a chapter is pointed at, the squares of what it needs, and of what it leads to, stand out. So
the map of fifty chapters fits a screen, and needs no arrows.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from dlbook_book.html import render
from tools.chapters import Chapter, direct_needs, in_hours, leads_to

Address = Callable[[Chapter], str]


class Part(NamedTuple):
    """A part of the book."""

    name: str
    chapters: list[Chapter]

    @property
    def time(self) -> str:
        """How long its chapters take with their exercises."""
        return in_hours(sum(c.reading_minutes + c.exercise_minutes for c in self.chapters))


class ChapterMapNode(nodes.General, nodes.Element):
    """Stands for the map until the page is written, when addresses are known."""


class ChapterMap(SphinxDirective):
    """Draw the map of the chapters."""

    def run(self) -> list[nodes.Node]:
        """Mark the map's place."""
        return [ChapterMapNode()]


def write_map(chapters: list[Chapter], address: Address) -> str:
    """Return the map as HTML; the first part is open."""
    by_slug = {c.slug: c for c in chapters}

    def resolved(slugs_by_chapter: dict[str, list[str]]) -> dict[str, list[Chapter]]:
        return {
            slug: [by_slug[s] for s in slugs if s in by_slug]
            for slug, slugs in slugs_by_chapter.items()
        }

    return render(
        "chapter_map.html",
        parts=[Part(name, list(found)) for name, found in groupby(chapters, lambda c: c.part)],
        needs=resolved(direct_needs(chapters)),
        leads=resolved(leads_to(chapters)),
        address=address,
        in_hours=in_hours,
    )


def _visit(translator, node: ChapterMapNode) -> None:
    builder = translator.builder

    def address(chapter: Chapter) -> str:
        return builder.get_relative_uri(builder.current_docname, chapter.docname)

    translator.body.append(write_map(builder.env.chapters, address))
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Offer the directive, for HTML alone."""
    app.add_node(ChapterMapNode, html=(_visit, None))
    app.add_directive("chapter-map", ChapterMap)
