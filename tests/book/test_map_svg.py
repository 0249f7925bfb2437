from __future__ import annotations

from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from map_svg import NARROW, WIDE, draw, rounded, write_list

SVG = "{http://www.w3.org/2000/svg}"


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


def test_every_chapter_is_a_link_with_its_title(svg):
    links = svg.findall(f".//{SVG}a")
    assert [a.get("href") for a in links] == ["start.html?a&b", "neurons.html?a&b"]
    shown = ["".join(t.text + " " for t in a.iter(f"{SVG}tspan")).strip() for a in links]
    assert shown == ["Where <we> start & why", "Neurons"]


def test_what_a_chapter_needs_is_said_to_those_who_do_not_see_the_arrow(svg):
    spoken = [a.get("aria-label") for a in svg.findall(f".//{SVG}a")]
    assert spoken[0] == "1 Where <we> start & why"
    assert spoken[1] == "2 Neurons, needs Where <we> start & why"


def test_the_drawing_is_named_and_described(svg):
    ids = svg.get("aria-labelledby").split()
    named = {e.get("id"): e.text for e in svg.iter()}
    assert all(named[i] for i in ids)


def test_colors_come_from_the_theme(svg):
    text = ElementTree.tostring(svg, encoding="unicode")
    assert "var(--map-strong)" in text
    assert not [e for e in svg.iter() if e.get("fill") or e.get("stroke")]


def test_two_drawings_of_a_page_share_no_id(chapters):
    pair = [BeautifulSoup(draw(chapters, address, k, WIDE), "html.parser") for k in "ab"]
    first, second = ({e["id"] for e in page.find_all(id=True)} for page in pair)
    assert first
    assert not first & second


def test_an_arrow_is_drawn_for_each_need_and_none_without(svg, make_chapter):
    arrows = [p for p in svg.findall(f"{SVG}path") if "arrow" in p.get("class")]
    assert [p.get("class") for p in arrows] == ["arrow from-start to-neurons"]
    alone = draw([make_chapter("start")], address, "kind", WIDE)
    assert 'class="arrow' not in alone


def test_bends_are_round_and_ends_are_kept():
    path = rounded([(0, 0), (0, 20), (30, 20)])
    assert path == "M 0 0 L 0 13 Q 0 20 7 20 L 30 20"


def test_a_short_bend_keeps_within_its_arms():
    assert rounded([(0, 0), (0, 4), (30, 4)]).startswith("M 0 0 L 0 2 Q 0 4 ")


def test_the_list_says_the_same(chapters):
    page = BeautifulSoup(write_list(chapters, address), "html.parser")
    assert [a["href"] for a in page.find_all("a")] == [address(c) for c in chapters]
    first, second = (li.get_text() for li in page.find_all("li"))
    assert "Needs" not in first
    assert second.endswith("Promise of neurons. Needs Where <we> start & why.")
