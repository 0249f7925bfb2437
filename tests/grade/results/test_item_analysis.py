from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from dlbook.grade.results.item_analysis import explanations, item_analysis
from tests.exercise import samples

MEANS, PICK, GUESS = "chapter/means", "chapter/pick", "chapter/guess"


@pytest.fixture
def soup(small_class) -> BeautifulSoup:
    for i in range(12):
        right = i >= 6
        small_class.add(
            f"s{i:02d}",
            {
                MEANS: {"score": float(right), "wrong": "" if right else "wrong_axis"},
                PICK: {"chosen": "b" if right else "c", "score": float(right)},
                GUESS: {"score": float(not right), "failure": "value" if right else ""},
            },
        )
    return BeautifulSoup(item_analysis(small_class.book(), "Homework <1>"), "html.parser")


def row(soup: BeautifulSoup, id: str) -> list[str]:
    cells = next(tr for tr in soup.select("tbody tr") if id in tr.th.get_text())
    return [cell.get_text() for cell in cells.find_all("td")]


def test_each_exercise_has_its_numbers(soup):
    assert row(soup, MEANS)[2:4] == ["50%", "0.52"]
    assert "look for a mistake" in row(soup, GUESS)[1]
    assert row(soup, GUESS)[4] == "−1"


def test_mistakes_are_named_with_their_reason_and_counted(soup):
    means = soup.find(id=MEANS).get_text()
    assert "You took the mean of each column." in means
    assert "6" in means
    assert "not recognized: value" in soup.find(id=GUESS).get_text()


def test_options_are_counted_right_ones_marked(soup):
    cells = [tr.get_text(" ") for tr in soup.find(id=PICK).select("tbody tr")]
    assert re.sub(" +", " ", cells[1]).strip() == "✓ (b) columns 6"
    assert [cell.split()[-1] for cell in cells] == ["0", "6", "6"]


def test_links_lead_to_their_sections(soup):
    links = [a["href"] for a in soup.select('a[href^="#"]')]
    assert len(links) == 3
    assert all(soup.find(id=link[1:]) for link in links)


def test_the_title_is_escaped_and_every_picture_has_words(soup):
    assert "Homework <1>" in soup.title.get_text()
    assert all(svg["aria-label"] for svg in soup.find_all("svg"))
    assert [h.name for h in soup.find_all(re.compile("^h[1-6]$"))][:2] == ["h1", "h2"]


def test_the_tiles_hold_the_class(soup):
    tiles = [tile.strong.get_text() for tile in soup.select(".tile")]
    assert tiles[:3] == ["12", "3", "1.5"]


def test_what_does_not_count_is_named(small_class):
    for i in range(20):
        small_class.add(f"s{i:02d}", {MEANS: 1})
    small_class.add("eve", {GUESS: 1})
    assert "chapter/guess</code>" in item_analysis(small_class.book(), "x")


def test_a_class_of_one_and_of_none_has_an_analysis(small_class):
    assert "Item analysis" in item_analysis(small_class.book(), "x")
    small_class.add("ada", {MEANS: "error"})
    assert "1 are not complete" in item_analysis(small_class.book(), "x")


def test_explanations_are_read_not_run():
    found = explanations(samples.sample())
    assert found["wrong_axis"] == "You took the mean of each column."
    assert set(found) == {"wrong_axis", "wrong_sum", "wrong_first"}
