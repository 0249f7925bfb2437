"""What a reader's connection carries: a chapter is light until more is asked for."""

from __future__ import annotations

import gzip
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import CHAPTERS, sample
from tests.browser.watched import PHONE

pytestmark = pytest.mark.browser

MOST = 2_000_000  # bytes of a chapter with all its figures
MOST_REQUESTS = 72  # of which up to 20 are figures, and as many fonts of formulas
# As servers do; pictures and fonts are compressed already.
COMPRESSED = (".css", ".html", ".js", ".json", ".svg")
FIGURE = "article a.image-reference"
SCROLL = """async () => {
  for (const image of document.querySelectorAll("article img")) {
    image.scrollIntoView();
    if (!image.complete) await new Promise((done) => { image.onload = image.onerror = done; });
  }
}"""


def loaded(page):
    """Return the paths of what the page has loaded."""
    names = page.evaluate("performance.getEntriesByType('resource').map((e) => e.name)")
    return {urlsplit(name).path for name in [page.url, *names]}


def wire_bytes(path):
    content = path.read_bytes()
    return len(gzip.compress(content)) if path.suffix in COMPRESSED else len(content)


@pytest.mark.parametrize("name", sample(CHAPTERS, 2))
def test_a_chapter_with_its_figures_is_light(visit, address, site, name):
    page = visit(f"{address}/{name}").page
    before = loaded(page)
    page.evaluate(SCROLL)
    paths = loaded(page)
    assert {p for p in paths - before if p.endswith(".png")}, "no figure waited to be near"
    sizes = {path: wire_bytes(site / path.lstrip("/")) for path in paths}
    assert sum(sizes.values()) <= MOST, sorted(sizes.items(), key=lambda item: -item[1])[:9]
    assert len(sizes) <= MOST_REQUESTS


@pytest.mark.parametrize(
    ("name", "formulas"), [("book/index.html", False), (CHAPTERS[0], True)]
)
def test_what_a_page_does_not_use_it_does_not_load(visit, address, name, formulas):
    paths = loaded(visit(f"{address}/{name}").page)
    files = {path.rpartition("/")[2] for path in paths}
    assert ("tex-mml-chtml.js" in files) == formulas
    assert not files & {
        "fontawesome.js",
        "searchindex.js",
        "sphinx_highlight.js",
        "fa-solid-900.woff2",
    }


def test_icons_are_drawn(visit, address):
    page = visit(f"{address}/{CHAPTERS[0]}").page
    icons = page.locator("i[class*=fa-], span[class*=fa-]")
    missing = icons.evaluate_all(
        """(icons) => icons.filter((icon) => getComputedStyle(icon).getPropertyValue("--icon")
             .trim() === "none").map((icon) => icon.className)"""
    )
    assert icons.count() > 5
    assert missing == []


@pytest.mark.parametrize("options", [{}, {"viewport": PHONE}], ids=["desktop", "phone"])
def test_a_figure_is_enlarged_by_a_click_and_by_a_key(visit, address, options):
    page = visit(f"{address}/{CHAPTERS[0]}", **options).page
    figure = page.locator(FIGURE).first
    small = figure.locator("img").bounding_box()["width"]
    figure.click()
    large = page.locator("dialog.enlarged img")
    expect(large).to_be_visible()
    assert large.bounding_box()["width"] > small
    large.click()
    expect(large).to_have_count(0)
    figure.focus()
    page.keyboard.press("Enter")
    expect(large).to_be_visible()
    page.keyboard.press("Escape")
    expect(large).to_have_count(0)
    assert figure.evaluate("(link) => link === document.activeElement")
