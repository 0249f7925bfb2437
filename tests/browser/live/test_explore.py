"""Figures that the reader moves: by mouse, by keyboard, on a phone, without and with Python."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.live.actions import PATIENCE, expect_said, press, write
from tests.browser.page_checks import accessibility_problems, overflow_problems
from tests.browser.watched import PHONE

pytestmark = pytest.mark.browser
WAVE, PLANE, GUESSED, HEIGHT = range(4)


def figure(page, number):
    """Return a figure of the page, ready to be moved."""
    cell = page.locator(".cell.tag_explore").nth(number)
    cell.scroll_into_view_if_needed()
    expect(cell.locator(".explore-svg").first).to_be_visible(timeout=PATIENCE)
    return cell


def slider(cell, name):
    return cell.get_by_role("slider", name=name, exact=True)


def told(cell):
    """Return the numbers below the plots."""
    return cell.locator(".explore-numbers")


def curve(cell):
    """Return the outline of the first curve."""
    return cell.locator(".explore-svg [aria-label=line] path").first.get_attribute("d")


@pytest.fixture
def loaded(opened):
    """Return a page, and the names of what it has asked for since."""
    watched, names = opened("part/first"), []
    watched.page.on("request", lambda request: names.append(request.url.rsplit("/", 1)[-1]))
    return watched.page, names


def test_a_figure_that_is_stored_whole_moves_without_python(loaded):
    page, names = loaded
    cell = figure(page, WAVE)
    assert not cell.locator("img").is_visible()
    expect(told(cell)).to_have_text("peak2")
    before = curve(cell)
    box = slider(cell, "height").bounding_box()
    page.mouse.click(box["x"] + box["width"] - 4, box["y"] + box["height"] / 2)
    expect(told(cell)).to_have_text("peak3")
    assert curve(cell) != before
    sine = curve(cell)
    cell.get_by_role("radio", name="line").check()
    assert curve(cell) != sine
    press(cell, "Reset")
    assert curve(cell) == before
    assert not [name for name in names if "worker" in name or "wasm" in name]


def test_a_figure_is_moved_by_keyboard_alone(opened):
    page = opened("part/first").page
    cell = figure(page, WAVE)
    slider(cell, "height").focus()
    page.keyboard.press("ArrowLeft")
    expect(told(cell)).to_have_text("peak1")
    assert slider(cell, "height").get_attribute("aria-valuetext") == "1"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(cell.get_by_role("radio", name="line")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(cell.get_by_role("radio", name="sine")).to_be_checked()
    expect(told(cell)).to_have_text("peak2")


def test_a_screen_reader_is_told_axes_and_numbers(opened):
    cell = figure(opened("part/first").page, WAVE)
    picture = cell.get_by_role("img", name="the wave. Across: time, from")
    expect(picture).to_have_accessible_name(
        "the wave. Across: time, from −0.04 to 1.04. Up: height, from −3 to 3. It shows wave."
    )
    slider(cell, "height").press("ArrowRight")
    expect(cell.get_by_role("status").filter(has_text="peak: 3")).to_have_count(1)


def test_between_what_is_stored_python_computes(opened):
    cell = figure(opened("part/first").page, PLANE)
    slider(cell, "a").press("ArrowLeft")
    expect(told(cell)).to_contain_text("≈")
    expect(told(cell)).to_have_text("slope1.03", timeout=PATIENCE)
    expect(cell.locator(".explore-status")).to_have_text("")


def test_an_arrow_is_dragged(opened):
    page = opened("part/first").page
    cell = figure(page, PLANE)
    cell.locator(".explore-svg").first.scroll_into_view_if_needed()
    handle = cell.locator(".explore-handle").bounding_box()
    plane = cell.locator(".explore-svg image").bounding_box()
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(plane["x"] + plane["width"] / 4, plane["y"] + plane["height"] / 2, steps=5)
    page.mouse.up()
    assert slider(cell, "a").get_attribute("aria-valuetext") == "−1"
    assert slider(cell, "b").get_attribute("aria-valuetext") == "0"
    expect(told(cell)).to_have_text("slope1", timeout=PATIENCE)


def test_a_changed_cell_changes_the_figure(opened):
    page = opened("part/first").page
    cell, code = figure(page, WAVE), page.locator(".live-cell").nth(3)
    shape = "import numpy as np\nfrom dlbook.notebook import draw, explore, guess\n"
    shape += "def wave(height=2, kind='sine'):\n    {}\n"
    shape += "    return {{'the wave': draw.curve([0, 1], [0, height]), 'peak': 10 * height}}"
    write(code, shape.format(""))
    press(code, "Run")
    expect(told(cell)).to_have_text("peak20", timeout=PATIENCE)
    write(code, shape.format("if height == 3: 1 / 0"))
    press(code, "Run")
    expect_said(code, "Done in")
    slider(cell, "height").press("ArrowRight")
    expect(cell.locator(".explore-status")).to_contain_text("ZeroDivisionError")
    expect(told(cell)).to_have_text("peak20")
    write(code, shape.format("while height == 1: pass"))
    press(code, "Run")
    expect_said(code, "Done in")
    slider(cell, "height").fill("0")
    expect(cell.locator(".explore-status")).to_contain_text("Computing")
    press(cell, "Stop")
    expect(cell.locator(".explore-status")).to_contain_text("Stopped.")


def test_a_link_leads_to_a_state(opened):
    page = opened("part/first").page
    cell = figure(page, WAVE)
    slider(cell, "height").press("ArrowRight")
    cell.get_by_role("radio", name="line").check()
    press(cell, "Copy link")
    expect(cell.locator(".explore-status")).to_contain_text("The link to this state")
    link = page.url
    assert link.endswith("#fig-first-moving-0?height=3&kind=line")
    other = opened("part/first").page
    other.goto(link)
    cell = other.locator(".cell.tag_explore").nth(WAVE)
    expect(told(cell)).to_have_text("peak3")
    expect(cell.get_by_role("radio", name="line")).to_be_checked()
    expect(cell.locator(".explore-svg")).to_be_in_viewport()


def test_a_guess_is_dragged_before_the_figure_moves(opened):
    page = opened("part/first").page
    cell = figure(page, GUESSED)
    expect(slider(cell, "height")).to_be_disabled()
    cell.locator(".explore-svg").scroll_into_view_if_needed()
    box = cell.locator(".explore-svg").bounding_box()
    handle = cell.locator(".explore-handle").bounding_box()
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.9, handle["y"] + 40, steps=4)
    page.mouse.up()
    guess = cell.get_by_role("slider", name="Your guess: height")
    dragged = guess.get_attribute("aria-valuetext")
    assert dragged.startswith("−")
    guess.press("ArrowRight")
    assert guess.get_attribute("aria-valuetext") != dragged
    press(cell, "Lock in my guess")
    expect(cell.locator(".explore-verdict")).to_contain_text("It is 1, −0.838.")
    expect(slider(cell, "height")).to_be_enabled()
    expect(told(cell)).to_have_text("peak3")
    page.reload()
    cell = figure(page, GUESSED)
    expect(cell.locator(".explore-verdict")).to_contain_text("Your guess:")
    press(cell, "Guess again")
    expect(slider(cell, "height")).to_be_disabled()
    press(cell, "Just show me")
    expect(cell.locator(".explore-verdict")).to_have_text("It is 1, −0.838.")


def test_the_height_of_a_curve_is_guessed_between_two_numbers(opened):
    cell = figure(opened("part/first").page, HEIGHT)
    cell.get_by_role("slider", name="Your guess: wave").fill("75")
    press(cell, "Lock in my guess")
    expect(cell.locator(".explore-verdict")).to_have_text("Your guess: 1.5. It is −0.838.")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_figures_that_move(opened, axe, theme):
    page = opened("part/first", theme=theme).page
    for number in (WAVE, PLANE, GUESSED):
        figure(page, number)
    assert accessibility_problems(page, axe) == []


def test_on_a_phone_it_fits_and_moves(opened):
    page = opened("part/first", viewport=PHONE).page
    for number in (WAVE, PLANE, GUESSED):
        cell = figure(page, number)
        picture = cell.locator(".explore-svg").first.bounding_box()
        assert picture["width"] <= PHONE["width"]
    assert overflow_problems(page) == []
    cell = figure(page, WAVE)
    slider(cell, "height").press("ArrowRight")
    expect(told(cell)).to_have_text("peak3")


def drag_with_a_finger(page, x, y, dx, dy):
    """Put a finger down, move it in steps, and lift it, as a touch screen does."""
    session = page.context.new_cdp_session(page)

    def send(kind, *points):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    send("touchStart", {"x": x, "y": y})
    for part in range(1, 9):
        send("touchMove", {"x": x + dx * part / 8, "y": y + dy * part / 8})
        page.wait_for_timeout(16)
    send("touchEnd")


def test_a_finger_drags_a_handle_and_elsewhere_scrolls_the_page(opened):
    page = opened("part/first", viewport=PHONE, has_touch=True).page
    cell = figure(page, PLANE)
    plane = cell.locator(".explore-svg").first
    plane.evaluate("svg => svg.scrollIntoView({ block: 'center', behavior: 'instant' })")
    handle = cell.locator(".explore-handle").bounding_box()
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    before, at = page.evaluate("scrollY"), slider(cell, "b").get_attribute("aria-valuetext")
    drag_with_a_finger(page, x, y, -40, -60)
    assert slider(cell, "a").get_attribute("aria-valuetext") < "1"
    assert slider(cell, "b").get_attribute("aria-valuetext") > at
    assert page.evaluate("scrollY") == before
    box = plane.bounding_box()
    drag_with_a_finger(page, box["x"] + 70, box["y"] + box["height"] - 60, 0, -120)
    page.wait_for_function("(y) => scrollY > y + 60", arg=before)


def test_printed_the_picture_stands_in_its_place(opened):
    page = opened("part/first").page
    cell = figure(page, WAVE)
    page.emulate_media(media="print")
    assert cell.locator("img").is_visible()
    assert not cell.locator(".explore").is_visible()
