"""A reader finds the way: marks of what is read, keys, links to cells, a way back."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import CHAPTERS, listed_pages
from tests.browser.page_checks import accessibility_problems
from tests.browser.watched import PHONE
from tools.chapters import chapters

pytestmark = pytest.mark.browser
HOME = listed_pages()[0]
PROGRESS = "book/progress.html"
FIRST, SECOND, *REST = CHAPTERS
NEURONS = next(c for c in chapters() if c.slug == "neurons")
LOSSES = next(c for c in chapters() if c.slug == "losses")
OPTIMIZERS = next(c for c in chapters() if c.slug == "optimizers")
FOCUSED = "document.activeElement"


@pytest.fixture
def opened(visit, address):
    """Return a function that opens a page, and expect a clean console."""
    pages = []

    def open_page(name, **options):
        pages.append(visit(f"{address}/{name}", **options))
        return pages[-1].page

    yield open_page
    for watched in pages:
        assert (watched.errors, watched.failed, watched.outside) == ([], [], [])


def page_of(chapter):
    return f"{chapter.docname}.html"


def mark(page, chapter):
    """Return what the side bar says of a chapter."""
    link = page.locator(".bd-sidebar-primary li > a", has_text=chapter.title)
    return [s.strip() for s in link.locator(".progress-mark .only-spoken").all_inner_texts()]


def keep(page, key, **record):
    """Put a record into the browser's storage."""
    page.evaluate("([k, v]) => localStorage.setItem(k, v)", [key, json.dumps(record)])


def scroll_through(page):
    """Show each section's end, as someone does who reads."""
    page.evaluate(
        """async () => {
          for (const heading of document.querySelectorAll("article section > h2")) {
            const end = heading.parentElement.lastElementChild;
            end.scrollIntoView({ block: "end", behavior: "instant" });
            await new Promise((go) => requestAnimationFrame(() => setTimeout(go, 30)));
          }
        }"""
    )


def test_a_chapter_that_was_scrolled_through_in_some_time_is_marked_as_read(opened):
    page = opened(page_of(NEURONS))
    assert mark(page, NEURONS) == []
    page.evaluate("document.querySelector('#exercises').scrollIntoView()")
    scroll_through(page)
    box = page.get_by_label("I have read this chapter")
    expect(box).not_to_be_checked()  # flown through
    assert mark(page, NEURONS) == ["(begun)"]
    keep(page, "dlbook-chapter:neurons", spent=20 * 60_000)
    page.reload()
    scroll_through(page)
    expect(box).to_be_checked()
    assert mark(page, NEURONS) == ["(read)"]
    box.uncheck()
    page.reload()
    scroll_through(page)
    expect(box).not_to_be_checked()  # the reader knows better
    assert mark(page, NEURONS) == ["(begun)"]


def test_marks_count_exercises_and_travel_with_the_progress(opened, address):
    page = opened(PROGRESS)
    exercises = page.evaluate("(p) => dlbookChapters[p].exercises", page_of(NEURONS))
    for exercise in exercises[:2]:
        keep(page, f"dlbook-exercise:{exercise}", done="2026-01-01")
    keep(page, "dlbook-chapter:neurons", read="2026-01-01", at="summary")
    page.reload()
    (said,) = mark(page, NEURONS)
    assert said.startswith("(read, 2 of ")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    text = download.value.path().read_text()
    assert json.loads(text)["chapters"]["neurons"]["read"] == "2026-01-01"
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Forget everything").click()
    assert mark(page, NEURONS) == []

    other = opened(PROGRESS)
    file = {"name": "p.json", "mimeType": "application/json", "buffer": text.encode()}
    other.locator("input[type=file]").set_input_files(file)
    expect(other.locator(".live-status")).to_contain_text("Loaded")
    assert mark(other, NEURONS) == [said]
    other.goto(f"{address}/{HOME}")
    assert other.locator("#map-neurons").get_attribute("data-reading") == "read"


def test_keys_turn_pages_search_and_switch(opened):
    page = opened(FIRST)
    page.keyboard.press("n")
    page.wait_for_url(f"**/{SECOND}")
    page.keyboard.press("p")
    page.wait_for_url(f"**/{FIRST}")
    page.keyboard.press("c")
    assert page.locator("div.cell_input:visible").count() == 0
    assert page.locator(".cell_output:visible").count() > 5
    page.reload()
    assert page.get_by_role("button", name="Show code").is_visible()
    page.keyboard.press("c")
    assert page.locator("div.cell_input:visible").count() > 10
    theme = page.locator("html").get_attribute("data-mode")
    page.keyboard.press("t")
    assert page.locator("html").get_attribute("data-mode") != theme
    page.keyboard.press("j")
    page.keyboard.press("j")
    at = page.evaluate(f"{FOCUSED}.textContent")
    page.keyboard.press("k")
    assert page.evaluate(f"{FOCUSED}.localName[0]") == "h"
    assert page.evaluate(f"{FOCUSED}.textContent") != at
    page.keyboard.press("/")
    page.keyboard.type("n?")  # words, in a field
    assert page.locator("dialog input[type=search]").input_value() == "n?"


