"""Place the boxes and the arrows of the map of chapters.

Boxes stand in rows, part below part, in reading order. Arrows run in the gutters
between rows and columns and never cross a box; those from one chapter share a
lane, so that they read as one line that branches.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from tools.chapters import Chapter

Point = tuple[float, float]


@dataclass(frozen=True)
class Grid:
    """Sizes of one drawing of the map, in its own units (about pixels)."""

    columns: int
    box_width: float
    box_height: float
    gap_x: float
    gap_y: float
    margin: float = 20
    label_height: float = 26
    inset: float = 40  # of a box's title
    characters: int = 24  # that a line of the title holds

    @property
    def width(self) -> float:
        """Width of the drawing."""
        between = (self.columns - 1) * self.gap_x
        return self.columns * self.box_width + between + 2 * self.margin

    def gutter_before(self, column: int) -> float:
        """Width of the gutter on the left of a column."""
        return self.gap_x if column else self.margin


@dataclass(frozen=True)
class Box:
    """Where a chapter stands."""

    chapter: Chapter
    column: int
    row: int
    x: float
    y: float


@dataclass(frozen=True)
class Layout:
    """All that is drawn."""

    grid: Grid
    height: float
    labels: list[tuple[str, Point]]
    boxes: list[Box]
    arrows: list[tuple[str, str, list[Point]]]  # from slug, to slug, corners


def direct_needs(chapters: list[Chapter]) -> dict[str, list[str]]:
    """Return what each chapter needs, less what it needs anyway through another chapter."""
    needs = {c.slug: c.needs for c in chapters}
    everything: dict[str, set[str]] = {}
    for chapter in chapters:  # in reading order: what a chapter needs is complete before it
        nearer = [everything.get(slug, set()) | {slug} for slug in needs[chapter.slug]]
        everything[chapter.slug] = set().union(*nearer)
    return {
        slug: [
            wanted
            for wanted in direct
            if not any(wanted in everything.get(other, ()) for other in direct)
        ]
        for slug, direct in needs.items()
    }


def lay_out(chapters: list[Chapter], grid: Grid) -> Layout:
    """Return the layout of the map.

    Parameters
    ----------
    chapters : list of Chapter
        In reading order; those of a part stand together.
    grid : Grid
        The sizes.
    """
    labels, boxes, y, row = [], [], 0.0, -1
    for part in dict.fromkeys(c.part for c in chapters):
        labels.append((part, (grid.margin, y + grid.label_height / 2)))
        # Below the label of a later part runs a gutter, for arrows from earlier parts.
        y += grid.label_height + (grid.gap_y * 0.75 if boxes else 0)
        members = [c for c in chapters if c.part == part]
        for index, chapter in enumerate(members):
            column = index % grid.columns
            row += column == 0
            top = y + index // grid.columns * (grid.box_height + grid.gap_y)
            left = grid.margin + column * (grid.box_width + grid.gap_x)
            boxes.append(Box(chapter, column, row, left, top))
        y = boxes[-1].y + grid.box_height + grid.gap_y / 2
    return Layout(grid, y, labels, boxes, _arrows(chapters, boxes, grid))


def _arrows(chapters, boxes, grid) -> list[tuple[str, str, list[Point]]]:
    places = {box.chapter.slug: box for box in boxes}
    return [
        (wanted, slug, route(places[wanted], places[slug], grid))
        for slug, direct in direct_needs(chapters).items()
        for wanted in direct
        if wanted in places
    ]


def route(start: Box, end: Box, grid: Grid) -> list[Point]:
    """Return the corners of the arrow from one box to a later one."""
    middle = grid.box_width / 2
    if start.row == end.row and end.column == start.column + 1:
        y = start.y + grid.box_height / 2
        return [(start.x + grid.box_width, y), (end.x, y)]
    lane = _lane(start, grid)
    entry = end.y - grid.gap_y / 2 + lane
    if start.row == end.row:  # over the boxes in between
        corners = [(start.x + middle, start.y), (start.x + middle, entry)]
    else:
        leave = start.y + grid.box_height + grid.gap_y / 2 + lane
        corners = [(start.x + middle, start.y + grid.box_height), (start.x + middle, leave)]
        if end.row > start.row + 1:
            x = end.x - grid.gutter_before(end.column) / 2 + lane
            corners += [(x, leave), (x, entry)]
        else:  # one gutter lies between: run along it at one height
            corners[-1] = (start.x + middle, entry)
    corners += [(end.x + middle, entry), (end.x + middle, end.y)]
    return _without_repeats(corners)


def _lane(start: Box, grid: Grid) -> float:
    """Return how far a chapter's arrows keep from the middle of a gutter."""
    room = min(grid.gap_x, grid.gap_y, grid.margin) / 4
    return room * ((start.chapter.number % 3) - 1)


def _without_repeats(corners: list[Point]) -> list[Point]:
    return [a for a, b in pairwise(corners) if a != b] + corners[-1:]
