"""A chapter of the built book, as a reader works through it: one page, one Python."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dlbook.exercise import find
from tests.browser.live.actions import PATIENCE, expect_said, press, state, write
from tests.browser.page_checks import overflow_problems
from tests.browser.watched import DESKTOP, PHONE, Watched

pytestmark = pytest.mark.browser
CHAPTER = "book/foundations/backpropagation.html"
FOCUSED = "document.activeElement"


def exercise(page, slug):
    """Return the place to work at an exercise of the chapter."""
    return page.locator(f'.live-work[data-exercise="backpropagation/{slug}"]')


def solution(slug, *changes):
    """Return an exercise's solution, spoiled by replacing parts of it."""
    code = find(f"backpropagation/{slug}").solution
    for old, new in changes:
        assert code.count(old) == 1
        code = code.replace(old, new)
    return code


@pytest.fixture(scope="module")
def chapter(browser, address):
    """Return the chapter, opened once; all that its tests do leaves a clean console."""
    watched = Watched(browser)
    watched.open(f"{address}/{CHAPTER}")
    yield watched
    assert (watched.errors, watched.failed, watched.outside) == ([], [], [])
    watched.close()


@pytest.fixture
def page(chapter):
    return chapter.page


def test_the_reader_is_told_what_to_do(page):
    guide = page.locator("#exercises > .live-guide")
    expect(guide).to_contain_text("need to install nothing")
    work = exercise(page, "linear-backward")
    expect(work).to_contain_text("Click the code to change it.")


def test_a_cell_is_changed_and_run(page):
    cell = page.locator(".live-cell").filter(has_text="one_neuron").first
    press(cell, "Run")
    expect_said(cell, "Done in")
    output = cell.locator(".live-output")
    expect(output).to_contain_text("y   5.0   ∂  -4.0")
    write(cell, "one_neuron(2.0, 3.0, 1.0, 9.0)")
    press(cell, "Run")
    expect(output).to_have_text("4.0", timeout=PATIENCE)


def test_a_wrong_answer_gets_the_right_diagnosis(page):
    work = exercise(page, "linear-backward")
    write(work, solution("linear-backward", ("sum(axis=0)", "sum(axis=1)")))
    press(work, "Check")
    expect_said(work, "What it looks like: You summed the bias gradient over the features.")
    assert state(work) == "begun"


def test_what_is_shown_fits_a_phone(page):
    broken = exercise(page, "gradient-accumulation")
    press(broken, "Check")
    expect_said(broken, "nothing in it has changed yet")
    recall = exercise(page, "saved-activations")
    recall.get_by_role("radio").first.check()
    press(recall, "Check my answer")
    page.set_viewport_size(PHONE)
    assert overflow_problems(page) == []
    page.set_viewport_size(DESKTOP)


def test_an_exercise_is_done_by_keyboard_alone(page):
    work = exercise(page, "softmax-backward")
    title = page.locator("#ex-backpropagation-softmax-backward .admonition-title")
    title.evaluate("(title) => { title.tabIndex = -1; title.focus(); }")
    tab_to(page, "Edit")
    page.keyboard.press("Enter")
    work.locator(".cm-editor.cm-focused").wait_for()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(solution("softmax-backward"))
    page.keyboard.press("Shift+Enter")
    expect_said(work, "✓ Right.")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED}.textContent") == "Run"
    assert state(work) == "done"


def tab_to(page, name):
    """Press Tab until the element of that name has the focus."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate(f"{FOCUSED}.textContent.trim()") == name:
            return
    raise AssertionError(f"the keyboard does not reach {name!r}")


def test_after_an_endless_loop_a_right_answer_survives_a_reload(page):
    work = exercise(page, "deep-network-backward")
    write(work, "def network_backward(*args):\n    while True: pass\n")
    press(work, "Check")
    expect_said(work, "Running")
    press(work, "Hint")  # the page still answers
    expect(work.locator(".live-hints li")).to_have_count(1)
    press(work, "Stop")
    expect_said(work, "Stopped.")
    write(work, solution("deep-network-backward"))
    press(work, "Check")
    expect_said(work, "✓ Right.")
    page.reload()
    expect(work.locator("pre").first).to_contain_text("slopes.insert(0")
    assert state(work) == "done"


def test_progress_moves_to_another_browser(page, browser, address):
    choice = exercise(page, "detached-layer")
    choice.get_by_role("radio").first.check()
    press(choice, "Lock in my answer")
    assert state(choice) == "done"
    page.goto(f"{address}/book/progress.html")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    other = Watched(browser)
    other.open(f"{address}/book/progress.html")
    listed = other.page.locator('li[data-exercise="backpropagation/detached-layer"]')
    assert listed.get_attribute("data-state") == ""
    other.page.get_by_label("Load a file").set_input_files(download.value.path())
    expect(listed).to_have_attribute("data-state", "done", timeout=PATIENCE)
    listed.get_by_role("link").click()
    box = other.page.locator("#ex-backpropagation-detached-layer")
    expect(box).to_have_attribute("data-state", "done", timeout=PATIENCE)
    assert (other.errors, other.failed, other.outside) == ([], [], [])
    other.close()
