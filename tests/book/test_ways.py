"""Ways through the book: a chapter's end, paths, links to cells, the first page's cell."""

from __future__ import annotations

import contextlib
import io
import re

import pytest
from bs4 import BeautifulSoup
from dlbook_book.chapter_end import chapter_end
from dlbook_book.chapter_figure import FigureNotFoundError, find_figure
from dlbook_book.page_cell import split_cell
from dlbook_book.reading_path import path_problems, write_path
from pybtex.database import parse_string

from tests.book import small_book
from tools.chapters import ROOT, chapter

CITE = {"author": "The authors", "book": "The book", "year": "2026", "url": ""}


@pytest.fixture(scope="module")
def first_chapter(tmp_path_factory):
    page = small_book.shared_site(tmp_path_factory) / "book" / "part" / "first.html"
    return BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")


def end(*arguments, **cite):
    return BeautifulSoup(chapter_end(*arguments, CITE | cite), "html.parser")


def test_a_chapter_ends_with_what_it_leads_to(make_chapter):
    here, later = make_chapter("here"), make_chapter("later", number=7)
    (item,) = end(here, [(later, "../later.html")]).select("li")
    assert item.a["href"] == "../later.html"
    assert item.text == "7. Later: Promise of later."
    assert end(here, []).select("li") == []


@pytest.mark.parametrize("url", ["", "https://example.org/book"])
def test_the_citation_is_valid_bibtex(make_chapter, url):
    page = end(make_chapter("here", title="Where & why", number=4), [], url=url)
    entry = parse_string(page.select_one("pre").text, "bibtex").entries["dlbook-here"]
    assert entry.fields["title"] == "Where & why"
    assert entry.fields["chapter"] == "4"
    assert entry.fields.get("url", "") == url
    assert entry.persons["author"][0].last_names == ["{The authors}"]
    assert page.select_one(".cite p").text.startswith("The authors (2026). Where & why. In The")


def test_every_code_cell_has_the_id_of_its_notebook(first_chapter):
    ids = [cell.get("id", "") for cell in first_chapter.select("div.cell")]
    assert len(ids) == len(set(ids)) > 4
    assert all(re.fullmatch(r"cell-[\w-]+", i) for i in ids)


def test_a_path_that_cannot_be_walked_is_refused(make_chapter):
    found = [
        make_chapter("a"),
        make_chapter("b", needs=("a",)),
        make_chapter("c", needs=("b",)),
    ]
    assert list(path_problems(found, ["a", "b", "c"], [])) == []
    assert list(path_problems(found, ["a", "c"], ["b"])) == []
    (problem,) = path_problems(found, ["a", "c"], [])
    assert problem.startswith("c needs b")
    assert list(path_problems(found, ["x"], ["y"])) == [
        "there is no chapter 'x'",
        "there is no chapter 'y'",
    ]


def test_a_path_tells_its_time(make_chapter):
    found = [make_chapter("a", exercise_minutes=50), make_chapter("b", exercise_minutes=100)]
    page = BeautifulSoup(write_path(found, lambda c: c.slug), "html.parser")
    assert page.select_one(".time").text == (
        "2 chapters · 1 h to read · 2½ h more with all their exercises"
    )
    assert [a["href"] for a in page.select("a")] == ["a", "b"]


def test_a_figure_of_a_chapter_is_found_by_its_name():
    made = small_book.chapter(small_book.TEXT, (), ())
    picture, alt = find_figure(made, "fig-first-dot")
    assert (picture, alt) == (small_book.PNG, "A dot")
    with pytest.raises(FigureNotFoundError, match="fig-first-cross"):
        find_figure(made, "fig-first-cross")


def test_the_first_page_shows_what_its_cell_prints():
    page = (ROOT / "book" / "index.md").read_text(encoding="utf-8")
    (cell,) = re.findall(r"^```\{live-cell\}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    code, shown = split_cell(cell.splitlines())
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(code, {})
    assert printed.getvalue() == f"{shown}\n"


def test_the_first_page_tells_the_truth_of_its_picture():
    cells = chapter("gans").notebook()["cells"]
    trained = "".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    page = (ROOT / "book" / "index.md").read_text(encoding="utf-8")
    (steps,) = re.findall(r"after (\d+) steps of a game", page)
    loop = trained.partition("conditional, projection =")[2]
    assert re.search(r"range\((\d+)\)", loop)[1] == steps


def test_the_keyboard_gets_past_sections_and_exercises_without_any_script(first_chapter):
    page = first_chapter
    for heading in page.select("article section > h2")[:-1]:
        link = heading.find_next_sibling(class_="skip-past").a
        assert link.get_text().startswith("Skip to")
        assert page.find(id=link["href"].removeprefix("#"))
    exercises = page.select("div.exercise[id]")
    targets = [box.select_one(".skip-past > a")["href"] for box in exercises]
    assert targets == [*(f"#{box['id']}" for box in exercises[1:]), "#where-this-leads"]
    assert page.select_one("#pst-skip-link a + a")["href"] == "#exercises"
