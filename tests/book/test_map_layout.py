from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from map_layout import Grid, direct_needs, lay_out

GRIDS = [
    Grid(columns=3, box_width=276, box_height=62, gap_x=42, gap_y=36),
    Grid(columns=2, box_width=164, box_height=78, gap_x=26, gap_y=36, margin=12),
    Grid(columns=1, box_width=200, box_height=50, gap_x=20, gap_y=30),
]


@pytest.fixture
def forty(make_chapter):
    """Forty chapters in seven parts, each needing one or two earlier ones at random."""
    rng = np.random.default_rng(0)
    slugs = [f"c{i}" for i in range(40)]
    return [
        make_chapter(
            slug,
            part=f"Part {i // 6}",
            number=i + 1,
            needs=tuple({slugs[j] for j in rng.integers(0, i, size=2)}) if i else (),
        )
        for i, slug in enumerate(slugs)
    ]


def crosses(start, end, box, grid):
    """Return whether a straight piece of an arrow runs through the inside of a box."""
    (x0, x1), (y0, y1) = (sorted(pair) for pair in zip(start, end, strict=True))
    within_x = x0 < box.x + grid.box_width and x1 > box.x
    return within_x and y0 < box.y + grid.box_height and y1 > box.y


@pytest.mark.parametrize("grid", GRIDS)
def test_arrows_cross_no_box(forty, grid):
    layout = lay_out(forty, grid)
    assert len(layout.arrows) >= 39
    for start, end, corners in layout.arrows:
        for piece in pairwise(corners):
            hit = [b.chapter.slug for b in layout.boxes if crosses(*piece, b, grid)]
            assert not hit, f"{start} to {end} runs through {hit}"


def test_the_check_of_crossings_sees_one(forty):
    layout = lay_out(forty, GRIDS[0])
    box = layout.boxes[4]
    middle = box.y + 5
    assert crosses((0, middle), (layout.grid.width, middle), box, layout.grid)


@pytest.mark.parametrize("grid", GRIDS)
def test_arrows_are_straight_and_meet_their_boxes(forty, grid):
    layout = lay_out(forty, grid)
    places = {b.chapter.slug: b for b in layout.boxes}
    for start, end, corners in layout.arrows:
        for (x0, y0), (x1, y1) in pairwise(corners):
            assert (x0 == x1) != (y0 == y1)
        for (x, y), box in ((corners[0], places[start]), (corners[-1], places[end])):
            assert box.x <= x <= box.x + grid.box_width
            assert box.y <= y <= box.y + grid.box_height


@pytest.mark.parametrize("grid", GRIDS)
def test_everything_lies_within_the_drawing(forty, grid):
    layout = lay_out(forty, grid)
    points = [p for _, _, corners in layout.arrows for p in corners]
    points += [(b.x, b.y) for b in layout.boxes]
    points += [(b.x + grid.box_width, b.y + grid.box_height) for b in layout.boxes]
    x, y = zip(*points, strict=True)
    assert 0 <= min(x) < max(x) <= grid.width
    assert 0 <= min(y) < max(y) <= layout.height


def test_chapters_stand_in_reading_order_and_each_part_begins_a_row(forty):
    layout = lay_out(forty, GRIDS[0])
    assert [b.chapter.number for b in layout.boxes] == list(range(1, 41))
    assert [text for text, _ in layout.labels] == [f"Part {i}" for i in range(7)]
    firsts = [b for b in layout.boxes if (b.chapter.number - 1) % 6 == 0]
    assert {b.column for b in firsts} == {0}
    rows = [b.row for b in layout.boxes]
    assert rows == sorted(rows)


def test_what_is_needed_through_another_chapter_draws_no_arrow(make_chapter):
    chapters = [
        make_chapter("a"),
        make_chapter("b", needs=("a",)),
        make_chapter("c", needs=("a", "b")),
        make_chapter("d", needs=("a", "c")),
    ]
    assert direct_needs(chapters) == {"a": [], "b": ["a"], "c": ["b"], "d": ["c"]}


def test_a_need_that_has_no_box_draws_no_arrow(make_chapter):
    assert lay_out([make_chapter("b", needs=("gone",))], GRIDS[0]).arrows == []
