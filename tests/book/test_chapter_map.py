"""The map of chapters: rows by part, and for each chapter what it needs and leads to."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from dlbook_book.chapter_map import write_map

from tools.chapters import direct_needs, leads_to


def address(chapter):
    return f"{chapter.slug}.html?a&b"


@pytest.fixture
def chapters(make_chapter):
    return [
        make_chapter("start", title="Where <we> start & why", exercise_minutes=90),
        make_chapter("neurons", number=2, needs=("start",)),
        make_chapter("gone", number=3, part="Later", needs=("start", "neurons", "nowhere")),
    ]


@pytest.fixture
def page(chapters):
    return BeautifulSoup(write_map(chapters, address), "html.parser")


def test_what_is_needed_through_another_chapter_is_not_told_again(make_chapter):
    found = [
        make_chapter("a"),
        make_chapter("b", needs=("a",)),
        make_chapter("c", needs=("a", "b", "gone")),
        make_chapter("d", needs=("a", "c")),
        make_chapter("e", needs=("a",)),
    ]
    assert list(direct_needs(found).values()) == [[], ["a"], ["b", "gone"], ["c"], ["a"]]
    assert list(leads_to(found).values()) == [["b", "e"], ["c"], ["d"], [], []]


def test_each_part_is_a_row_and_the_first_one_is_open(page):
    parts = page.select("details.part")
    assert [p.select_one(".part-name").text for p in parts] == ["Part", "Later"]
    assert [p.has_attr("open") for p in parts] == [True, False]
    assert [p.select_one(".part-facts").text for p in parts] == [
        "2 chapters · 2½ h",
        "1 chapter · 30 min",
    ]
    assert [s.text for s in page.select(".square")] == ["1", "2", "3"]
    assert page.select("ol")[1]["start"] == "3"


def test_every_chapter_says_its_promise_its_time_what_it_needs_and_leads_to(page, chapters):
    items = page.select("li")
    assert [i.a["href"] for i in items] == [address(c) for c in chapters]
    assert items[0].a.get_text() == "1 Where <we> start & why"
    assert "Promise of neurons." in items[1].text
    assert "30 min to read, 1½ h of exercises" in items[0].text
    linked = {
        kind: [[a.text for a in i.select(f".{kind} a")] for i in items]
        for kind in ("needs", "leads")
    }
    title = "Where <we> start & why"
    assert linked == {
        "needs": [[], [title], ["Neurons"]],
        "leads": [["Neurons"], ["Gone"], []],
    }
