from __future__ import annotations

from bs4 import BeautifulSoup

from dlbook.grade.results.scale import Scale
from dlbook.grade.results.student_report import student_report

MEANS, PICK, GUESS = "chapter/means", "chapter/pick", "chapter/guess"


def report(small_class, scale=None, chosen=None) -> BeautifulSoup:
    book = small_class.book(scale, chosen)
    (row,) = book.rows()
    return BeautifulSoup(student_report(book, row, "Homework 1"), "html.parser")


def sections(soup: BeautifulSoup) -> dict[str, BeautifulSoup]:
    return {section.code.get_text(): section for section in soup.find_all("section")}


def test_what_failed_is_said_with_a_hint_and_what_is_right_has_none(small_class):
    wrong = {"message": "The result has the shape `(3,)`.\nYou summed.", "failure": "shape"}
    small_class.add("ada", {MEANS: wrong, PICK: 1})
    found = sections(report(small_class))
    paragraphs = [p.get_text() for p in found[MEANS].find_all("p")]
    assert paragraphs == ["The result has the shape (3,).", "You summed.", "Hint. Which axis?"]
    assert "✗ 0 of 1" in found[MEANS].get_text()
    assert "✓ 1 of 1" in found[PICK].get_text()
    assert "Hint" not in found[PICK].get_text()


def test_the_sum_stands_above_with_what_lateness_took(small_class):
    small_class.add("ada", {MEANS: 1, PICK: 0.5}, late=True)
    soup = report(small_class, Scale({MEANS: 3.0}, late_percent=10.0))
    tiles = {tile.get_text() for tile in soup.select(".tile")}
    assert tiles == {"3.15of 4 points", "1of 2 right", "10%taken off for lateness"}
    assert "◐ 0.5 of 1" in soup.get_text()


def test_what_could_not_be_graded_is_no_zero(small_class):
    small_class.add("ada", {MEANS: "error", PICK: "waiting", GUESS: "untouched"})
    soup = report(small_class)
    found = sections(soup)
    assert "– of 1" in found[MEANS].get_text()
    assert "not yours" in found[MEANS].get_text()
    assert "the worker was killed" not in soup.get_text()
    assert "– of 1" in found[PICK].get_text()
    assert "✗ 0 of 1" in found[GUESS].get_text()
    assert "not yet complete" in soup.get_text()


def test_what_a_student_writes_is_text(small_class):
    small_class.add("ada", {MEANS: 1}, name="<script>", notes=["<img src=x> was left out."])
    soup = report(small_class)
    assert soup.h1.get_text() == "<script>"
    assert not soup.find_all(["script", "img"])


def test_a_grade_without_a_sandbox_says_so(small_class):
    small_class.add("ada", {MEANS: {"score": 1.0, "trusted": False}})
    assert "without a sandbox" in report(small_class).select_one(".note").get_text()


def test_expected_values_are_nowhere(small_class):
    small_class.add("ada", {MEANS: 0, PICK: 0, GUESS: 0})
    text = report(small_class).get_text()
    assert "12" not in text  # the number that is to be guessed
    assert "columns" not in text  # the right option
    assert "X.mean" not in text
