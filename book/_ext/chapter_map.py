"""The directive ``{chapter-map}``: which chapters there are, and what needs what."""

from __future__ import annotations

from docutils import nodes
from map_svg import NARROW, WIDE, draw, write_list
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


class ChapterMapNode(nodes.General, nodes.Element):
    """Stands for the map until the page is written, when addresses are known."""


class ChapterMap(SphinxDirective):
    """Draw the map of the chapters."""

    def run(self) -> list[nodes.Node]:
        """Leave the map's place."""
        return [ChapterMapNode()]


def _visit(translator, node: ChapterMapNode) -> None:
    builder = translator.builder
    chapters = builder.env.chapters

    def address(chapter) -> str:
        return builder.get_relative_uri(builder.current_docname, chapter.docname)

    # Both drawings are in the page; the style sheet shows the one that fits.
    drawings = [draw(chapters, address, k, g) for k, g in (("wide", WIDE), ("narrow", NARROW))]
    body = "\n".join([*drawings, write_list(chapters, address)])
    translator.body.append(f'<div class="chapter-map">\n{body}\n</div>\n')
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict:
    """Offer the directive, for HTML alone."""
    app.add_node(ChapterMapNode, html=(_visit, None))
    app.add_directive("chapter-map", ChapterMap)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
