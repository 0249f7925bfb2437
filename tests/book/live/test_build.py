"""Faults in live pages break the build, and a changed exercise is built anew."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from tests.book.live import small_book


def test_every_fault_is_named(tmp_path):
    small_book.lay_out(
        tmp_path,
        cells=["import torch\nx = 1"],
        exercises=["print('no exercise')"],
        more=["first/nowhere", "first/double", "first/double"],
    )
    broken = tmp_path / "exercises" / "first" / "mend.py"
    broken.write_text(broken.read_text().replace("# difficulty = 2", "# difficulty = 9"))
    with (tmp_path / "book" / "more.md").open("a") as page:
        page.write("\n```{live-exercise} first/mend\n```\n")
    status, said = small_book.build(tmp_path)
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


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Return a book that was built; the last test changes it."""
    folder = tmp_path_factory.mktemp("built")
    small_book.lay_out(folder)
    status, said = small_book.build(folder)
    assert status == 0, said
    return folder


def test_what_a_reader_sees_holds_no_solution_and_no_check(built):
    site = small_book.site(built)
    page = BeautifulSoup((site / "book/part/first.html").read_text(), "html.parser")
    searched = (site / "searchindex.js").read_text()
    for word in ("def inputs", "return x + x", "Two times two", "You squared", "Multiply by"):
        assert word not in page.get_text()
    assert "squared" not in searched
    assert "twice" in searched.lower()
    assert "for notebooks alone" not in page.get_text()


@pytest.mark.parametrize(
    ("name", "before", "progress"),
    [("part/first", "h2", "../progress.html"), ("more", "p", "progress.html")],
)
def test_the_guide_stands_once_before_the_first_exercise(built, name, before, progress):
    html = (small_book.site(built) / f"book/{name}.html").read_text()
    (guide,) = BeautifulSoup(html, "html.parser").select(".live-guide")
    assert guide.find_previous_sibling().name == before
    assert guide.find_previous(class_="live-work") is None
    assert guide.a["href"] == progress


def test_a_changed_exercise_is_written_again_wherever_it_shows(built):
    source = built / "exercises" / "first" / "double.py"
    source.write_text(source.read_text().replace("Twice a vector", "Double it"))
    status, said = small_book.build(built)
    assert status == 0, said
    for name in ("part/first", "progress"):
        html = (small_book.site(built) / f"book/{name}.html").read_text()
        assert "Double it" in html
        assert "Twice a vector" not in html
