"""Faults in live pages break the build, and a changed exercise is built anew."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from tests.book.live import small_book


@pytest.fixture
def folder(tmp_path):
    return tmp_path


def test_every_fault_is_named(folder):
    small_book.lay_out(
        folder,
        cells=["import torch\nx = 1"],
        exercises=["print('no exercise')"],
        more=["first/nowhere", "first/double", "first/double"],
    )
    broken = folder / "exercises" / "first" / "mend.py"
    broken.write_text(broken.read_text().replace("# difficulty = 2", "# difficulty = 9"))
    with (folder / "book" / "more.md").open("a") as page:
        page.write("\n```{live-exercise} first/mend\n```\n")
    status, said = small_book.build(folder)
    assert status != 0
    for fault in (
        "a cell tagged 'live' imports torch",
        'a cell tagged "exercise" calls show_exercise("chapter/slug")',
        "there is no exercise 'first/nowhere'",
        "duplicate label: ex-first-double",
        "difficulty is 1 to 5, got 9",
    ):
        lines = [line for line in said.splitlines() if "WARNING" in line or "ERROR" in line]
        assert any(fault in line for line in lines), fault


def test_a_changed_exercise_is_written_again_wherever_it_shows(folder):
    small_book.lay_out(folder)
    status, said = small_book.build(folder)
    assert status == 0, said
    source = folder / "exercises" / "first" / "double.py"
    source.write_text(source.read_text().replace("Twice a vector", "Double it"))
    status, said = small_book.build(folder)
    assert status == 0, said
    for name in ("part/first", "progress"):
        html = (small_book.site(folder) / f"book/{name}.html").read_text()
        assert "Double it" in html
        assert "Twice a vector" not in html


def test_what_a_reader_sees_holds_no_solution_and_no_check(folder):
    small_book.lay_out(folder)
    status, said = small_book.build(folder)
    assert status == 0, said
    site = small_book.site(folder)
    page = BeautifulSoup((site / "book/part/first.html").read_text(), "html.parser")
    searched = (site / "searchindex.js").read_text()
    for word in ("def inputs", "return x + x", "Two times two", "You squared", "Multiply by"):
        assert word not in page.get_text()
    assert "squared" not in searched
    assert "twice" in searched.lower()
    assert "for notebooks alone" not in page.get_text()
    (guide,) = page.select(".live-guide")
    assert guide.find_next(class_="live-work")["data-exercise"] == "first/double"
    assert guide.a["href"] == "../progress.html"
