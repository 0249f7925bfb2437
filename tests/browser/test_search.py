"""Search finds what a learner types, leads there, and marks it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import CHAPTERS, listed_pages
from tests.browser.page_checks import accessibility_problems, overflow_problems
from tests.browser.watched import PHONE, TYPESET

pytestmark = pytest.mark.browser
HOME = listed_pages()[0]

# What learners type, and the chapters that the first result may stand in.
QUERIES = {
    "learning rate": "optimizers",
    "overfitting": "regularization|what-is-deep-learning",
    "batch norm": "gradient-flow",
    "dropout": "regularization",
    "softmax overflow": "losses|neurons",
    "kernel": "convolution",
    "vanishing gradient": "gradient-flow|backpropagation",
    "attention": "transformers|efficient-attention",
    "perplexity": "losses|recurrent|language-models",
    "hallucination": "large-language-models",
    "prompt injection": "large-language-models",
    "mode collapse": "gans",
    "why are deep networks hard to train": "gradient-flow|feedforward|what-is-deep-learning",
    "why would a deep network be better than a shallow one": "feedforward",
    "how do I know that training has failed": "training-process",
    "loss does not go down": "training-process",
}


# What the book itself can do, and the sections that say so.
FEATURES = {
    "cite": "Cite a chapter, link to a cell",
    "bibtex": "Cite a chapter, link to a cell",
    "keyboard": "Search and keyboard shortcuts",
    "keyboard shortcuts": "Search and keyboard shortcuts",
    "dark mode": "Dark mode, hidden code, larger figures",
    "hide code": "Dark mode, hidden code, larger figures",
    "progress": "Your progress",
    "grade": "Grading a course",
    "colab": "Notebooks: JupyterLab and Google Colab",
    "pdf": "Print a chapter, or save it as a PDF",
    "print": "Print a chapter, or save it as a PDF",
    "run code": "Run and change code",
}


@pytest.fixture(scope="module")
def searching(browser, address):
    """A page whose search is open."""
    page = browser.new_page()
    page.goto(f"{address}/{HOME}")
    page.keyboard.press("/")
    yield page
    page.close()


def search(page, query):
    """Type a query, and return the results, the best first."""
    page.locator("dialog input[type=search]").fill(query)
    page.wait_for_function("() => Boolean(window.dlbookSearch)")
    wanted = page.evaluate("(q) => window.dlbookSearch(q).length", query)
    said = f"{wanted} result" if wanted else "Nothing was found"
    expect(page.locator("dialog .search-status")).to_contain_text(said)
    return page.locator("dialog a.search-result")


@pytest.mark.parametrize(("query", "chapter"), QUERIES.items())
def test_what_learners_type_is_found_in_the_right_chapter(searching, query, chapter):
    results = search(searching, query)
    first = results.first
    assert re.search(rf"/({chapter})\.html", first.get_attribute("href"))
    assert first.locator("mark").count() or query in first.inner_text().lower()
    shown = results.all_inner_texts()
    assert not [text for text in shown if re.search(r"\\|\$|def |import |Contents", text)]


@pytest.mark.parametrize(("query", "section"), FEATURES.items())
def test_what_the_book_can_do_is_found(searching, query, section):
    search(searching, query)
    found = searching.evaluate(
        """(q) => window.dlbookSearch(q).slice(0, 4)
             .map(({ address, heading }) => [/how-to-use|grading/.test(address), heading])""",
        query,
    )
    assert [True, section] in found


def test_sections_come_before_exercises_and_these_before_the_package(searching):
    search(searching, "dropout")
    blocks = searching.locator("dialog .search-results > *")
    assert [
        b.inner_text().upper() for b in blocks.all() if b.evaluate("b => b.tagName") == "H2"
    ] == [
        "EXERCISES",
        "THE PACKAGE",
    ]
    assert "modules" not in blocks.first.locator("a").first.get_attribute("href")


@pytest.mark.parametrize(
    ("query", "same"),
    [
        ("batchnorm", "Batch norm in the wrong mode"),
        ("perplexty", "Classes: cross-entropy"),  # a slip of the finger
        ("vanishing grad", "Gradients that vanish on the way"),  # not typed to its end
        ("convnet kernels", "What filters learn"),
    ],
)
def test_other_words_and_slips_find_it_too(searching, query, same):
    search(searching, query)
    found = searching.evaluate(
        "(q) => window.dlbookSearch(q).slice(0, 6).map((r) => r.heading)", query
    )
    assert same in found


def test_nothing_is_found_where_there_is_nothing(searching):
    assert search(searching, "zyxwvutz").count() == 0


def test_the_keyboard_leads_to_the_words_and_marks_them(visit, address):
    watched = visit(f"{address}/{HOME}")
    page = watched.page
    page.keyboard.press("Control+k")
    search(page, "mode collapse")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/gans.html#collapse-on-a-ring")
    page.evaluate(TYPESET)
    marks = page.locator("mark.found")
    expect(marks.first).to_be_attached()
    expect(marks.filter(has_text=re.compile("^mode$")).first).to_be_in_viewport()
    assert "find=" not in page.url
    page.keyboard.press("Escape")
    expect(marks).to_have_count(0)
    assert (watched.errors, watched.failed, watched.outside) == ([], [], [])


def test_the_page_of_the_search_holds_all_results(visit, address, axe):
    watched = visit(f"{address}/search.html?q=vanishing+gradient", viewport=PHONE)
    page = watched.page
    expect(page.locator("article .search-result").first).to_be_visible()
    assert page.locator("article .search-result").count() > 12
    assert overflow_problems(page) == []
    assert accessibility_problems(page, axe) == []


def test_it_works_from_the_file_itself(browser, site):
    page = browser.new_page()
    page.goto(f"{(site / 'search.html').as_uri()}?q=adjoint")
    expect(page.locator("article .search-result").first).to_be_visible()
    page.close()


def test_no_page_loads_the_index_before_one_searches(visit, address):
    names = []
    watched = visit(f"{address}/{HOME}")
    watched.page.on("request", lambda r: names.append(r.url.rpartition("/")[2]))
    watched.open(f"{address}/{CHAPTERS[0]}")
    scripts = [name for name in names if ".js" in name]
    assert not any(name.startswith(("search", "language_data")) for name in scripts)
    watched.page.keyboard.press("/")
    search(watched.page, "loss")
    assert "search-index.js" in names
