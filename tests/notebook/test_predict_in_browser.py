"""The widget of `predict` as a reader meets it: in a real browser."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dlbook.notebook.predict import _html
from tests.chromium import launch

pytestmark = pytest.mark.browser

VENDOR = Path(__file__).resolve().parents[2] / "build" / "vendor"
SITE = "http://book.test/"
THEMES = {
    "light": ("", "background: #fff; color: #222"),
    "dark": ('data-theme="dark"', "background: #14181e; color: #ced6dd; color-scheme: dark"),
}
# What the book's theme does to HTML outputs in the dark.
THEME_SHEET = (
    "html[data-theme=dark] .bd-content div.cell_output .text_html:not(:has(table.dataframe))"
    "{background-color: #ced6dd; color: #14181e; padding: .5rem}"
)
WHY = "Because it is the **third**."
WIDGET = _html("Which `one`?", ["first", "second", "third"], 2, WHY)
LOCK, AGAIN = "Lock in my answer", "Answer again"


@pytest.fixture(scope="module")
def browser():
    with launch() as browser:
        yield browser


@pytest.fixture
def context(browser):
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture
def show(context):
    """Open a page that holds some widgets; errors and outside requests fail the test."""
    wrong = []

    def open_page(*widgets: str, theme: str = "light", head: str = "", script: str = ""):
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "request", lambda r: wrong.append(r.url) if not r.url.startswith(SITE) else None
        )
        if script:
            page.add_init_script(script)
        html = _page(widgets, *THEMES[theme], head)
        page.route(f"{SITE}**", lambda route: _answer(route, html))
        page.goto(SITE)
        return page

    yield open_page
    assert wrong == []


def _page(widgets, attributes: str, style: str, head: str) -> str:
    outputs = "".join(f'<div class="output text_html">{w}</div>' for w in widgets)
    return (
        f'<!doctype html><html lang="en" {attributes}><meta charset="utf-8"><title>t</title>'
        f"<style>body {{ {style} }} {THEME_SHEET}</style>{head}"
        f'<main class="bd-content"><h1>t</h1><div class="cell_output">{outputs}</div></main>'
    )


def _answer(route, html: str) -> None:
    """Serve the page, and what else was fetched for the site."""
    path = VENDOR / "site" / route.request.url.removeprefix(SITE)
    if path.is_file():
        route.fulfill(path=path)
    else:
        route.fulfill(body=html, content_type="text/html")


def answer(page, option: str) -> None:
    page.get_by_label(option).check()
    page.get_by_role("button", name=LOCK).click()


def vendored(name: str) -> Path:
    path = VENDOR / name
    if not path.exists():
        reason = f"{name} has not been fetched: run `make assets`"
        if os.environ.get("DLBOOK_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


def test_the_answer_is_not_to_be_seen_before_one_is_locked_in(show):
    page = show(WIDGET)
    assert "Because" not in page.inner_text("main")
    assert page.locator(".mark").count() == 0
    assert page.get_by_role("button", name=LOCK).is_disabled()
    page.get_by_label("second").check()
    assert page.get_by_role("button", name=LOCK).is_enabled()


def test_a_right_answer_is_marked_in_words(show):
    page = show(WIDGET)
    answer(page, "third")
    assert page.locator(".mark").all_inner_texts() == ["✓ your answer is right"]
    assert page.locator("label", has_text="third").locator(".right").is_visible()
    assert page.get_by_role("status").inner_text().startswith("You predicted it.")
    assert "Because it is the third." in page.inner_text("main")


def test_a_wrong_answer_is_marked_beside_the_right_one_and_frozen(show):
    page = show(WIDGET)
    answer(page, "first")
    marks = {"first": (".wrong", "✗ your answer"), "third": (".right", "✓ right answer")}
    for option, (mark, text) in marks.items():
        label = page.locator("label", has_text=option)
        assert label.locator(mark).inner_text() == text
    assert page.get_by_role("status").inner_text().startswith("Another answer is right.")
    assert all(radio.is_disabled() for radio in page.get_by_role("radio").all())
    assert page.get_by_label("first").is_checked()
    assert page.get_by_role("button").all_inner_texts() == [AGAIN]


def test_it_is_a_named_group_with_a_live_region(show):
    page = show(WIDGET)
    group = page.get_by_role("group", name="Predict first. Which one?")
    assert group.get_by_role("radio").count() == 3
    assert page.get_by_role("status").get_attribute("aria-live") == "polite"


def test_the_keyboard_does_it_all(show):
    page = show(WIDGET)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")  # from the first to the second
    outline = page.evaluate("getComputedStyle(document.activeElement).outline")
    assert "3px" in outline
    assert "solid" in outline
    page.keyboard.press("Enter")
    assert "second" in page.locator("label", has=page.locator(".wrong")).inner_text()
    focused = "document.activeElement.textContent"
    assert page.evaluate(focused) == AGAIN
    page.keyboard.press("Space")
    assert page.locator(".mark").count() == 0
    assert page.evaluate("document.activeElement.value") == "0"


def test_keys_do_not_reach_the_shortcuts_of_the_page(show):
    page = show(WIDGET)
    page.evaluate("() => { window.heard = []; document.onkeydown = (e) => heard.push(e.key); }")
    page.get_by_label("first").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("d")
    assert page.evaluate("heard") == []
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("d")
    assert page.evaluate("heard") == ["d"]


def test_the_locked_answer_survives_a_reload_until_it_is_taken_back(show):
    page = show(WIDGET)
    answer(page, "first")
    page.reload()
    assert page.get_by_label("first").is_checked()
    assert page.locator(".wrong").count() == 1
    assert page.evaluate("document.activeElement.tagName") == "BODY"  # no focus is stolen
    page.get_by_role("button", name=AGAIN).click()
    page.reload()
    assert page.locator(".mark").count() == 0
    assert page.get_by_role("button", name=LOCK).is_disabled()


def test_an_answer_that_was_not_locked_is_forgotten(show):
    page = show(WIDGET)
    page.get_by_label("first").check()
    page.reload()
    assert not page.get_by_label("first").is_checked()


@pytest.mark.parametrize("stored", ["7", "-1", "length", "", "null"])
def test_a_stored_answer_that_is_none_is_passed_over(show, stored):
    page = show(WIDGET)
    key = page.locator(".dlbook-predict").get_attribute("data-key")
    page.evaluate(f"localStorage.setItem('{key}', '{stored}')")
    page.reload()
    assert page.get_by_role("button", name=LOCK).is_visible()
    answer(page, "third")
    assert page.locator(".right").count() == 1


def test_it_works_where_storage_is_refused(show):
    refuse = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})"
    page = show(WIDGET, script=refuse)
    answer(page, "third")
    assert page.locator(".right").count() == 1
    page.get_by_role("button", name=AGAIN).click()
    assert page.locator(".right").count() == 0


def test_widgets_of_one_page_do_not_disturb_each_other(show):
    other = _html("And now?", ["first", "second"], 0, "So it is.")
    page = show(WIDGET, other, WIDGET)
    widgets = page.locator(".dlbook-predict")
    for i, option in [(0, "first"), (1, "second"), (2, "third")]:
        widgets.nth(i).get_by_label(option).check()
    checked = page.locator("input").evaluate_all("all => all.map((r) => r.checked)")
    assert checked == [True, False, False, False, True, False, False, True]
    widgets.nth(1).get_by_role("button", name=LOCK).click()
    assert [w.locator(".mark").count() for w in widgets.all()] == [0, 2, 0]


def test_no_global_name_is_left_behind(show):
    names = "Object.keys(window).sort()"
    assert show(WIDGET).evaluate(names) == show().evaluate(names)
    assert show("<script>var leaked = 1</script>").evaluate(names) != show().evaluate(names)


def test_without_scripts_the_question_can_be_read(browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_content(_page([WIDGET], *THEMES["light"], ""))
    text = page.inner_text("main")
    assert "Which one?" in text
    assert "To answer here, run this cell or allow scripts." in text
    assert page.get_by_role("button").all_inner_texts() == [LOCK]
    context.close()


def test_the_note_for_readers_without_scripts_goes(show):
    assert "allow scripts" not in show(WIDGET).inner_text("main")


@pytest.mark.parametrize("locked", [False, True])
def test_it_fits_a_phone(show, locked):
    long = _html("x" * 90, ["`" + "y" * 80 + "`", "a few words " * 20], 1, "z" * 90)
    page = show(long)
    page.set_viewport_size({"width": 390, "height": 800})
    if locked:
        answer(page, "a few words")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator("form").evaluate("(e) => e.style.overflow = e.style.overflowWrap = 'initial'")
    assert page.evaluate("document.documentElement.scrollWidth") > 390


def test_a_long_formula_scrolls_inside_the_widget(show):
    page = show(WIDGET)
    page.set_viewport_size({"width": 390, "height": 800})
    wide = "(e) => e.insertAdjacentHTML('beforeend', '<div style=\"width: 900px\">.</div>')"
    page.locator("legend").evaluate(wide)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.locator("form").evaluate("(e) => e.scrollWidth") > 900


@pytest.mark.parametrize("theme", THEMES)
def test_it_has_the_colors_of_the_page(show, theme):
    page = show(WIDGET, theme=theme)
    color = "(e) => getComputedStyle(e).color"
    body = page.locator("body").evaluate(color)
    for part in ("legend", "label >> nth=0", "button"):
        assert page.locator(part).evaluate(color) == body
    sheet = page.locator(".text_html").evaluate("(e) => getComputedStyle(e).backgroundColor")
    assert sheet == "rgba(0, 0, 0, 0)"


def test_other_outputs_keep_the_sheet_of_the_theme(show):
    page = show("<p>other</p>", theme="dark")
    sheet = page.locator(".text_html").evaluate("(e) => getComputedStyle(e).backgroundColor")
    assert sheet == "rgb(206, 214, 221)"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("option", [None, "first", "third"])
def test_axe_finds_nothing(show, theme, option):
    page = show(WIDGET, theme=theme)
    if option:
        answer(page, option)
    assert violations(page) == []
    page.locator("label").first.evaluate("(e) => e.replaceWith(e.firstElementChild)")
    assert violations(page) == ["label"]


def violations(page) -> list[str]:
    page.evaluate(vendored("tests/axe.min.js").read_text(encoding="utf-8"))
    result = page.evaluate("axe.run('.dlbook-predict')")
    return [v["id"] for v in result["violations"] + result["incomplete"]]


def test_maths_is_typeset_in_question_options_and_reason(show):
    vendored("site/mathjax/tex-mml-chtml.js")
    head = f'<script src="{SITE}mathjax/tex-mml-chtml.js" defer></script>'
    page = show(_html("What is $x$?", ["$y$", "$z$, for $5"], 1, r"$\frac{1}{2}$"), head=head)
    page.wait_for_selector("legend mjx-container")
    assert page.locator("label mjx-container").count() == 2
    answer(page, "for $5")
    page.wait_for_selector(".verdict mjx-mfrac")
    assert "\\frac" not in page.get_by_role("status").inner_text()


def test_a_typesetter_is_asked_again_on_revealing(show):
    stub = "asked = []; MathJax = {typesetPromise: ([e]) => asked.push(e.className)}"
    page = show(WIDGET, script=stub)
    assert page.evaluate("asked") == []
    answer(page, "first")
    assert page.evaluate("asked") == ["why"]
