"""The print edition: page numbers, outline and links of a small book."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from pypdf import PdfReader

from tests.book import small_book
from tests.chromium import find_browser
from tools.pdf import press
from tools.pdf.__main__ import main, print_book, printed

PAGES = {"book/part/first": "Part", "book/more": "Reference"}
pytestmark = pytest.mark.browser


def print_apart(*args, **options):
    """Print in a thread of its own: the browser of other tests occupies this one's loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(print_book, *args, **options).result()


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Return the small book, printed."""
    find_browser()
    to = tmp_path_factory.mktemp("printed") / "book.pdf"
    print_apart(small_book.shared_site(tmp_path_factory), to, PAGES, tell=lambda *_: None)
    return PdfReader(to)


@pytest.fixture(scope="module")
def texts(book):
    return [page.extract_text() for page in book.pages]


def entries(outline, depth=0):
    """Return depth and entry of all that the outline holds."""
    for entry in outline:
        if isinstance(entry, list):
            yield from entries(entry, depth + 1)
        else:
            yield depth, entry


def links(page):
    return [link.get_object() for link in page.get("/Annots", [])]


def sheet_of(book, link):
    """Return the index of the sheet to which a link within the book leads."""
    aim = list.__getitem__(link["/Dest"], 0)  # the reference, not what it refers to
    return next(i for i, page in enumerate(book.pages) if page.indirect_reference == aim)


def test_every_sheet_shows_its_number(book, texts):
    front = book.page_labels.index("1")
    assert book.page_labels[front:] == [str(n + 1) for n in range(len(book.pages) - front)]
    for label, text in zip(book.page_labels[1:], texts[1:], strict=True):
        assert label in text.split()


def test_contents_and_outline_lead_to_the_headings(book, texts):
    found = [
        (d, e.title, book.get_destination_page_number(e)) for d, e in entries(book.outline)
    ]
    titles = [(depth, title) for depth, title, _ in found]
    assert titles[:2] == [(0, "Part"), (1, "1  First chapter")]
    assert (1, "More") in titles
    contents = "\n".join(texts[: book.page_labels.index("1")])
    for depth, title, sheet in found:
        if depth > 0:
            heading = title.removeprefix("1  ")
            assert heading in texts[sheet]
            assert re.search(rf"{heading}\s*{book.page_labels[sheet]}\b", contents)


def test_links_lead_within_the_book_or_out_of_it(book, texts):
    within = [link for page in book.pages for link in links(page) if "/Dest" in link]
    out = [link["/A"]["/URI"] for page in book.pages for link in links(page) if "/A" in link]
    assert not [uri for uri in out if "127.0.0.1" in uri]
    assert out, "the references lead to their works"
    first = next(i for i, text in enumerate(texts) if "Fig. 1.1" in text)
    assert first in {sheet_of(book, link) for link in within}


def test_paper_has_no_buttons_and_keeps_what_was_printed(texts):
    text = "\n".join(texts)
    for name in ("Check my answer", "Run\n", "Reset", "Notebook file", "Skip to"):
        assert name not in text
    for kept in ("as it was stored", "claim: gap ≤ 2", "Part · Chapter 1".upper()):
        assert kept in text


def test_what_is_for_the_screen_alone_is_not_printed():
    listed = {"book/index": "", "book/a/b": "A", "book/api": "R", "book/api/engine": "R"}
    assert list(printed(listed)) == ["book/a/b"]


def test_without_a_browser_it_says_what_is_missing(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main([str(tmp_path / "book.pdf")]) == 1
    said = capsys.readouterr().err
    assert "Chromium" in said
    assert not list(tmp_path.iterdir())


def test_a_page_that_is_not_built_is_named(tmp_path_factory, tmp_path):
    find_browser()
    site = small_book.shared_site(tmp_path_factory)
    with pytest.raises(press.PrintError, match="book/nowhere"):
        print_apart(site, tmp_path / "book.pdf", {"book/nowhere": "Part"})
