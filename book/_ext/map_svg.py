"""Draw a laid-out map of chapters as SVG, and write it as a list."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Callable
from html import escape

from chapters import Chapter
from map_layout import Box, Grid, Layout, Point, direct_needs, lay_out

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


def draw(chapters: list[Chapter], address: Address, kind: str, grid: Grid) -> str:
    """Return the map as one ``<svg>``.

    Parameters
    ----------
    chapters : list of Chapter
        In reading order.
    address : callable
        From chapter to the address of its page.
    kind : str
        Tells the drawings of one page apart: part of classes and ids.
    grid : Grid
        The sizes.
    """
    layout = lay_out(chapters, grid)
    needs = direct_needs(chapters)
    titles = {c.slug: c.title for c in chapters}
    parts = [
        f'<svg class="chapter-map-{kind}" role="group" viewBox="0 0 {grid.width:g} '
        f'{layout.height:g}" aria-labelledby="map-{kind}-title map-{kind}-text">',
        f'<title id="map-{kind}-title">Map of the chapters</title>',
        f'<desc id="map-{kind}-text">Each box is a chapter; an arrow leads from a chapter '
        "to one that needs it. The list below the map says the same.</desc>",
        _style(layout, kind),
        _arrowhead(kind),
        *(_path(arrow, kind) for arrow in layout.arrows),
        *(_label(text, point) for text, point in layout.labels),
        *(_box(box, address, [titles[s] for s in needs[box.chapter.slug]], layout.grid)
          for box in layout.boxes),
        "</svg>",
    ]  # fmt: skip
    return "\n".join(parts)


def _style(layout: Layout, kind: str) -> str:
    """Return the rules that show a chapter's arrows while it is pointed at."""
    rules = (
        f".chapter-map-{kind}:has(.at-{slug}:is(:hover, :focus-visible)) "
        f":is(.from-{slug}, .to-{slug}) {{ stroke: var(--map-strong); stroke-width: 2.4; }}"
        for slug in (box.chapter.slug for box in layout.boxes)
    )
    return f"<style>{' '.join(rules)}</style>"


def _arrowhead(kind: str) -> str:
    return (
        f'<defs><marker id="map-{kind}-head" viewBox="0 0 8 8" refX="7" refY="4" '
        'markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse" orient="auto">'
        '<path class="head" d="M 0 0.5 L 8 4 L 0 7.5 z" /></marker></defs>'
    )


def _path(arrow: tuple[str, str, list[Point]], kind: str) -> str:
    start, end, corners = arrow
    return (
        f'<path class="arrow from-{start} to-{end}" d="{rounded(corners)}" '
        f'marker-end="url(#map-{kind}-head)" />'
    )


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


def _label(text: str, point: Point) -> str:
    return f'<text class="part" x="{point[0]:g}" y="{point[1]:g}">{escape(text)}</text>'


def _box(box: Box, address: Address, needs: list[str], grid: Grid) -> str:
    chapter = box.chapter
    spoken = f"{chapter.number} {chapter.title}"  # begins with what is seen
    spoken += f", needs {', '.join(needs)}" if needs else ""
    lines = textwrap.wrap(chapter.title, grid.characters, break_long_words=False)
    top = box.y + grid.box_height / 2 - (len(lines) - 1) * LINE_HEIGHT / 2
    spans = " ".join(
        f'<tspan x="{box.x + grid.inset:g}" y="{y:g}">{escape(line)}</tspan>'
        for line, y in zip(lines, itertools.count(top, LINE_HEIGHT))
    )
    return (
        f'<a class="at-{chapter.slug}" href="{escape(address(chapter))}" '
        f'aria-label="{escape(spoken)}">'
        f'<rect x="{box.x:g}" y="{box.y:g}" width="{grid.box_width:g}" '
        f'height="{grid.box_height:g}" rx="8" />'
        f'<text class="number" x="{box.x + 14:g}" y="{top:g}">{chapter.number}</text> '
        f"<text>{spans}</text></a>"
    )


def write_list(chapters: list[Chapter], address: Address) -> str:
    """Return the map as a list, for those who do not see it."""
    needs = direct_needs(chapters)
    titles = {c.slug: c.title for c in chapters}
    entries = "".join(
        f'<li><a href="{escape(address(c))}">{escape(c.title)}</a>: {escape(c.promise)}'
        + (f" Needs {escape(', '.join(titles[s] for s in needs[c.slug]))}." if c.needs else "")
        + "</li>"
        for c in chapters
    )
    return f"<details><summary>The map as a list</summary><ol>{entries}</ol></details>"
