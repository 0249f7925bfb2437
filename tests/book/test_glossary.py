"""Terms are marked once in a section, in a chapter's own words and nowhere else."""

from __future__ import annotations

import pytest
from dlbook_book.glossary import TermMark, by_letter, chapter_sections, mark_terms
from dlbook_book.tips import symbols
from docutils.core import publish_doctree

from tools.glossary import Finder, Place, Term
from tools.notation import Symbol

SETTINGS = {"doctitle_xform": False, "report_level": 5}
TEXT = """
One
===

A loss.

First
-----

A loss, ``loss`` and *a loss*; `loss <there>`__.

Deeper
~~~~~~

A batch and a loss.

.. note:: A batch is noted.

First
-----

- A loss
- and Losses.

.. figure:: x.png

   A batch in a caption.
"""


@pytest.fixture
def doctree():
    return publish_doctree(TEXT, settings_overrides=SETTINGS)


@pytest.fixture
def find():
    terms = [Term(name, (name,), None, "", Place("")) for name in ("loss", "batch")]
    return Finder(terms, "one")


def marks(doctree):
    return [(mark["term"], mark["first"]) for mark in doctree.findall(TermMark)]


def test_sections_know_their_place_and_their_part(doctree):
    found = [section for _, section in chapter_sections(doctree)]
    assert [(s.title, s.part) for s in found] == [
        ("One", 0), ("First", 1), ("Deeper", 1), ("First", 2),
    ]  # fmt: skip
    assert [s.place.repeat for s in found] == [0, 0, 0, 1]
    assert len({s.anchor for s in found}) == 4


def test_the_first_use_is_marked_and_code_links_notes_and_captions_are_left_alone(
    doctree, find
):
    before = doctree.astext()
    found = chapter_sections(doctree)
    mark_terms([node for node, section in found if section.part == 1], find, set())
    assert marks(doctree) == [("loss", True), ("batch", False)]
    mark_terms([node for node, section in found if section.part == 2], find, {"batch"})
    assert marks(doctree)[2:] == [("loss", True)]
    assert doctree.astext() == before


def test_a_term_that_the_section_defines_is_not_marked(doctree, find):
    mark_terms([node for node, _ in chapter_sections(doctree)], find, {"loss", "batch"})
    assert marks(doctree) == []


def test_entries_stand_under_their_letters():
    assert by_letter(["1 × 1", "Adam", "adjoint", "batch"], str) == [
        ("0–9", ["1 × 1"]), ("A", ["Adam", "adjoint"]), ("B", ["batch"]),
    ]  # fmt: skip


def test_a_chapters_own_symbols_go_before_general_ones(make_chapter):
    def row(name, meaning, also=(), chapter=""):
        return Symbol(f"${name}$", meaning, "", (name,), tuple(also), chapter)

    listed = [
        row("K", "layers"),
        row("z", "logits"),
        row("h_t", "states", also=["h_*", "z"], chapter="One"),
        row("K", "a window", chapter="One"),
        row("z", "elsewhere", chapter="Two"),
    ]
    found = symbols(listed, make_chapter("one"))
    meanings = {name: found["rows"][row][1] for name, row in found["names"].items()}
    assert meanings == {"h_t": "states", "h_*": "states", "z": "states", "K": "a window"}
