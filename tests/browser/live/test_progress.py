"""Progress is listed, saved as a file, and loaded in another browser."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.browser.live.actions import exercise, press, state, write

pytestmark = pytest.mark.browser


@pytest.fixture
def answered(opened):
    """A browser in which one exercise was answered rightly, and one wrongly."""
    watched = opened("part/first")
    for slug, option, button in (
        ("choose", "seven", "Check my answer"),
        ("foresee", "two", "Lock in my answer"),
    ):
        work = exercise(watched.page, slug)
        work.get_by_label(option).check()
        press(work, button)
    return watched


def listed(page):
    """Return the state of each exercise in the list."""
    items = page.locator(".exercise-list li")
    return {
        i.get_attribute("data-exercise"): i.get_attribute("data-state") for i in items.all()
    }


def save(watched):
    with watched.page.expect_download() as download:
        watched.page.get_by_role("button", name="Save as a file").click()
    return download.value


def load(page, text):
    content = {"name": "x.json", "mimeType": "application/json", "buffer": text.encode()}
    page.get_by_label("Load a file").set_input_files(content)


def test_every_exercise_is_listed_by_page_with_its_state(answered, live_address):
    answered.open(f"{live_address}/book/progress.html")
    page = answered.page
    assert page.locator(".exercise-list h2").all_inner_texts() == [
        "First chapter 2 of 4",
        "More 0 of 3",
    ]
    assert list(listed(page)) == [
        f"first/{slug}"
        for slug in ("double", "mend", "choose", "foresee", "estimate", "explore", "elsewhere")
    ]
    states = listed(page)
    assert (states["first/choose"], states["first/foresee"]) == ("done", "answered")
    assert states["first/double"] == ""
    expect(page.locator(".total")).to_have_text("2 of 7 exercises done.")
    page.get_by_role("link", name="Which is prime").click()
    page.wait_for_url("**/part/first.html#ex-first-choose")


def test_progress_moves_to_another_browser_as_a_file(answered, opened, live_address):
    answered.open(f"{live_address}/book/progress.html")
    saved = save(answered)
    assert saved.suggested_filename == "deep-learning-progress.json"
    text = saved.path().read_text()
    assert json.loads(text)["exercises"]["first/choose"]["right"] is True

    other = opened("progress")
    assert set(listed(other.page).values()) == {""}
    load(other.page, text)
    expect(other.page.locator(".live-status")).to_have_text("Loaded 2 exercises.")
    assert listed(other.page)["first/choose"] == "done"
    other.open(f"{live_address}/book/part/first.html")
    work = exercise(other.page, "choose")
    assert state(work) == "done"
    assert work.get_by_label("seven").is_checked()


def test_what_is_done_here_stays_done_when_an_older_file_is_loaded(answered, live_address):
    answered.open(f"{live_address}/book/progress.html")
    old = {
        "first/choose": {"changed": "2001-01-01", "tries": 1},
        "first/double": {"changed": "2001-01-01", "done": "2001-01-01"},
    }
    load(
        answered.page, json.dumps({"format": "dlbook-progress", "version": 1, "exercises": old})
    )
    expect(answered.page.locator(".live-status")).to_have_text("Loaded 2 exercises.")
    states = listed(answered.page)
    assert (states["first/choose"], states["first/double"]) == ("done", "done")


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"format": "dlbook-progress"}', "x"])
def test_another_file_is_refused(opened, text):
    page = opened("progress").page
    load(page, text)
    expect(page.locator(".live-status")).to_have_text(
        "This file holds no progress of this book."
    )


def test_changed_cells_go_with_it(answered, opened, live_address):
    write(answered.page.locator(".live-cell").first, "mine = 1")
    answered.open(f"{live_address}/book/progress.html")
    text = save(answered).path().read_text()
    other = opened("progress")
    load(other.page, text)
    expect(other.page.locator(".live-status")).to_have_text("Loaded 2 exercises.")
    other.open(f"{live_address}/book/part/first.html")
    expect(other.page.locator(".live-cell pre").first).to_have_text("mine = 1")


def test_everything_is_forgotten_only_when_the_reader_confirms(answered, live_address):
    answered.open(f"{live_address}/book/progress.html")
    page = answered.page
    page.get_by_role("button", name="Forget everything").click()  # dialogs are dismissed
    assert listed(page)["first/choose"] == "done"
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Forget everything").click()
    expect(page.locator(".total")).to_have_text("0 of 7 exercises done.")
    page.reload()
    assert set(listed(page).values()) == {""}


def test_it_works_where_storage_is_refused(opened, live_address):
    watched = opened("progress")
    refuse = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})"
    watched.page.add_init_script(refuse)
    watched.open(f"{live_address}/book/part/first.html")
    work = exercise(watched.page, "choose")
    work.get_by_label("seven").check()
    press(work, "Check my answer")
    assert state(work) == "done"
    # The theme itself complains: it keeps its own settings there.
    assert not [error for error in watched.errors if "live" in error]
    watched.errors.clear()


def test_a_stored_record_that_is_none_is_passed_over(opened):
    watched = opened("part/first")
    for text in ("x", "3", "[]", '"y"', "null"):
        watched.page.evaluate(f"localStorage.setItem('dlbook-exercise:first/choose', {text!r})")
        watched.page.reload()
        assert state(exercise(watched.page, "choose")) == ""
