"""Every page of the book opens in a real browser without a fault.

A page is loaded once for all its checks. axe-core reads one page of each kind completely,
and a few chapters that change from day to day; ``DLBOOK_ALL_PAGES=1`` makes it read all.
"""

from __future__ import annotations

import os

import pytest

from tests.browser import page_checks as checks
from tests.browser.conftest import CHAPTERS, listed_pages, sample
from tests.browser.watched import DESKTOP, PHONE, Watched
from tools.chapters import chapter

pytestmark = pytest.mark.browser

PAGES = [*listed_pages(), "search.html"]
OTHERS = [name for name in PAGES if name not in CHAPTERS]
# The pages of the API are of one kind.
KINDS = [n for n in OTHERS if "/api/" not in n] + [n for n in OTHERS if "/api/" in n][:1]
READ = PAGES if os.environ.get("DLBOOK_ALL_PAGES") == "1" else [*KINDS, *sample(CHAPTERS, 2)]
# What a change of the theme can change.
COLORS = ["color-contrast", "link-in-text-block"]


@pytest.fixture(scope="module", params=PAGES)
def page_name(request):
    return request.param


@pytest.fixture(scope="module")
def opened(browser, address, page_name):
    """Open each page once; its checks follow one another."""
    watched = Watched(browser)
    watched.open(f"{address}/{page_name}")
    yield watched
    watched.close()


def test_it_opens_without_a_fault(opened):
    found = {
        "console": opened.errors,
        "failed": opened.failed,
        "outside": opened.outside,
        "images": checks.image_problems(opened.page),
    }
    opened.unfold()
    found["maths"] = checks.maths_problems(opened.page)
    for width in (PHONE, DESKTOP):
        opened.page.set_viewport_size(width)
        opened.page.wait_for_timeout(300)  # the page fits its formulas to the width
        found[f"overflow at {width['width']}"] = checks.overflow_problems(opened.page)
        found[f"reach at {width['width']}"] = checks.reach_problems(opened.page)
    assert {what: wrong for what, wrong in found.items() if wrong} == {}


def test_code_is_copied_and_the_notebook_downloaded(opened, page_name):
    if page_name not in CHAPTERS:
        pytest.skip("not a chapter")
    shown = chapter(page_name.rpartition("/")[2].removesuffix(".html"))
    opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
    first = opened.page.locator(".cell_input .highlight:visible").first
    first.hover()
    first.locator("button.copybtn").click()
    copied = opened.page.evaluate("() => navigator.clipboard.readText()")
    cells = shown.notebook()["cells"]
    sources = ["".join(c["source"]).strip() for c in cells if c["cell_type"] == "code"]
    assert copied.strip() in sources
    with opened.page.expect_download() as download:
        opened.page.get_by_role("link", name="Notebook file").click()
    assert download.value.path().read_bytes() == shown.path.read_bytes()


def test_axe_finds_nothing_in_light_and_dark(opened, page_name, axe):
    if page_name not in READ:
        pytest.skip("another day, or with DLBOOK_ALL_PAGES=1")
    opened.unfold()
    for width in (PHONE, DESKTOP):
        opened.page.set_viewport_size(width)
        opened.page.wait_for_timeout(300)  # the page fits its formulas to the width
        opened.settle()
        assert checks.accessibility_problems(opened.page, axe) == [], width
    opened.page.emulate_media(color_scheme="dark")
    opened.page.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    opened.settle()
    assert checks.accessibility_problems(opened.page, axe, COLORS) == []
