"""What follows a prediction in its section is folded until the reader has answered."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.browser.live.actions import press
from tests.browser.watched import Watched

pytestmark = pytest.mark.browser
CHAPTER = "book/foundations/neurons.html"
SEE = "Show it without an answer"
# Names of what is shown below a question in its section, and of what is not.
BELOW = """(widget) => {
  let next = widget.closest("div.cell"), found = { shown: 0, folded: 0, sections: 0 };
  while ((next = next.nextElementSibling)) {
    if (next.localName === "section") found.sections += next.checkVisibility() ? 1 : 0;
    else if (next.getBoundingClientRect().height < 1) found.folded += 1;
    else found.shown += 1;
  }
  return found;
}"""
# How much below a question in its section the keyboard and screen readers find.
REACHABLE = """(widget) => [...widget.closest("section").querySelectorAll("button, a, pre")]
  .filter((e) => e.closest("div.cell") !== widget.closest("div.cell"))
  .filter((e) => widget.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING)
  .filter((e) => e.checkVisibility({ visibilityProperty: true })).length"""


@pytest.fixture(scope="module")
def watched(browser, address):
    """A chapter, opened once; what its tests do leaves a clean console."""
    found = Watched(browser)
    found.open(f"{address}/{CHAPTER}")
    yield found
    assert (found.errors, found.failed, found.outside) == ([], [], [])
    found.close()


def widgets(page):
    return page.locator("div.cell .dlbook-predict[data-key]")


def below(widget):
    return widget.evaluate(BELOW)


def see_button(page):
    return page.get_by_role("button", name=SEE).first


def answer(widget):
    widget.get_by_role("radio").first.check()
    press(widget, "Lock in my answer")


def test_the_result_is_folded_until_the_reader_has_answered_or_asks_to_see_it(watched):
    page = watched.page
    widget = widgets(page).first
    before = below(widget)
    assert before["folded"] > 0
    assert before["shown"] == 0
    assert widget.evaluate(REACHABLE) == 0
    page.emulate_media(media="print")
    assert below(widget)["folded"] == 0
    page.emulate_media(media="screen")

    see_button(page).click()
    after = below(widget)
    assert after == {**before, "shown": before["folded"], "folded": 0}
    page.reload()
    assert below(widget) == after
    assert widget.get_by_role("button", name="Lock in my answer").count() == 1

    page.evaluate("localStorage.clear()")
    page.reload()
    assert below(widget) == before
    answer(widget)
    assert below(widget) == after
    page.reload()
    assert below(widget) == after
    press(widget, "Answer again")
    assert below(widget) == before


def test_a_link_unfolds_what_it_leads_to(watched, address):
    page = watched.page
    name = widgets(page).first.evaluate(
        """(widget) => [...widget.closest("section").querySelectorAll(":scope > .cell figure")]
          .find((f) => widget.compareDocumentPosition(f) & 4).closest("[id]").id"""
    )
    watched.open(f"{address}/book/progress.html")
    watched.open(f"{address}/{CHAPTER}#{name}")
    expect(page.locator(f"[id='{name}']")).to_be_in_viewport()
    assert below(widgets(page).first)["folded"] == 0


def test_predictions_are_saved_loaded_and_forgotten_with_the_rest(watched, browser, address):
    page = watched.page
    answer(widgets(page).first)
    watched.open(f"{address}/book/progress.html")
    expect(page.locator(".total")).to_contain_text("1 prediction made.")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    assert list(json.loads(download.value.path().read_text())["predictions"].values()) == ["0"]

    other = Watched(browser)
    other.open(f"{address}/book/progress.html")
    other.page.get_by_label("Load a file").set_input_files(download.value.path())
    expect(other.page.locator(".total")).to_contain_text("1 prediction made.")
    other.open(f"{address}/{CHAPTER}")
    assert below(widgets(other.page).first)["folded"] == 0
    other.close()

    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Forget everything").click()
    expect(page.locator(".total")).not_to_contain_text("made")
    watched.open(f"{address}/{CHAPTER}")
    assert below(widgets(page).first)["folded"] > 0


def test_without_scripts_nothing_is_folded(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{CHAPTER}")
    section = page.locator("section").filter(has=widgets(page).first).last
    assert all(p.is_visible() for p in section.locator(":scope > p, :scope > .cell").all())
    context.close()
