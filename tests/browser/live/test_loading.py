"""Nothing heavy is loaded before it is asked for, and nothing from elsewhere."""

from __future__ import annotations

import json

import pytest

from tests.browser.live.actions import exercise, expect_said, press, state

pytestmark = pytest.mark.browser
HEAVY = ("editor.js", "worker.js", ".wasm", ".zip", "live.json", "pyodide")


@pytest.fixture
def requested(opened):
    """Open a page, and return it with the names of what it asks for."""

    def open_page(name):
        watched = opened("index")
        names = []
        # The browser, not the page: a worker's requests are counted, too.
        watched.context.on("request", lambda r: names.append(r.url.rpartition("/live/")[2]))
        watched.open(watched.page.url.replace("index", name))
        return watched, names

    return open_page


def test_a_page_without_exercises_loads_nothing_live(requested):
    _, names = requested("index")
    assert not any(name in ("start.js", "live.css") for name in names)
    assert not any(part in name for part in HEAVY for name in names)


def test_python_and_the_editor_come_on_first_use(requested):
    watched, names = requested("part/first")
    assert any(name.startswith("start.js") for name in names)
    assert not any(part in name for part in HEAVY for name in names)
    work = exercise(watched.page, "double")
    press(work, "Edit")
    watched.page.wait_for_selector(".cm-editor")
    assert "editor.js" in names
    assert not any(".wasm" in name for name in names)
    press(work, "Run")
    expect_said(work, "Done in")
    assert watched.outside == []


def test_python_starts_by_itself_on_the_next_page(requested, live_address):
    watched, _ = requested("part/first")
    work = exercise(watched.page, "double")
    press(work, "Run")
    expect_said(work, "Done in")
    with watched.page.expect_worker():
        watched.open(f"{live_address}/book/more.html")


def test_what_is_loaded_stays_small(live_site):
    live = live_site / "_static" / "live"
    manifest = json.loads((live / "live.json").read_text())
    assert 16e6 < manifest["bytes"] < 19e6
    # Half of it is data: digits, the weights of two networks, the passages to be searched.
    assert (live / "dlbook.zip").stat().st_size < 1.5e6
    assert (live / "start.js").stat().st_size < 50_000
    assert (live / "book.js").stat().st_size < 16_000
    assert (live / "plot.js").stat().st_size < 300_000


def test_opened_as_a_file_all_but_python_works(browser, live_site):
    page = browser.new_page()
    page.goto((live_site / "book/part/first.html").as_uri())
    choice = exercise(page, "choose")
    choice.get_by_label("seven").check()
    press(choice, "Check my answer")
    assert state(choice) == "done"
    work = exercise(page, "double")
    press(work, "Hint")
    press(work, "Run")
    expect_said(work, "Opened as a file, a page may not start Python. Call make serve")
    press(work, "Edit")
    expect_said(work, "The editor could not be loaded")
    page.close()


def test_a_file_that_is_missing_is_reported(opened, live_address):
    watched = opened("part/first")
    work = exercise(watched.page, "double")
    watched.context.route("**/dlbook.zip*", lambda route: route.fulfill(status=404))
    press(work, "Run")
    expect_said(work, "Python could not be loaded")
    watched.errors.clear()
    watched.failed.clear()
    watched.context.unroute("**/dlbook.zip*")
    press(work, "Run")
    expect_said(work, "Done in")
