"""The directive ``{chapter-figure} slug name``: a figure of a chapter, shown on another page.

The picture is the output that the chapter's notebook stores, so it is never older than the
chapter, and its alternative text is the chapter's.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from dlbook_book.html import render


class FigureNotFoundError(LookupError):
    """No cell of the notebook has a figure of that name."""


def find_figure(notebook: dict, name: str) -> tuple[str, str]:
    """Return a figure's PNG in Base64, and its alternative text.

    Raises
    ------
    FigureNotFoundError
        If no cell's figure has that name, or it has no picture.
    """
    for cell in notebook["cells"]:
        shown = cell["metadata"].get("mystnb", {})
        if shown.get("figure", {}).get("name") == name:
            for output in cell["outputs"]:
                if picture := output.get("data", {}).get("image/png"):
                    return "".join("".join(picture).split()), shown["image"]["alt"]
    raise FigureNotFoundError(f"no figure is called {name!r}")


class ChapterFigure(SphinxDirective):
    """Show a chapter's figure, with a link to where it is made."""

    required_arguments = 2

    def run(self) -> list[nodes.Node]:
        """Find the figure; its address is known when the page is written."""
        slug, name = self.arguments
        chapter = next((c for c in self.env.chapters if c.slug == slug), None)
        if chapter is None:
            raise self.error(f"there is no chapter {slug!r}")
        self.env.note_dependency(str(chapter.path))
        try:
            picture, alt = find_figure(chapter.notebook(), name)
        except FigureNotFoundError as error:
            raise self.error(f"{slug}: {error}") from None
        return [FigureNode(chapter=chapter, name=name, picture=picture, alt=alt)]


class FigureNode(nodes.General, nodes.Element):
    """Stands for the figure until the page is written."""


def _visit(translator, node: FigureNode) -> None:
    builder = translator.builder
    page = builder.get_relative_uri(builder.current_docname, node["chapter"].docname)
    address = f"{page}#{node['name']}"
    html = render("chapter_figure.html", address=address, **node.attributes)
    translator.body.append(html)
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Offer the directive, for HTML alone."""
    app.add_node(FigureNode, html=(_visit, None))
    app.add_directive("chapter-figure", ChapterFigure)
