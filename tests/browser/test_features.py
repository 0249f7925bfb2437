"""What a reader does with the book: search, switch the theme, turn pages, print."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import CHAPTERS, listed_pages
from tests.browser.watched import PHONE

pytestmark = pytest.mark.browser

HOME, *REST = listed_pages()
NEXT = re.compile(r'<a\s+class="right-next"\s+href="([^"]+)"')

# Of the first page, from top to bottom.
PARTS = ("article h1", "article .ways", "article .chapter-map rect")


def found(watched):
    """Return the addresses of the results on an open page of the search."""
    watched.page.wait_for_function(
        "() => /found|did not match/.test(document.querySelector('.search-summary')?.innerText)"
    )
    results = watched.page.locator("#search-results li a")
    return [results.nth(i).get_attribute("href") for i in range(results.count())]


def test_search_finds_a_word(visit, address):
    results = found(visit(f"{address}/search.html?q=adjoint"))
    assert any("notation.html" in r for r in results)


def test_search_finds_nothing_where_there_is_nothing(visit, address):
    assert found(visit(f"{address}/search.html?q=zyxwvut")) == []


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


def test_next_leads_through_the_whole_book(site):
    visited, here = [], site / HOME
    while here:
        visited.append(here.relative_to(site).as_posix())
        link = NEXT.search(here.read_text(encoding="utf-8"))
        here = (here.parent / link[1]).resolve() if link else None
    assert visited == [HOME, *REST]


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
    assert visible.locator("a").count() == len(CHAPTERS)
    visible.locator("a").last.click()
    page.wait_for_url(f"**/{CHAPTERS[-1]}")


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