def test_the_keys_are_listed_and_can_be_switched_off(opened, axe):
    page = opened(FIRST)
    page.keyboard.press("?")
    listed = page.get_by_role("dialog", name="Keys")
    expect(listed).to_be_visible()
    assert listed.locator("kbd").all_inner_texts() == ["n", "p", "j", "k", "/", "t", "c", "?"]
    assert accessibility_problems(page, axe, ["color-contrast", "label", "button-name"]) == []
    listed.get_by_label("Listen to these keys").uncheck()
    page.keyboard.press("Escape")
    expect(listed).not_to_be_visible()
    page.keyboard.press("n")
    page.wait_for_timeout(200)
    assert page.url.endswith(FIRST)


def test_a_cell_has_a_link_that_mouse_and_keyboard_find(opened):
    page = opened(SECOND)
    place = "div.cell[id]:not([class*=tag_]):has(> div.cell_input a.cell-link)"
    name = page.locator(place).nth(5).get_attribute("id")
    cell = page.locator(f"#{name}")
    link = cell.get_by_role("link", name="Link to this cell")
    cell.locator("div.highlight").first.hover()
    expect(link).to_have_css("opacity", "1")
    link.click()
    assert page.url.endswith(f"#{name}")
    cell.locator("button.copybtn").first.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(f"{FOCUSED}.className") == "cell-link"


def test_who_follows_a_link_to_an_earlier_chapter_finds_the_way_back(opened):
    page = opened(page_of(LOSSES))
    need = page.locator("article p", has_text="You need").get_by_role("link").first
    need.click()
    page.wait_for_url(f"**/{page_of(NEURONS)}")
    back = page.get_by_role("link", name=f"← Back to {LOSSES.title}")
    expect(back).to_be_in_viewport()
    back.click()
    page.wait_for_url(f"**/{page_of(LOSSES)}*")
    assert page.locator(".way-back").count() == 0


def test_a_chapter_says_where_it_leads_and_how_to_cite_it(opened):
    page = opened(page_of(LOSSES))
    end = page.locator(".chapter-end")
    assert end.get_by_role("link").count() >= 4
    contents = page.locator(".bd-sidebar-secondary")
    expect(contents.get_by_role("link", name="Where this leads")).to_be_visible()
    page.get_by_text("Cite this chapter").click()
    expect(end.locator("pre")).to_contain_text("@incollection{dlbook-losses")


def test_the_keyboard_skips_sections_and_exercises(opened):
    page = opened(SECOND)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED}.textContent") == "Skip to the exercises"
    page.keyboard.press("Enter")
    stops = []
    for _ in range(200):
        page.keyboard.press("Tab")
        text = page.evaluate(f"{FOCUSED}.textContent")
        stops.append(text)
        if page.evaluate(f"{FOCUSED}.closest('.chapter-end') !== null"):
            break
        if text.startswith("Skip"):
            page.keyboard.press("Enter")
    count = len(chapters()[1].notebook()["cells"])
    exercises = page.locator("div.exercise").count()
    assert len(stops) <= 3 * exercises + 20 < count


def test_on_a_phone_nothing_is_in_the_way(opened):
    page = opened(page_of(LOSSES), viewport=PHONE)
    page.locator("article p", has_text="You need").get_by_role("link").first.click()
    page.wait_for_url(f"**/{page_of(NEURONS)}")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
    cut = page.locator(":is(pre, .pst-scrollable-table-container)[data-scrolls]").evaluate_all(
        "(cut) => cut.map((element) => getComputedStyle(element).backgroundImage)"
    )
    assert cut
    assert all("gradient" in image for image in cut)
    numbered = page.locator("div.math:has(> .eqno)").first
    formula, number = numbered.locator("mjx-container"), numbered.locator(".eqno")
    below = formula.bounding_box()
    assert number.bounding_box()["y"] >= below["y"] + below["height"] - 1


def test_on_a_phone_no_formula_is_cut_on_the_left(opened):
    page = opened(page_of(OPTIMIZERS), viewport=PHONE)
    lefts = page.locator("div.math mjx-math").evaluate_all(
        "(formulas) => formulas.map((formula) => formula.getBoundingClientRect().left)"
    )
    assert min(left for left in lefts if left) > 0
