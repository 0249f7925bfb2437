"""Cells of a chapter are changed and run."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.live.actions import expect_said, press, write
from tests.browser.page_checks import accessibility_problems, overflow_problems
from tests.browser.watched import PHONE

pytestmark = pytest.mark.browser


def test_a_cell_runs_after_the_cells_above_it(opened):
    cells = opened("part/first").page.locator(".live-cell")
    assert cells.count() == 4
    stored = cells.nth(1).locator(".cell_output")
    assert stored.is_visible()
    press(cells.nth(1), "Run")
    expect_said(cells.nth(1), "1 cell above ran first.")
    expect(cells.nth(1).locator(".live-output")).to_have_text("sum of ones: 4.0\n4")
    assert not stored.is_visible()
    write(cells.nth(1), "x = x + 1\nint(x.sum())")
    press(cells.nth(1), "Run")
    expect_said(cells.nth(1), "Done in")
    first = cells.nth(1).locator(".live-output").inner_text()
    press(cells.nth(1), "Run")
    expect(cells.nth(1).locator(".live-output")).to_have_text(str(int(first) + 4))
    press(cells.nth(1), "Reset")
    expect(stored).to_be_visible()


def test_the_sample_of_digits_says_what_it_is(opened):
    cell = opened("part/first").page.locator(".live-cell").nth(2)
    press(cell, "Run")
    expect_said(cell, "Done in")
    output = cell.locator(".live-output").inner_text()
    assert "MNIST is a sample of 1,000 training and 200 test images" in output
    assert output.endswith("(1000, 28, 28)")
    write(cell, 'load("fashion_mnist")')
    press(cell, "Run")
    expect_said(cell, "too large for this page")


def test_after_a_stop_the_cells_above_run_again(opened):
    cells = opened("part/first").page.locator(".live-cell")
    press(cells.nth(0), "Run")
    expect_said(cells.nth(0), "Done in")
    write(cells.nth(1), "while True: pass")
    press(cells.nth(1), "Run")
    expect_said(cells.nth(1), "Running")
    press(cells.nth(1), "Stop")
    expect_said(cells.nth(1), "Stopped.")
    write(cells.nth(1), "x.shape")
    press(cells.nth(1), "Run")
    expect(cells.nth(1).locator(".live-output")).to_have_text("(4,)", timeout=90_000)


def test_a_changed_cell_survives_a_reload_until_it_is_reset(opened):
    page = opened("part/first").page
    cell = page.locator(".live-cell").nth(1)
    original = cell.locator("pre").first.inner_text()
    write(cell, "print(6 * 7)")
    page.reload()
    expect(cell.locator("pre").first).to_have_text("print(6 * 7)")
    expect_said(cell, "Changed by you")
    press(cell, "Run")
    expect(cell.locator(".live-output")).to_have_text("42\n", timeout=90_000)
    press(cell, "Reset")
    page.reload()
    expect(cell.locator("pre").first).to_have_text(original)
    expect(cell.get_by_role("button", name="Reset")).to_be_hidden()


def test_a_cell_that_prints_nothing_says_what_it_defines(opened):
    cell = opened("part/first").page.locator(".live-cell").first
    write(cell, "double = lambda x: 2 * x\nW = np.ones((3, 2))")
    press(cell, "Run")
    expect_said(cell, "it prints nothing, and defines")
    expect(cell.locator(".live-output")).to_have_text("double(x)\nW: float64 (3, 2)")


DRAWING = """import numpy as np
from dlbook.notebook import draw
x = np.linspace(0, 1, 30)
print("drawn:")
draw.show({"rise": draw.curve(x, x**2, label="square"), "at the end": x[-1] ** 2})
{"fall": draw.points(x, -x), "names": draw.bars(["a", "b"], [1, 2])}"""


def test_a_cell_draws_what_it_shows_and_what_it_ends_in(opened, axe):
    page = opened("part/first").page
    cell = page.locator(".live-cell").first
    write(cell, DRAWING)
    press(cell, "Run")
    expect_said(cell, "Done in")
    expect(cell.locator(".live-output")).to_have_text("drawn:\n")
    names = ["rise. It shows square.", "fall.", "names. Bars: a 1, b 2."]
    for name in names:
        expect(cell.get_by_role("img", name=name, exact=True)).to_be_visible()
    expect(cell.locator(".explore-numbers").first).to_have_text("at the end1")
    assert accessibility_problems(page, axe) == []
    write(cell, "1 / 0")
    press(cell, "Run")
    expect_said(cell, "Stopped with an error")
    expect(cell.locator(".explore-svg")).to_have_count(0)


def test_a_page_without_movable_figures_draws_as_well(opened):
    page = opened("more", viewport=PHONE).page
    cell = page.locator(".live-cell").first
    write(cell, DRAWING)
    press(cell, "Run")
    expect_said(cell, "Done in")
    picture = cell.locator(".explore-svg").first
    expect(picture).to_be_visible()
    assert picture.locator("[aria-label=line] path").evaluate("p => getComputedStyle(p).stroke")
    assert overflow_problems(page) == []
