from __future__ import annotations

import pytest
from chapters import chapter_from, first_heading, problems, reading_minutes


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
    return problems(book, "neurons", ["start", "data"], ["later"])


def test_good_metadata_has_no_problems(good):
    assert found(good) == []


def test_a_chapter_is_made_of_good_metadata(good):
    chapter = chapter_from("book/a/neurons", "A", 2, notebook(markdown("# Neurons"), **good))
    assert (chapter.slug, chapter.number, chapter.needs) == ("neurons", 2, ("start",))


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
        ({"explains": ["dlbook.scratch.rellu"]}, "dlbook.scratch has no 'rellu'"),
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
    (problem,) = problems(notebook(), "neurons", [], [])
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
