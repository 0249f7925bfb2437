"""The map of chapters: arrows cross no box, and the drawing says what the list says."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest
from bs4 import BeautifulSoup
from dlbook_book.chapter_map import NARROW, WIDE, draw, rounded, write_list
from dlbook_book.map_layout import Grid, direct_needs, lay_out

SVG = "{http://www.w3.org/2000/svg}"
GRIDS = [WIDE, NARROW, Grid(columns=1, box_width=200, box_height=50, gap_x=20, gap_y=30)]


@pytest.fixture
def fifty(make_chapter):
    """Fifty chapters in parts of six, each needing one or two earlier ones at random."""
    rng = np.random.default_rng(0)
    slugs = [f"c{i}" for i in range(50)]
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
def test_arrows_are_straight_meet_their_boxes_and_cross_none(fifty, grid):
    layout = lay_out(fifty, grid)
    places = {b.chapter.slug: b for b in layout.boxes}
    assert len(layout.arrows) >= 49
    for start, end, corners in layout.arrows:
        for piece in pairwise(corners):
            (x0, y0), (x1, y1) = piece
            assert (x0 == x1) != (y0 == y1)
            hit = [b.chapter.slug for b in layout.boxes if crosses(*piece, b, grid)]
            assert not hit, f"{start} to {end} runs through {hit}"
        for (x, y), box in ((corners[0], places[start]), (corners[-1], places[end])):
            assert box.x <= x <= box.x + grid.box_width
            assert box.y <= y <= box.y + grid.box_height
    middle = layout.boxes[4].y + 5
    assert crosses((0, middle), (grid.width, middle), layout.boxes[4], grid)


@pytest.mark.parametrize("grid", GRIDS)
def test_everything_lies_within_the_drawing(fifty, grid):
    layout = lay_out(fifty, grid)
    points = [p for _, _, corners in layout.arrows for p in corners]
    points += [(b.x, b.y) for b in layout.boxes]
    points += [(b.x + grid.box_width, b.y + grid.box_height) for b in layout.boxes]
    x, y = zip(*points, strict=True)
    assert 0 <= min(x) < max(x) <= grid.width
    assert 0 <= min(y) < max(y) <= layout.height


def test_chapters_stand_in_reading_order_and_each_part_begins_a_row(fifty):
    layout = lay_out(fifty, GRIDS[0])
    assert [b.chapter.number for b in layout.boxes] == list(range(1, 51))
    assert [text for text, _ in layout.labels] == [f"Part {i}" for i in range(9)]
    assert {b.column for b in layout.boxes if (b.chapter.number - 1) % 6 == 0} == {0}
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
    assert lay_out([make_chapter("b", needs=("gone",))], GRIDS[0]).arrows == []


def address(chapter):
    return f"{chapter.slug}.html?a&b"


@pytest.fixture
def chapters(make_chapter):
    return [
        make_chapter("start", title="Where <we> start & why"),
        make_chapter("neurons", number=2, needs=("start",)),
    ]


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def svg(request, chapters):
    text = draw(chapters, address, "kind", request.param)
    return ElementTree.fromstring(text.replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ', 1))


def test_every_chapter_is_a_link_that_says_its_title_and_needs(svg):
    links = svg.findall(f".//{SVG}a")
    assert [a.get("href") for a in links] == ["start.html?a&b", "neurons.html?a&b"]
    shown = [" ".join(t.text for t in a.iter(f"{SVG}tspan")) for a in links]
    assert shown == ["Where <we> start & why", "Neurons"]
    spoken = [a.get("aria-label") for a in links]
    assert spoken == ["1 Where <we> start & why", "2 Neurons, needs Where <we> start & why"]
    arrows = [p.get("class") for p in svg.findall(f"{SVG}path") if "arrow" in p.get("class")]
    assert arrows == ["arrow from-start to-neurons"]


def test_the_drawing_is_named_and_takes_its_colors_from_the_theme(svg):
    named = {e.get("id"): e.text for e in svg.iter()}
    assert all(named[i] for i in svg.get("aria-labelledby").split())
    assert "var(--map-strong)" in ElementTree.tostring(svg, encoding="unicode")
    assert not [e for e in svg.iter() if e.get("fill") or e.get("stroke")]


def test_two_drawings_of_a_page_share_no_id(chapters):
    pair = [BeautifulSoup(draw(chapters, address, k, WIDE), "html.parser") for k in "ab"]
    first, second = ({e["id"] for e in page.find_all(id=True)} for page in pair)
    assert first
    assert not first & second


def test_bends_are_round_and_keep_within_their_arms():
    assert rounded([(0, 0), (0, 20), (30, 20)]) == "M 0 0 L 0 13 Q 0 20 7 20 L 30 20"
    assert rounded([(0, 0), (0, 4), (30, 4)]).startswith("M 0 0 L 0 2 Q 0 4 ")


def test_the_list_says_the_same(chapters):
    page = BeautifulSoup(write_list(chapters, address), "html.parser")
    assert [a["href"] for a in page.find_all("a")] == [address(c) for c in chapters]
    first, second = (li.get_text() for li in page.find_all("li"))
    assert "Needs" not in first
    assert second.endswith("Promise of neurons. Needs Where <we> start & why.")
