"""What a reader does with the book: search, switch the theme, copy code, turn pages."""

from __future__ import annotations

import json

import pytest

from tests.browser.conftest import ROOT, listed_pages
from tests.browser.watched import PHONE

pytestmark = pytest.mark.browser

HOME, *CHAPTERS = listed_pages()
NOTEBOOKS = [p for p in CHAPTERS if (ROOT / p).with_suffix(".ipynb").exists()]


# Of the first page, from top to bottom.
PARTS = ("article h1", "article .ways", "article .chapter-map rect")


def found(watched, word):
    """Search for a word and return the addresses of the results."""
    watched.page.wait_for_function(
        "() => /found|did not match/.test(document.querySelector('.search-summary')?.innerText)"
    )
    results = watched.page.locator("#search-results li a")
    return [results.nth(i).get_attribute("href") for i in range(results.count())]


def test_search_finds_a_word(visit, address):
    results = found(visit(f"{address}/search.html?q=adjoint"), "adjoint")
    assert any("notation.html" in r for r in results)


def test_search_finds_nothing_where_there_is_nothing(visit, address):
    assert found(visit(f"{address}/search.html?q=zyxwvut"), "zyxwvut") == []


def test_search_works_from_the_file_itself(browser, site):
    page = browser.new_page()
    page.goto(f"{(site / 'search.html').as_uri()}?q=adjoint")
    page.wait_for_selector("#search-results li a")
    page.close()


def test_the_theme_switches_and_stays(visit, address):
    watched = visit(f"{address}/{HOME}")
    theme = watched.page.locator("html")
    button = watched.page.locator(".theme-switch-button:visible").first
    seen = {theme.get_attribute("data-theme")}
    for _ in range(3):  # auto, light, dark: until it is dark
        if theme.get_attribute("data-theme") == "dark":
            break
        button.click()
        seen.add(theme.get_attribute("data-theme"))
    assert seen == {"light", "dark"}
    watched.open(f"{address}/{CHAPTERS[0]}")
    assert theme.get_attribute("data-theme") == "dark"


@pytest.mark.parametrize("chapter_page", NOTEBOOKS)
def test_code_is_copied_as_it_stands_in_the_notebook(visit, address, chapter_page):
    watched = visit(f"{address}/{chapter_page}")
    watched.context.grant_permissions(["clipboard-read", "clipboard-write"])
    first = watched.page.locator(".cell_input .highlight:visible").first
    first.hover()
    first.locator("button.copybtn").click()
    copied = watched.page.evaluate("() => navigator.clipboard.readText()")
    notebook = json.loads((ROOT / chapter_page).with_suffix(".ipynb").read_text())
    sources = ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]
    assert copied.strip() in [source.strip() for source in sources]


@pytest.mark.parametrize("chapter_page", NOTEBOOKS)
def test_the_notebook_can_be_downloaded(visit, address, chapter_page):
    watched = visit(f"{address}/{chapter_page}")
    with watched.page.expect_download() as download:
        watched.page.get_by_role("link", name="Notebook file").click()
    original = (ROOT / chapter_page).with_suffix(".ipynb")
    assert download.value.path().read_bytes() == original.read_bytes()


def test_next_leads_through_the_whole_book(visit, address):
    watched = visit(f"{address}/{HOME}")
    visited = [HOME]
    while (link := watched.page.locator("a.right-next")).count():
        watched.page.goto(link.evaluate("a => a.href"), wait_until="domcontentloaded")
        visited.append(watched.page.url.removeprefix(f"{address}/"))
    assert visited == [HOME, *CHAPTERS]


def test_the_first_page_shows_the_book_in_one_screen(visit, address):
    page = visit(f"{address}/{HOME}").page
    boxes = [page.locator(s).first.bounding_box() for s in PARTS]
    assert all(box["y"] + box["height"] <= 800 for box in boxes)


@pytest.mark.parametrize(
    ("options", "shown"),
    [({}, "wide"), ({"viewport": PHONE}, "narrow")],
    ids=["desktop", "phone"],
)
def test_the_map_is_drawn_for_the_width_at_hand(visit, address, options, shown):
    page = visit(f"{address}/{HOME}", **options).page
    visible = page.locator(".chapter-map svg:visible")
    assert visible.count() == 1
    assert visible.get_attribute("class") == f"chapter-map-{shown}"
    assert visible.locator("a").count() == len(NOTEBOOKS)
    visible.locator("a").last.click()
    page.wait_for_url(f"**/{NOTEBOOKS[-1]}")


def test_paper_is_white_in_the_dark_too(visit, address):
    page = visit(f"{address}/{CHAPTERS[0]}", theme="dark").page
    printed = page.evaluate(
        """() => {
          window.dispatchEvent(new Event("beforeprint"));
          const theme = document.documentElement.dataset.theme;
          window.dispatchEvent(new Event("afterprint"));
          return [theme, document.documentElement.dataset.theme];
        }"""
    )
    assert printed == ["light", "dark"]
