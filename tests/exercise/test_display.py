"""An exercise and its hints are shown."""

from __future__ import annotations

import pytest

from dlbook.exercise import display, hint, show_exercise


@pytest.fixture(autouse=True)
def unseen(shelf, monkeypatch):
    monkeypatch.setattr(display, "_seen", {})


def test_a_statement_has_title_kind_and_options():
    assert show_exercise("chapter/pick") == (
        "### Pick\n\n*recall · difficulty 1 of 5 · 2 minutes*\n\n"
        "What does the mean over axis 0 keep?\n\n- (a) rows\n- (b) columns\n- (c) all"
    )
    assert "return" not in show_exercise("chapter/means")


def test_hints_come_one_by_one_and_the_last_stays():
    assert hint("chapter/means") == "**Hint 1 of 2.** Which axis?"
    assert hint("chapter/means") == "**Hint 2 of 2.** Axis one."
    assert hint("chapter/means") == "**Hint 2 of 2.** Axis one."


def test_a_hint_can_be_chosen():
    assert hint("chapter/means", 2).startswith("**Hint 2")
    assert hint("chapter/means", 1).startswith("**Hint 1")
    with pytest.raises(ValueError, match="has the hints 1 to 2; got 3"):
        hint("chapter/means", 3)
    with pytest.raises(ValueError, match="got 0"):
        hint("chapter/means", 0)


def test_there_may_be_no_hints():
    assert hint("chapter/pick") == "There are no hints for chapter/pick."


def test_a_notebook_shows_markdown_and_a_prompt_the_text():
    shown = hint("chapter/means", 1)
    assert (
        shown._repr_markdown_() == repr(shown) == str(shown) == "**Hint 1 of 2.** Which axis?"
    )


@pytest.mark.parametrize("function", [hint, show_exercise])
def test_an_unknown_exercise_is_refused(function):
    with pytest.raises(ValueError, match="Did you mean 'chapter/means'"):
        function("chapter/mean")
