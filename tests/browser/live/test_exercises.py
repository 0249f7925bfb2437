"""Exercises are done in the page: wrongly, rightly, endlessly; nothing is lost or sent."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.live.actions import (
    ANSWERS,
    PATIENCE,
    exercise,
    expect_said,
    press,
    state,
    write,
)
from tests.browser.watched import Watched

pytestmark = pytest.mark.browser


def test_wrong_then_right_and_it_survives_a_reload(opened):
    watched = opened("part/first")
    work = exercise(watched.page, "double")
    assert state(work) == ""
    write(work, ANSWERS["squared"])
    press(work, "Check")
    expect_said(work, "What it looks like: You squared x.")
    assert work.locator(".live-status .failed").inner_text().startswith("✗ Not yet.")
    assert work.locator(".live-status mjx-container").count() == 1
    assert state(work) == "begun"
    write(work, ANSWERS["right"])
    press(work, "Check")
    expect_said(work, "✓ Right.")
    assert state(work) == "done"
    watched.page.reload()
    assert state(work) == "done"
    assert work.locator("pre").first.inner_text() == ANSWERS["right"]


def test_the_verdict_is_brought_into_view(opened):
    page = opened("part/first", viewport={"width": 1000, "height": 420}).page
    work = exercise(page, "double")
    write(work, ANSWERS["squared"])
    work.locator(".live-buttons").evaluate(
        "place => place.scrollIntoView({ block: 'end', behavior: 'instant' })"
    )
    press(work, "Check")
    expect_said(work, "What it looks like: You squared x.")
    expect(work.locator(".live-status .failed")).to_be_in_viewport(ratio=1)


def test_an_endless_loop_is_stopped_and_the_page_stays_alive(opened):
    page = opened("part/first").page
    work = exercise(page, "double")
    write(work, ANSWERS["endless"])
    press(work, "Check")
    expect_said(work, "Running")
    press(work, "Hint")  # the page still answers
    expect(work.locator(".live-hints li")).to_have_count(1)
    press(work, "Stop")
    expect_said(work, "Stopped.")
    assert work.get_by_role("button", name="Stop").count() == 0
    write(work, ANSWERS["right"])
    press(work, "Check")
    expect_said(work, "✓ Right.")


def test_stop_ends_what_waits_as_well(opened):
    page = opened("part/first").page
    first, second = exercise(page, "double"), exercise(page, "mend")
    write(first, "while True:\n    pass\n")
    press(first, "Run")
    expect_said(first, "Running")
    press(second, "Run")
    expect_said(second, "Waits until the other code has run.")
    press(second, "Stop")
    expect_said(first, "Stopped.")
    expect_said(second, "Stopped.")


@pytest.fixture(scope="module")
def running(browser, live_address):
    """Return a page in which Python runs already; its tests follow one another."""
    watched = Watched(browser)
    watched.open(f"{live_address}/book/part/first.html")
    yield watched.page
    assert (watched.errors, watched.failed, watched.outside) == ([], [], [])
    watched.close()


def run(work, code):
    write(work, code)
    press(work, "Run")


def test_endless_printing_is_cut_off(running):
    work = exercise(running, "double")
    run(work, 'while True:\n    print("again and again")\n')
    expect_said(work, "printed more than 100,000 characters")
    assert len(work.locator(".live-output").inner_text()) < 110_000


def test_an_error_shows_the_readers_line(running):
    work = exercise(running, "double")
    run(work, "def double(x):\n    return x / none\n\n\ndouble(1)\n")
    expect_said(work, "Stopped with an error: NameError: name 'none' is not defined")
    output = work.locator(".live-output").inner_text()
    assert "line 2, in double\n    return x / none" in output
    assert "dlbook_page" not in output


def test_what_a_page_lacks_is_said(running):
    work = exercise(running, "double")
    run(work, "import torch\n")
    expect_said(work, "The notebook has it.")


def test_broken_code_is_mended(running):
    work = exercise(running, "mend")
    press(work, "Check")
    expect_said(work, "✗ Not yet.")
    write(work, "def mean(x):\n    return x.sum() / len(x)\n")
    press(work, "Check")
    expect_said(work, "✓ Right.")


def test_large_arrays_and_all_of_numpy_work(running):
    work = exercise(running, "double")
    run(
        work,
        "import numpy as np\nA = np.random.default_rng(0).normal(size=(600, 600))\n"
        "B = np.linalg.solve(A @ A.T + 600 * np.eye(600), A)\n"
        "np.linalg.svd(A[:50])[1].shape, np.fft.fft(A[0]).shape, np.einsum('ij,jk', A, B).size",
    )
    expect_said(work, "Done in")
    assert work.locator(".live-output").inner_text() == "((50,), (600,), 360000)"


def test_endless_recursion_is_survived(running):
    work = exercise(running, "double")
    write(work, "def double(x):\n    return double(x)\n")
    press(work, "Check")
    expect_said(work, "called itself")


def test_what_is_printed_appears_while_the_code_runs(running):
    work = exercise(running, "double")
    run(work, 'import time\nprint("now")\ntime.sleep(0.1)\nprint("on")\nwhile True: pass\n')
    expect(work.locator(".live-output")).to_contain_text("now", timeout=PATIENCE)
    press(work, "Stop")
    expect_said(work, "Stopped.")


def test_the_solution_waits_for_an_attempt(opened):
    page = opened("part/first").page
    work = exercise(page, "double")
    button = work.get_by_role("button", name="Solution", exact=True)
    assert button.is_disabled()
    press(work, "Check")  # of the starter, which is no attempt
    expect_said(work, "✗ Not yet.")
    assert button.is_disabled()
    assert "return x + x" not in page.content()
    write(work, ANSWERS["squared"])
    press(work, "Check")
    expect_said(work, "You squared")
    button.click()
    assert "return x + x" in work.locator(".live-solution").inner_text()


def test_hints_come_one_at_a_time(opened):
    work = exercise(opened("part/first").page, "double")
    hints = work.locator(".live-hints li")
    assert hints.count() == 0
    press(work, "Hint")
    assert hints.count() == 1
    expect(hints.first.locator("mjx-container")).to_have_count(1)
    press(work, "Hint")
    assert hints.all_inner_texts()[1] == "Multiply by 2."
    assert work.get_by_role("button", name="No more hints").is_disabled()


def test_reset_brings_the_starter_back_and_can_be_undone(opened):
    watched = opened("part/first")
    work = exercise(watched.page, "double")
    content = work.locator(".cm-content")
    write(work, "x = 1\n")
    press(work, "Reset")
    expect(content).to_contain_text("def double(x):")
    content.press("Control+z")
    expect(content).not_to_contain_text("def double(x):")
    press(work, "Reset")
    watched.page.reload()
    assert "def double(x):" in work.locator("pre").first.inner_text()
    assert state(work) == ""


def test_an_exercise_with_torch_names_the_notebook(opened):
    work = exercise(opened("more").page, "elsewhere")
    assert "colab/exercises/first.ipynb" in work.inner_text()
    assert work.get_by_role("button", name="Check").count() == 0
    work.get_by_label("I have done this").check()
    assert state(work) == "done"


def test_an_open_exercise_folds_its_rubric_and_is_marked_by_the_reader(opened):
    watched = opened("more")
    work = exercise(watched.page, "explore")
    assert not work.get_by_text("two").is_visible()
    press(work, "Run")
    expect(work.locator(".live-output")).to_have_text("0.5", timeout=PATIENCE)
    work.get_by_text("What a good answer holds").click()
    assert work.get_by_text("two").is_visible()
    work.get_by_label("I have done this").check()
    watched.page.reload()
    assert work.get_by_label("I have done this").is_checked()
    work.get_by_label("I have done this").uncheck()
    assert state(work) == ""
