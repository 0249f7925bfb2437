"""Exercises that are answered with a choice or a number."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.live.actions import PATIENCE, exercise, press, state

pytestmark = pytest.mark.browser


def verdict(work):
    return work.locator(".verdict").inner_text()


def test_recall_explains_the_option_chosen_and_lets_the_reader_choose_again(opened):
    work = exercise(opened("part/first").page, "choose")
    assert work.get_by_role("button", name="Check my answer").is_disabled()
    work.get_by_label("four").check()
    press(work, "Check my answer")
    assert verdict(work) == "Not this one. Choose again.\n\nTwo times two is four."
    assert work.locator(".mark").all_inner_texts() == ["✗ your answer"]
    assert state(work) == "begun"
    work.get_by_label("seven").check()
    press(work, "Check my answer")
    assert verdict(work) == "That is right.\n\nNothing but 1 and 7 divides it."
    assert state(work) == "done"


def test_formulas_of_options_and_explanations_are_typeset(opened):
    page = opened("part/first").page
    work = exercise(page, "choose")
    page.wait_for_selector(".live-work label mjx-container")
    work.locator("input").nth(2).check()
    press(work, "Check my answer")
    work.locator(".verdict mjx-container").wait_for()


def test_predict_locks_and_explains_both_options(opened):
    watched = opened("part/first")
    work = exercise(watched.page, "foresee")
    work.get_by_label("two").check()
    press(work, "Lock in my answer")
    assert verdict(work) == "Another answer is right.\n\nThat is 1 + 1.\n\nThat is 1 + 2."
    assert all(radio.is_disabled() for radio in work.get_by_role("radio").all())
    assert state(work) == "answered"
    assert work.locator(".verdict em").inner_text() == "1 + 2"
    watched.page.reload()
    assert "Another answer is right." in verdict(work)
    press(work, "Answer again")
    work.get_by_label("three").check()
    press(work, "Lock in my answer")
    assert verdict(work) == "That is right.\n\nThat is 1 + 2."
    assert state(work) == "done"


def test_the_code_of_a_prediction_runs_once_the_answer_is_locked(opened):
    work = exercise(opened("part/first").page, "foresee")
    run = work.get_by_role("button", name="Run", exact=True)
    assert not run.is_visible()
    work.get_by_label("three").check()
    press(work, "Lock in my answer")
    run.click()
    expect(work.locator(".live-output")).to_have_text("3", timeout=PATIENCE)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("69314.8", "That is right."),
        ("69,314.8", "That is right."),
        ("69314,8", "That is right."),
        ("6.93147e4", "That is right."),
        ("69 315", "It is 69,314.7."),
        ("−1", "It is 69,314.7."),
        ("0,693", "It is 69,314.7.\n\nIt is the logarithm"),
        ("69,314.7 nats", "That is right."),
        ("≈ 6931470%", "That is right."),
        ("138629.4/2", "That is right."),
        ("34657.3", "It is 69,314.7.\n\nYou took half of it.\n\nIt is the logarithm"),
    ],
)
def test_a_number_is_compared_within_its_tolerance(opened, text, said):
    work = exercise(opened("more").page, "estimate")
    field = work.get_by_label("Your number")
    field.fill(text)
    press(work, "Lock in my answer")
    assert verdict(work).startswith(said)
    assert "the logarithm of two" in verdict(work)


def test_what_is_no_number_is_told_what_is_expected(opened):
    work = exercise(opened("more").page, "estimate")
    field = work.get_by_label("Your number")
    assert work.get_by_role("button", name="Lock in my answer").is_disabled()
    for text in ("a lot", "70 thousand", "70k", "7·10^4", "1/0", "2 to 3", "1,2,3", "0.5.5"):
        field.fill(text)
        press(work, "Lock in my answer")
        assert verdict(work).startswith("Write a number, such as 12345, 0.05, 5%, 1/21"), text
        assert field.is_enabled()
    assert state(work) == ""


def test_the_explanations_are_not_to_be_seen_before_an_answer(opened):
    page = opened("part/first").page
    assert "Two times two" not in page.content()
    assert "Nothing but 1 and 7" not in page.content()
