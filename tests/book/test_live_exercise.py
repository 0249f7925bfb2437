"""Exercises in pages: title and statement, the form to answer in, the list of all of them."""

from __future__ import annotations

import base64
import json
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from dlbook_book.exercise_html import closing, encode_secret, form, guide, opening
from dlbook_book.exercise_list import Page, write_list
from dlbook_book.live_exercise import markdown

from dlbook.exercise import Exercise, find
from tools.remote import Remote

CODE = {"kind": "implement", "answer": "f", "starter": "def f(): ...", "solution": "SOLVED"}
CHOICE = {"kind": "recall", "options": ("a < b", "$x$"), "answer": 1, "why": ("no", "yes")}
NUMBER = {"kind": "predict", "value": 2.0, "within": 0.5, "why": ("so",)}
OPEN = {"kind": "investigate", "rubric": "RUBRIC"}


@pytest.fixture
def make():
    def make(**entries):
        common = {"id": "one/two", "title": 'A "title"', "difficulty": 1, "minutes": 2}
        return Exercise(**common, practices=(), statement="S", **entries)

    return make


def test_title_facts_and_statement_come_from_the_source_and_no_solution():
    exercise = find("backpropagation/linear-backward")
    text = markdown(exercise)
    lines = text.splitlines()
    assert lines[0].strip("`") == "{exercise} Backward pass of a linear layer"
    assert lines[1] == ":label: ex-backpropagation-linear-backward"
    assert lines[3] == "*implement · difficulty 2 of 5 · 10 minutes*"
    assert lines[-1] == lines[0].partition("{")[0]
    assert exercise.statement in text
    assert "def inputs" not in text
    assert exercise.solution not in text


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        (CODE, "code"),
        (CODE | {"needs_torch": True}, "notebook"),
        (CHOICE, "choice"),
        (NUMBER, "number"),
        (OPEN, "open"),
    ],
)
def test_the_form_follows_from_the_exercise_and_hides_what_is_shown_later(
    make, entries, expected
):
    why = {"why": ("REASON",) * len(entries["why"])} if "why" in entries else {}
    exercise = make(**entries | why, hints=("HINT",))
    html = opening(exercise, "<pre>SOLVED</pre>") + closing(exercise, None)
    work = BeautifulSoup(html, "html.parser").find("div", class_="live-work")
    assert form(exercise) == work["data-kind"] == expected
    assert work["data-exercise"] == "one/two"
    assert work["data-title"] == 'A "title"'
    assert (work.find("form") is not None) == (expected in ("choice", "number"))
    assert not [word for word in ("SOLVED", "REASON", "HINT") if word in html]


def known(exercise):
    return json.loads(base64.b64decode(encode_secret(exercise, "")))


def test_the_secret_holds_what_the_script_needs(make):
    assert known(make(**CHOICE, hints=("*try*",))) == {
        "answer": 1,
        "retry": True,
        "runs": True,
        "why": ["<p>no</p>", "<p>yes</p>"],
        "hints": ["<p><em>try</em></p>"],
    }
    # The right answer may be the first option, or zero.
    assert known(make(**CHOICE | {"answer": 0}))["answer"] == 0
    assert known(make(**NUMBER | {"value": 0.0}))["value"] == 0.0


def test_options_carry_letters_and_are_escaped(make):
    html = closing(make(**CHOICE), None)
    assert "(a) a &lt; b" in html
    assert "(b) <span" in html


def test_the_guide_leads_to_the_list_of_all_exercises_if_there_is_one():
    assert "<a" not in guide(None)
    assert BeautifulSoup(guide("../a&b.html"), "html.parser").a["href"] == "../a&b.html"


def test_with_torch_the_notebook_is_named_and_linked_if_it_can_be(make):
    exercise = make(**CODE, needs_torch=True)
    plain = closing(exercise, None)
    assert "<a" not in plain
    assert "colab/exercises/one.ipynb" in plain
    linked = closing(exercise, Remote("github.com", "a/b", "main"))
    assert "a/b/blob/main/colab/exercises/one.ipynb" in linked


def test_the_list_links_every_exercise_to_its_place():
    exercise = SimpleNamespace(
        id="one/two", title="A < B", kind="recall", difficulty=2, minutes=1
    )
    html = write_list([Page("book/one", "One", [exercise])], lambda name: f"../{name}.html")
    page = BeautifulSoup(html, "html.parser")
    assert page.h2.get_text() == "One"
    (item,) = page.find_all("li")
    assert item["data-exercise"] == "one/two"
    assert item.a["href"] == "../book/one.html#ex-one-two"
    assert item.a.get_text() == "A < B"
    assert len(page.details.summary.select(".square")) == 1
    assert "recall · difficulty 2 of 5 · 1 minute" in item.get_text()
    assert "No page sets exercises yet" in write_list([], str)
