from __future__ import annotations

from bs4 import BeautifulSoup
from docutils import nodes
from docutils.utils import new_document
from page_description import LONGEST, first_paragraph, tags


def page(*paragraphs):
    document = new_document("page")
    document.extend(nodes.paragraph(text, text) for text in paragraphs)
    return document


def test_the_first_paragraph_describes_a_page():
    assert first_paragraph(page("First\none.", "Second.")) == "First one."
    assert first_paragraph(page()) == ""


def test_a_long_paragraph_is_cut_at_a_word():
    text = first_paragraph(page("word " * 100))
    assert text.endswith("word …")
    assert len(text) <= LONGEST + 2


def test_tags_survive_quotes_and_name_no_address():
    html = tags('A "title" & more', "Described.", "The book")
    found = {
        m.get("name") or m["property"]: m["content"]
        for m in BeautifulSoup(html, "html.parser")("meta")
    }
    assert found["og:title"] == 'A "title" & more'
    assert found["description"] == found["og:description"] == "Described."
    assert "http" not in html


def test_a_page_without_text_gets_no_empty_description():
    assert "description" not in tags("Title", "", "The book")
