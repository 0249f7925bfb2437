"""What a reader does with the book: start, switch the theme, turn pages, print."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import CHAPTERS, listed_pages, sample
from tests.browser.live.actions import expect_said, press
from tests.browser.watched import PHONE

pytestmark = pytest.mark.browser

HOME, *REST = listed_pages()
NEXT = re.compile(r'<a\s+class="right-next"\s+href="([^"]+)"')


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


def test_the_first_page_makes_one_start_on_the_first_screen(visit, address):
    page = visit(f"{address}/{HOME}").page
    parts = ("article h1", ".hero .start a", ".chapter-figure img")
    boxes = [page.locator(s).first.bounding_box() for s in parts]
    assert all(box["y"] + box["height"] <= 800 for box in boxes)
    page.locator(".hero .start a").first.click()
    page.wait_for_url(f"**/{CHAPTERS[0]}")


def test_the_first_cell_runs_at_once_and_prints_what_is_shown(visit, address):
    watched = visit(f"{address}/{HOME}")
    cell = watched.page.locator(".live-cell")
    shown = cell.locator(".cell_output").inner_text().strip()
    press(cell, "Run")
    expect_said(cell, "Done in")
    assert cell.locator(".live-output").inner_text().strip().endswith(shown)
    assert (watched.errors, watched.failed, watched.outside) == ([], [], [])


@pytest.mark.parametrize("options", [{}, {"viewport": PHONE}], ids=["desktop", "phone"])
def test_the_map_opens_part_by_part(visit, address, options):
    page = visit(f"{address}/{HOME}", **options).page
    parts = page.locator(".chapter-map details.part")
    for i in range(1, parts.count()):
        assert not parts.nth(i).locator("li").first.is_visible()
        parts.nth(i).locator("summary").click()
    chapters = page.locator(".chapter-map li > a.chapter:visible")
    assert chapters.count() == len(CHAPTERS)
    chapters.last.click()
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


@pytest.mark.parametrize("name", sorted({CHAPTERS[0], *sample(CHAPTERS, 2)}))
def test_a_figure_that_moves_takes_the_place_of_its_picture(visit, address, name):
    watched = visit(f"{address}/{name}")
    watched.unfold()
    page = watched.page
    page.locator(".cell.tag_explore").first.scroll_into_view_if_needed()
    page.wait_for_selector(".explore-ready .explore", state="visible")
    beside = page.locator(".explore-ready figure > :not(.explore, figcaption)")
    assert beside.count() > 0
    assert not any(part.is_visible() for part in beside.all())
