"""Live pages are for everybody: keyboard, screen readers, phones, light and dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.live.actions import ANSWERS, exercise, expect_said, press, state, write
from tests.browser.page_checks import accessibility_problems, overflow_problems
from tests.browser.watched import PHONE

pytestmark = pytest.mark.browser
FOCUSED = "document.activeElement"


def tab_to(page, name):
    """Press Tab until the element of that name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(f"{FOCUSED}.textContent.trim() === {name!r}"):
            return
    raise AssertionError(f"the keyboard does not reach {name!r}")


def test_an_exercise_is_done_by_keyboard_alone(opened):
    page = opened("part/first").page
    work = exercise(page, "double")
    page.evaluate("document.querySelector('.exercise .admonition-title').tabIndex = -1")
    page.evaluate("document.querySelector('.exercise .admonition-title').focus()")
    tab_to(page, "Edit")
    page.keyboard.press("Enter")
    page.wait_for_selector(".cm-editor.cm-focused")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("def double(x):\n")
    page.keyboard.press("Tab")  # indents
    page.keyboard.type("return 2 * x")
    expect(work.locator(".cm-content")).to_contain_text("    return 2 * x")
    page.keyboard.press("Shift+Enter")
    expect_said(work, "✓ Right.")
    page.keyboard.press("Control+Enter")
    expect_said(work, "Done in")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED}.textContent") == "Run"
    tab_to(page, "Solution")
    page.keyboard.press("Enter")
    assert work.locator(".live-solution").inner_text().startswith("One solution")
    assert state(work) == "done"


def test_the_shortcuts_are_shown_where_they_work(opened):
    work = exercise(opened("part/first").page, "double")
    assert work.locator(".live-keys").inner_text() == "Click the code to change it."
    press(work, "Edit")
    keys = work.locator(".live-keys")
    expect(keys).to_contain_text("Esc, then Tab, leaves the editor")
    expect(keys).to_contain_text("Enter runs")


def test_what_matters_is_named_and_said(opened):
    page = opened("part/first").page
    work = exercise(page, "double")
    assert work.get_by_role("group", name="Actions: Your answer to “Twice a vector”").count()
    write(work, ANSWERS["squared"])
    assert work.get_by_role("textbox", name="Your answer to “Twice a vector”").count() == 1
    press(work, "Check")
    said = work.get_by_role("status").filter(has_text="What it looks like")
    expect(said).to_have_count(1, timeout=90_000)
    assert work.get_by_role("region", name="input").count() == 1


@pytest.fixture(params=["light", "dark"])
def theme(request):
    return request.param


def test_axe_finds_nothing_in_an_exercise(opened, axe, theme):
    page = opened("part/first", theme=theme).page
    assert accessibility_problems(page, axe) == []
    work = exercise(page, "double")
    write(work, ANSWERS["squared"])
    press(work, "Check")
    expect_said(work, "What it looks like")
    press(work, "Hint")
    press(work, "Solution")
    choice = exercise(page, "choose")
    choice.get_by_label("four").check()
    press(choice, "Check my answer")
    assert accessibility_problems(page, axe) == []
    write(work, "print(1)\n1 / 0\n")
    press(work, "Run")
    expect_said(work, "ZeroDivisionError")
    assert accessibility_problems(page, axe) == []


def test_axe_finds_nothing_on_the_other_pages(opened, axe, theme):
    assert accessibility_problems(opened("more", theme=theme).page, axe) == []
    watched = opened("progress", theme=theme)
    record = '{"done": "2026-01-01"}'
    watched.page.evaluate(f"localStorage.setItem('dlbook-exercise:first/mend', '{record}')")
    watched.page.reload()
    assert accessibility_problems(watched.page, axe) == []


def test_it_fits_a_phone(opened):
    for name in ("part/first", "more", "progress"):
        page = opened(name, viewport=PHONE).page
        assert overflow_problems(page) == []
    page = opened("part/first", viewport=PHONE).page
    work = exercise(page, "double")
    write(work, f"def double(x):\n    return x**2  # {'long ' * 40}\n")
    press(work, "Check")
    expect_said(work, "What it looks like")
    press(work, "Hint")
    press(work, "Solution")
    assert overflow_problems(page) == []
    write(work, f"print('x' * 500)\n{'y' * 300}\n")
    press(work, "Run")
    expect_said(work, "NameError")
    assert overflow_problems(page) == []
