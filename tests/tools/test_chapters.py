"""The one list of chapters: its order, its metadata, and what is wrong with them."""

from __future__ import annotations

import json

import pytest

from dlbook.exercise.format import read_file
from tools.chapters import (
    ROOT,
    MetadataError,
    chapter,
    chapters,
    exercise_label,
    exercise_minutes,
    first_heading,
    in_hours,
    metadata_problems,
    pages,
    reading_minutes,
    shown_exercise,
)


def notebook(*cells, **metadata):
    return {"metadata": {"dlbook": metadata} if metadata else {}, "cells": list(cells)}


def markdown(text):
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def code(text, *tags):
    return {"cell_type": "code", "metadata": {"tags": list(tags)}, "source": text}


@pytest.fixture
def good():
    return {
        "slug": "neurons",
        "title": "Neurons",
        "promise": "What a neuron computes.",
        "needs": ["start"],
        "explains": ["dlbook.scratch.relu"],
        "run_seconds": 20,
    }


def found(metadata, heading="# Neurons"):
    book = notebook(markdown(heading), **metadata)
    return metadata_problems(book, "neurons", ["start", "data"], ["later"])


def test_good_metadata_has_no_problems(good):
    assert found(good) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"promise": None}, "promise must be one sentence"),
        ({"run_seconds": "20"}, "run_seconds must be a bound"),
        ({"needs": "start"}, "needs must be a list"),
        ({"explains": [1]}, "explains must be a list"),
        ({"need": ["start"]}, "unknown key 'need'; did you mean 'needs'"),
        ({"slug": "neuron"}, "slug is 'neuron', and the file is neurons.ipynb"),
        ({"title": "Neuron"}, "title is 'Neuron', and the first heading 'Neurons'"),
        ({"promise": "x" * 141}, "promise has 141 characters"),
        ({"needs": ["later"]}, "needs 'later', which does not stand before it"),
        ({"needs": ["neurons"]}, "needs 'neurons', which does not stand before it"),
        ({"needs": ["dta"]}, "needs 'dta', which is no chapter; did you mean 'data'"),
        ({"run_seconds": 61}, "run_seconds is 61, more than 60"),
    ],
)
def test_each_fault_is_named(good, change, message):
    (problem,) = found(good | change)
    assert message in problem


@pytest.mark.parametrize(
    "key", ["slug", "title", "promise", "needs", "explains", "run_seconds"]
)
def test_a_missing_key_is_named_with_what_it_should_be(good, key):
    del good[key]
    (problem,) = found(good)
    assert f"lacks {key!r}: " in problem


def test_a_notebook_without_metadata_is_told_what_it_needs():
    (problem,) = metadata_problems(notebook(), "neurons", [], [])
    assert "no 'dlbook' entry" in problem
    assert "run_seconds" in problem


def test_the_first_heading_is_not_one_of_a_lower_level():
    assert first_heading(notebook(markdown("## Low"), markdown("text\n\n# Top\n"))) == "Top"
    assert first_heading(notebook(markdown("no heading"))) == ""


def test_reading_time_counts_words_and_code():
    prose = markdown("word " * 2000)  # 10 minutes
    listing = code("x = 1\n" * 150)  # 5 minutes
    assert reading_minutes(notebook(prose)) == 10
    assert reading_minutes(notebook(prose, listing)) == 15


def test_reading_time_leaves_out_formulas_and_code_that_is_not_read():
    formula = markdown("$$" + "a + b \n" * 4000 + "$$")
    solution = code("x = 1\n" * 600, "solution", "hide-cell")
    assert reading_minutes(notebook(formula, solution)) == 5


BANK = ROOT / "tests" / "book" / "bank"


def test_exercises_take_as_long_as_their_files_say():
    shown = ("first/double", "first/gone", "first/choose")
    cells = [code(f'show_exercise("{name}")', "exercise") for name in shown]
    cells.append(code("nothing()", "exercise"))
    each = [read_file(BANK / f"{name}.py").minutes for name in (shown[0], shown[2])]
    assert exercise_minutes(notebook(*cells, markdown("text")), BANK) == sum(each) > 0


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "0 min"), (59, "59 min"), (60, "1 h"), (70, "1¼ h"), (119, "2 h"), (630, "10½ h")],
)
def test_times_are_told_in_quarters_of_an_hour(minutes, said):
    assert in_hours(minutes) == said


# --- the list -----------------------------------------------------------------------

TOC = """root: book/index
parts:
- caption: First
  chapters:
  - file: book/b/two
    sections:
    - file: book/b/one
- caption: Reference
  chapters:
  - file: book/page
"""


@pytest.fixture
def book(tmp_path, good):
    """Return a small book of two chapters and two pages."""
    (tmp_path / "_toc.yml").write_text(TOC)
    (tmp_path / "book" / "b").mkdir(parents=True)
    for slug, needs in (("two", []), ("one", ["two"]), ("unlisted", [])):
        metadata = good | {"slug": slug, "title": slug, "needs": needs}
        made = notebook(markdown(f"# {slug}"), **metadata)
        (tmp_path / "book" / "b" / f"{slug}.ipynb").write_text(json.dumps(made))
    return tmp_path


def test_chapters_come_in_the_order_of_the_table_of_contents(book):
    assert [(c.number, c.slug, c.part, c.needs) for c in chapters(book)] == [
        (1, "two", "First", ()),
        (2, "one", "First", ("two",)),
    ]
    assert chapter("one", book).docname == "book/b/one"
    assert chapter("one", book).notebook()["cells"][0]["source"] == "# one"
    assert list(pages(book)) == ["book/index", "book/b/two", "book/b/one", "book/page"]


def test_an_unknown_chapter_says_what_is_near(book):
    with pytest.raises(KeyError, match="did you mean 'two'"):
        chapter("twoo", book)


def test_wrong_metadata_is_named_with_its_file(book, good):
    made = notebook(markdown("# one"), **good)
    (book / "book" / "b" / "one.ipynb").write_text(json.dumps(made))
    with pytest.raises(MetadataError, match=r"one\.ipynb: slug is 'neurons'"):
        chapters(book)


def test_every_notebook_of_the_book_is_listed():
    written = {p for p in (ROOT / "book").glob("[!_.]*/*.ipynb")}
    assert {c.path for c in chapters()} == written


def test_an_exercise_is_known_by_its_cell():
    shown = code('show_exercise("a/b-c")', "exercise")
    assert exercise_label(shown_exercise(shown)) == "ex-a-b-c"
    assert shown_exercise(code('show_exercise("a/b")')) == ""
    assert shown_exercise(markdown("show_exercise('a/b')")) == ""
    with pytest.raises(ValueError, match="calls show_exercise"):
        shown_exercise(code("x = 1", "exercise"))
