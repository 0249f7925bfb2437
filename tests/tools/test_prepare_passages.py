"""Passages of the book: made of plain text, and not far from what the chapters say."""

from __future__ import annotations

import pytest

from dlbook.data import load
from tools.prepare_passages import passages, plain, rows, sections


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("a **bold** and *slanted* word", "a bold and slanted word"),
        ("see [Losses](losses.ipynb) {footcite:p}`x2020a`.", "see Losses."),
        ("{footcite:t}`adams1999the` shows", "Adams shows"),
        ("as in {numref}`fig-x` and {eq}`eq-y`", "as in the figure and the equation"),
        ("at $\\tfrac12 \\mathbf{x}^\\top$, `code`", "at 1/2 xᵀ, code"),
    ],
)
def test_markdown_becomes_plain_text(markdown, text):
    assert plain(markdown) == text


def test_sections_leave_out_formulas_tables_and_what_one_will_learn():
    def cell(text):
        return {"cell_type": "markdown", "source": [text]}

    notebook = {
        "cells": [
            cell("# T\n\nPromise.\n"),
            cell("**You will be able to**\n\n- nothing"),
            cell("## A\n\nOne.\n\n$$\nx\n$$ (eq-a)\n\n- two\n- three\n\n| a |\n| - |"),
            {"cell_type": "code", "source": ["# no heading"]},
            cell("four"),
        ]
    }
    assert list(sections(notebook)) == [
        ("T", ["Promise."]),
        ("A", ["One.", "two", "three", "four"]),
    ]


def test_passages_are_whole_sentences_of_similar_length():
    sentences = [f"This is sentence number {i} of a text." for i in range(40)]
    found = list(passages([" ".join(sentences)]))
    assert " ".join(found) == " ".join(sentences)
    assert all(60 <= len(p.split()) <= 120 for p in found)


def test_most_stored_passages_are_still_in_the_chapters():
    stored, now = load("book_passages"), set(rows())
    gone = [p for p in stored if tuple(p) not in now]
    assert len(gone) < 0.3 * len(stored), (
        f"{len(gone)} of {len(stored)} passages are no longer in the chapters: run "
        "python -m tools.prepare_passages, then the chapter and its record"
    )
    pages = {page for page, _, _ in now}
    assert {p.page for p in stored} == pages
