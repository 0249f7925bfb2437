"""The directive ``{chapter-map}``: the chapters and what needs what, as SVG and as a list."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from dlbook_book.html import render
from dlbook_book.map_layout import Box, Grid, Point, direct_needs, lay_out
from tools.chapters import Chapter

WIDE = Grid(columns=3, box_width=276, box_height=62, gap_x=42, gap_y=36, characters=29)
NARROW = Grid(
    columns=2,
    box_width=164,
    box_height=78,
    gap_x=26,
    gap_y=36,
    margin=12,
    inset=34,
    characters=15,
)
RADIUS = 7
LINE_HEIGHT = 18

Address = Callable[[Chapter], str]


class ChapterMapNode(nodes.General, nodes.Element):
    """Stands for the map until the page is written, when addresses are known."""


class ChapterMap(SphinxDirective):
    """Draw the map of the chapters."""

    def run(self) -> list[nodes.Node]:
        """Mark the map's place."""
        return [ChapterMapNode()]


def draw(chapters: list[Chapter], address: Address, kind: str, grid: Grid) -> str:
    """Return the map as one ``<svg>``.

    ``kind`` tells the drawings of one page apart, in their classes and ids.
    """
    return render(
        "chapter_map.svg",
        layout=lay_out(chapters, grid),
        grid=grid,
        kind=kind,
        needs=_titles_of_needs(chapters),
        address=address,
        rounded=rounded,
        title_lines=lambda box: _title_lines(box, grid),
    )


def write_list(chapters: list[Chapter], address: Address) -> str:
    """Return the map as a list, for readers who do not see it."""
    needs = _titles_of_needs(chapters)
    return render("chapter_list.html", chapters=chapters, address=address, needs=needs)


def _titles_of_needs(chapters: list[Chapter]) -> dict[str, list[str]]:
    titles = {c.slug: c.title for c in chapters}
    return {
        slug: [titles[s] for s in wanted if s in titles]
        for slug, wanted in direct_needs(chapters).items()
    }


def _title_lines(box: Box, grid: Grid) -> Iterator[tuple[float, float, str]]:
    """Yield place and text of each line of a box's title."""
    lines = textwrap.wrap(box.chapter.title, grid.characters, break_long_words=False)
    top = box.y + grid.box_height / 2 - (len(lines) - 1) * LINE_HEIGHT / 2
    for i, line in enumerate(lines):
        yield box.x + grid.inset, top + i * LINE_HEIGHT, line


def rounded(corners: list[Point]) -> str:
    """Return the path along ``corners`` with round bends."""
    steps = [f"M {corners[0][0]:g} {corners[0][1]:g}"]
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        for point, command in ((_towards(corner, before), "L"), (corner, "Q")):
            steps.append(f"{command} {point[0]:g} {point[1]:g}")
        leave = _towards(corner, after)
        steps.append(f"{leave[0]:g} {leave[1]:g}")
    steps.append(f"L {corners[-1][0]:g} {corners[-1][1]:g}")
    return " ".join(steps)


def _towards(corner: Point, other: Point) -> Point:
    """Return the point where the bend at ``corner`` begins, on the way to ``other``."""
    along = [b - a for a, b in zip(corner, other, strict=True)]
    length = abs(along[0]) + abs(along[1])  # one of the two is zero
    bend = min(RADIUS, length / 2)
    return corner[0] + bend * along[0] / length, corner[1] + bend * along[1] / length


def _visit(translator, node: ChapterMapNode) -> None:
    builder = translator.builder
    chapters = builder.env.chapters

    def address(chapter: Chapter) -> str:
        return builder.get_relative_uri(builder.current_docname, chapter.docname)

    # Both drawings are in the page; the style sheet shows the one that fits.
    drawings = [draw(chapters, address, k, g) for k, g in (("wide", WIDE), ("narrow", NARROW))]
    body = "\n".join([*drawings, write_list(chapters, address)])
    translator.body.append(f'<div class="chapter-map">\n{body}\n</div>\n')
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Offer the directive, for HTML alone."""
    app.add_node(ChapterMapNode, html=(_visit, None))
    app.add_directive("chapter-map", ChapterMap)
