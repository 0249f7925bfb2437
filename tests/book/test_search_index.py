"""What the search knows: sections, exercises and API entries, in sentences alone."""

from __future__ import annotations

import json

import pytest
from dlbook_book.search_index import API, EXERCISE, SECTION, VARIABLE, read_synonyms, symbol

from tests.book import small_book
from tools.chapters import ROOT, chapters
from tools.glossary import read_terms


def load(site):
    text = (site / "_static" / "live" / "search-index.js").read_text(encoding="utf-8")
    assert text.startswith(f"{VARIABLE} = ")
    return json.loads(text.removeprefix(f"{VARIABLE} = ").rstrip(";\n"))


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return load(small_book.shared_site(tmp_path_factory))


def entries(index, kind):
    return [entry for entry in index["entries"] if entry[1] == kind]


def test_sections_exercises_and_entries_of_the_api_are_found(small):
    first = small["pages"][0]
    assert first == ["book/part/first.html", "First chapter", 1]
    sections = [(e[0], e[2], e[3]) for e in entries(small, SECTION)]
    assert (0, "first-chapter", "First chapter") in sections
    exercises = {e[2]: e[3] for e in entries(small, EXERCISE)}
    assert exercises["ex-first-double"] == "Twice a vector"
    assert {e[3] for e in entries(small, API)} == {"scratch.relu", "scratch.gelu"}


def test_an_excerpt_holds_no_code_no_formula_no_label_and_no_answer(small):
    said = " | ".join(e[5] for e in small["entries"])
    assert "A promise. See …, Rumelhart et al. |" in said
    assert "| Return 2x for x" in said
    for word in (
        "rng.integers",
        "a + b",
        "fig-first",
        "eq-first",
        "return x",
        "squared",
        "Two times",
    ):
        assert word not in said


def test_the_book_is_indexed_whole_and_stays_small(site):
    index = load(site)
    count = len(chapters())
    assert {page[2] for page in index["pages"]} >= set(range(1, count + 1))
    assert len(entries(index, SECTION)) > 250
    assert len(entries(index, EXERCISE)) > 100
    raw = [e[5] for e in index["entries"] if "\\" in e[5] or "$" in e[5]]
    assert raw == []
    assert (site / "_static" / "live" / "search-index.js").stat().st_size < 50_000 * count


def test_the_words_for_each_term_stand_where_a_section_defines_it(site):
    index = load(site)
    keys = [(index["pages"][e[0]][0], e[4]) for e in entries(index, SECTION)]
    terms, _ = read_terms(chapters())
    for term in terms:
        page, words = f"{term.chapter.docname}.html", " ".join(term.forms)
        assert any(at == page and words in key for at, key in keys), term.name


@pytest.mark.parametrize(
    ("formula", "word"),
    [
        ("x", "x"),
        (r"\mathbf{W}", "W"),
        (r"\mathbf x_i", "x_i"),
        (r"\lambda", "λ"),
        (r"\beta", "β"),
        ("0.05", "0.05"),
        (r"\sqrt{x}", "…"),
        ("a + b", "…"),
        (r"\frac12", "…"),
    ],
)
def test_a_symbol_is_a_word_and_a_formula_is_left_out(formula, word):
    assert symbol(formula) == word


def test_synonyms_are_groups_of_words(tmp_path):
    (tmp_path / "s.txt").write_text("# a comment\n\nSGD, Stochastic gradient descent\n")
    assert read_synonyms(tmp_path / "s.txt") == [["sgd", "stochastic gradient descent"]]
    words = [word for group in read_synonyms(ROOT / "book" / "synonyms.txt") for word in group]
    assert len(words) == len(set(words))
