"""What is changed in every page: claims, accessibility, descriptions, no remote assets."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from dlbook_book import check_no_remote_assets, page_output
from dlbook_book.chapter_header import header
from dlbook_book.html import blocks, inline
from docutils import nodes
from docutils.utils import new_document
from sphinx.errors import ConfigError
from sphinx.events import EventListener

from tools.remote import Remote

MIXED = "loss 3\nclaim: accuracy ≥ 0.9 ✓\nclaim: gap ≤ 1e-6 ✓\nend\n"


def document(*children):
    made = new_document("page")
    made += list(children)
    return made


@pytest.mark.parametrize(
    ("text", "classes", "expected"),
    [
        (
            MIXED,
            ["output", "stream"],
            [
                (False, "loss 3"),
                (True, "claim: accuracy ≥ 0.9 ✓\nclaim: gap ≤ 1e-6 ✓"),
                (False, "end"),
            ],
        ),
        ("a\n\nb\n", ["output", "stream"], [(False, "a\n\nb\n")]),
        ("claim: x\n", [], [(False, "claim: x\n")]),  # code that looks like a claim
    ],
)
def test_claims_are_split_from_what_else_was_printed(text, classes, expected):
    page = document(nodes.literal_block(text, text, classes=classes))
    page_output.set_claims_apart(None, page, "page")
    found = page.findall(nodes.literal_block)
    assert [("claims" in b["classes"], b.astext()) for b in found] == expected


def test_the_id_that_every_exercise_has_goes():
    ids = (["exercise-content"], ["exercise-content", "own"], ["heading"])
    page = document(*(nodes.section(ids=i) for i in ids))
    page_output.drop_repeated_ids(None, page, "page")
    assert [s["ids"] for s in page] == [[], ["own"], ["heading"]]


@pytest.mark.parametrize("empty", ["", "<p></p>", "\n<p> </p>\n"])
def test_fold_labels_and_empty_headings_go(empty):
    row = f'<tr><th class="head">{empty}</th><th class="head"><p>a</p></th></tr>'
    fold = '<summary aria-label="Toggle hidden content"><p>Show</p></summary>'
    assert page_output.fix_accessibility(row + fold) == (
        '<tr><td class="head"></td><th class="head"><p>a</p></th></tr>'
        "<summary><p>Show</p></summary>"
    )


def paragraphs(*texts):
    return document(*(nodes.paragraph(text, text) for text in texts))


def test_the_first_paragraph_describes_a_page():
    assert page_output.first_paragraph(paragraphs("First\none.", "Second.")) == "First one."
    assert page_output.first_paragraph(paragraphs()) == ""
    long = page_output.first_paragraph(paragraphs("word " * 100))
    assert long.endswith("word …")
    assert len(long) <= page_output.LONGEST_DESCRIPTION + 2


def test_meta_tags_survive_quotes_and_name_no_address():
    html = page_output.meta_tags('A "title" & more', "Described.", "The book")
    tags = BeautifulSoup(html, "html.parser")("meta")
    found = {m.get("name") or m["property"]: m["content"] for m in tags}
    assert found["og:title"] == 'A "title" & more'
    assert found["description"] == found["og:description"] == "Described."
    assert "http" not in html
    assert "description" not in page_output.meta_tags("Title", "", "The book")


# --- the line under a chapter's title -----------------------------------------------

CODE = [("scratch.relu", "../api.html#dlbook.scratch.relu")]


@pytest.mark.parametrize(
    ("remote", "services"),
    [
        (None, []),
        (Remote("gitlab.com", "a/b", "main"), []),
        (Remote("github.com", "a/b", "main"), ["Open in Colab", "Binder"]),
    ],
)
def test_the_line_has_times_and_links_to_what_can_be_opened(make_chapter, remote, services):
    chapter = make_chapter("neurons", reading_minutes=25, run_seconds=15)
    html = "<h1>Neurons" + header(chapter, remote, "n.ipynb", CODE)
    page = BeautifulSoup(html, "html.parser")
    assert page.h1.get_text() == "Neurons"
    items = [li.get_text() for li in page.find_all("li")]
    assert items[:2] == ["25 minutes to read", "runs in under 15 seconds"]
    links = {a.get_text(): a["href"] for a in page.find_all("a")}
    assert list(links) == [*services, "Notebook file", "scratch.relu"]
    assert links["scratch.relu"] == CODE[0][1]
    assert page.find("a", href="n.ipynb").has_attr("download")
    if services:
        assert links["Open in Colab"].endswith("/a/b/blob/main/colab/neurons.ipynb")
        assert links["Binder"].startswith("https://mybinder.org/v2/gh/a/b/main")


# --- Markdown of options, explanations and hints ------------------------------------


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a < *b*", "a &lt; <em>b</em>"),
        ("`x<y`", "<code>x&lt;y</code>"),
        ("$x_1 < 2$", '<span class="math inline">\\(x_1 &lt; 2\\)</span>'),
        ("$5 or $6", "$5 or $6"),
    ],
)
def test_a_line_becomes_html(text, html):
    assert inline(text) == html


def test_paragraphs_lists_and_displayed_formulas_become_html():
    html = blocks("one\n\n$$\na \\\\ b\n$$\n\n- two")
    assert html.startswith("<p>one</p>")
    assert "\\[a \\\\ b\\]" in html
    assert html.endswith("<ul>\n<li>two</li>\n</ul>")


# --- nothing is loaded from elsewhere -----------------------------------------------


def handler(module):
    def listen():
        pass

    listen.__module__ = module
    return listen


def test_only_the_named_extension_is_unplugged():
    listeners = {
        "a": [EventListener(1, handler("sphinx_thebe"), 0), EventListener(2, handler("x"), 0)],
        "b": [EventListener(3, handler("sphinx_thebe.part"), 0)],
        "c": [EventListener(4, handler("sphinx_thebes"), 0)],
    }
    gone = []
    app = SimpleNamespace(events=SimpleNamespace(listeners=listeners), disconnect=gone.append)
    check_no_remote_assets.unplug(app, "sphinx_thebe")
    assert gone == [1, 3]
    registered = [("a.css", {}), ("sphinx-thebe.css", {}), ("b.css", {})]
    check_no_remote_assets.drop_style(registered, "sphinx-thebe.css")
    assert [name for name, _ in registered] == ["a.css", "b.css"]


def test_without_mathjax_the_build_says_what_to_do(tmp_path):
    with pytest.raises(ConfigError, match="make book"):
        check_no_remote_assets._check(SimpleNamespace(confdir=tmp_path), None)


MATH = '<span class="math notranslate nohighlight">\\(x\\)</span>'


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        (f"is {MATH}, and", f'is <span class="no-break">{MATH},</span> and'),
        (f"({MATH})-th", f'<span class="no-break">({MATH})-</span>th'),
        (f"{MATH} is", f"{MATH} is"),
    ],
)
def test_punctuation_stays_with_its_formula(body, kept):
    assert page_output.keep_marks(body) == kept
