"""The build that ``make book`` calls accepts a good book and refuses a faulty one."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from tests.book import small_book


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Return a function that reads a page of the built small book."""
    site = small_book.shared_site(tmp_path_factory)
    return lambda name: (site / name).read_text(encoding="utf-8")


def test_a_good_book_is_built_whole(pages):
    html = pages("book/part/first.html")
    assert "runs in under 5 seconds" in html
    assert 'href="../api/engine.html#dlbook.scratch.relu"' in html
    assert 'class="output stream claims' in html
    assert 'alt="A dot"' in html
    api = pages("book/api/engine.html")
    assert len(re.findall(r'Explained in: <a[^>]*href="../part/first.html"', api)) == 1
    index = BeautifulSoup(pages("book/index.html"), "html.parser")
    (chapter,) = index.select(".chapter-map li")
    assert chapter.a["href"] == "part/first.html"
    (picture,) = index.select(".chapter-figure img")
    assert picture["alt"] == "A dot"
    assert index.select_one(".chapter-figure a")["href"] == "part/first.html#fig-first-dot"
    assert index.select_one(".reading-path li a")["href"] == "part/first.html"


def test_the_books_own_styles_are_one_file(pages):
    html = pages("book/part/first.html")
    assert "_static/book.css" in html
    assert "_static/page.css" not in html
    assert "--book-paper" in pages("_static/book.css")
    assert "a.term" in pages("_static/book.css")


def test_what_a_reader_sees_holds_no_solution_and_no_check(pages):
    text = BeautifulSoup(pages("book/part/first.html"), "html.parser").get_text()
    for word in ("def inputs", "return x + x", "Two times two", "You squared", "Multiply by"):
        assert word not in text
    assert "for notebooks alone" not in text
    searched = pages("_static/live/search-index.js")
    assert "You squared" not in searched
    assert "twice" in searched.lower()


@pytest.mark.parametrize(
    ("name", "before", "progress"),
    [("part/first", "h2", "../progress.html"), ("more", "p", "progress.html")],
)
def test_the_guide_stands_once_before_the_first_exercise(pages, name, before, progress):
    (guide,) = BeautifulSoup(pages(f"book/{name}.html"), "html.parser").select(".live-guide")
    for link in guide.find_previous_siblings(class_="skip-past"):
        link.extract()
    assert guide.find_previous_sibling().name == before
    assert guide.find_previous(class_="live-work") is None
    assert guide.a["href"] == progress


FAULTS = (
    "fig-first-dto",
    "eq-first-smu",
    "rumelhart1986lerning",
    "Non-consecutive header level",
    "gone.ipynb",
    "gone.png",
    "explains 'dlbook.scratch.tanh', which has no entry on the API page",
    "a cell tagged 'live' imports torch",
    'a cell tagged "exercise" calls show_exercise("chapter/slug")',
    "there is no exercise 'first/nowhere'",
    "duplicate label: ex-first-double",
    "difficulty is 1 to 5, got 9",
)


def test_every_fault_is_named_and_after_repair_all_pages_are_current(tmp_path):
    small_book.lay_out(tmp_path)
    text = (
        small_book.TEXT.replace("fig-first-dot", "fig-first-dto")
        .replace("{eq}`eq-first-sum`", "{eq}`eq-first-smu`")
        .replace("rumelhart1986learning", "rumelhart1986lerning")
        .replace(
            "```{footb", "#### Deep\n\n[gone](gone.ipynb)\n\n![gone](gone.png)\n\n```{footb"
        )
    )
    small_book.write_pages(
        tmp_path,
        text,
        cells=["import torch\nx = 1"],
        exercises=["print('no exercise')"],
        more=["first/nowhere", "first/double", "first/double", "first/mend"],
        explains=["dlbook.scratch.tanh"],
    )
    bank = tmp_path / "exercises" / "first"
    good = (bank / "mend.py").read_text()
    (bank / "mend.py").write_text(good.replace("# difficulty = 2", "# difficulty = 9"))
    stale = small_book.site(tmp_path) / "book" / "part" / "gone.html"
    stale.parent.mkdir(parents=True)
    stale.touch()
    status, said = small_book.build(tmp_path)
    assert status != 0
    assert not stale.exists()
    warnings = [line for line in said.splitlines() if "WARNING" in line or "ERROR" in line]
    for fault in FAULTS:
        assert any(fault in line for line in warnings), f"{fault}\n{said}"

    (bank / "mend.py").write_text(good)
    double = (bank / "double.py").read_text()
    (bank / "double.py").write_text(double.replace("Twice a vector", "Double it"))
    small_book.write_pages(tmp_path)
    status, said = small_book.build(tmp_path)
    assert status == 0, said
    for name in ("part/first", "progress"):
        html = (small_book.site(tmp_path) / f"book/{name}.html").read_text(encoding="utf-8")
        assert "Double it" in html
        assert "Twice a vector" not in html


def test_a_chapter_that_explains_what_does_not_exist_is_told_what_is_near(make_chapter):
    from dlbook_book.chapter_header import explains_problems

    chapter = make_chapter("first", explains=("dlbook.scratch.relu", "dlbook.scratch.rellu"))
    (problem,) = explains_problems(chapter)
    assert "did you mean 'relu'" in problem
