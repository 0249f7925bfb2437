"""The directive ``{reading-path}``: chapters in the order in which to read them, with times.

Its content names chapters, one slug a line; without content it is the whole book. A path must
be walkable: what a chapter needs comes before it, or is named in the option ``trust``, as what
the reader knows already or takes on trust.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from dlbook_book.html import render
from tools.chapters import Chapter, in_hours


class ReadingPathNode(nodes.General, nodes.Element):
    """Stands for a path until the page is written, when addresses are known."""


class ReadingPath(SphinxDirective):
    """List the chapters of a path, and how long it takes."""

    has_content = True
    option_spec: ClassVar = {"trust": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Check the path and mark its place."""
        slugs = list(self.content) or [c.slug for c in self.env.chapters]
        trusted = self.options.get("trust", "").split()
        if problems := list(path_problems(self.env.chapters, slugs, trusted)):
            raise self.error("; ".join(problems))
        return [ReadingPathNode(slugs=slugs)]


def path_problems(
    chapters: list[Chapter], slugs: list[str], trusted: list[str]
) -> Iterator[str]:
    """Yield why a reader could not walk a path."""
    by_slug = {c.slug: c for c in chapters}
    for slug in [*slugs, *trusted]:
        if slug not in by_slug:
            yield f"there is no chapter {slug!r}"
    for i, slug in enumerate(slugs):
        for needed in by_slug[slug].needs if slug in by_slug else ():
            if needed not in (*slugs[:i], *trusted):
                yield f"{slug} needs {needed}, which neither comes before it nor is in `trust`"


def write_path(found: list[Chapter], address: Callable[[Chapter], str]) -> str:
    """Return the path as HTML."""
    reading = sum(c.reading_minutes for c in found)
    exercises = sum(c.exercise_minutes for c in found)
    return render(
        "reading_path.html",
        chapters=found,
        address=address,
        reading=in_hours(reading),
        exercises=in_hours(exercises) if exercises else "",
        in_hours=in_hours,
    )


def _visit(translator, node: ReadingPathNode) -> None:
    builder = translator.builder
    by_slug = {c.slug: c for c in builder.env.chapters}

    def address(chapter: Chapter) -> str:
        return builder.get_relative_uri(builder.current_docname, chapter.docname)

    found = [by_slug[slug] for slug in node["slugs"] if slug in by_slug]
    translator.body.append(write_path(found, address))
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Offer the directive, for HTML alone."""
    app.add_node(ReadingPathNode, html=(_visit, None))
    app.add_directive("reading-path", ReadingPath)
