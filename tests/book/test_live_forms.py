from __future__ import annotations

import base64
import json

import pytest
from bs4 import BeautifulSoup
from live_forms import closing, guide, kind, opening, secret
from remote_links import Remote

from dlbook.exercise import Exercise

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
def test_the_kind_of_form_follows_from_the_exercise(make, entries, expected):
    exercise = make(**entries)
    html = opening(exercise, "") + closing(exercise, None)
    work = BeautifulSoup(html, "html.parser").find("div", class_="live-work")
    assert kind(exercise) == work["data-kind"] == expected
    assert work["data-exercise"] == "one/two"
    assert work["data-title"] == 'A "title"'
    assert (work.find("form") is not None) == (expected in ("choice", "number"))


def test_what_is_shown_later_is_not_readable_before(make):
    for entries in (CODE, CHOICE | {"why": ("REASON", "x")}, NUMBER | {"why": ("REASON",)}):
        exercise = make(**entries, hints=("HINT",))
        html = opening(exercise, "<pre>SOLVED</pre>") + closing(exercise, None)
        for word in ("SOLVED", "REASON", "HINT"):
            assert word not in html


def test_the_secret_holds_what_the_script_needs(make):
    exercise = make(**CHOICE, hints=("*try*",))
    known = json.loads(base64.b64decode(secret(exercise, "")))
    assert known == {
        "answer": 1,
        "retry": True,
        "runs": True,
        "why": ["<p>no</p>", "<p>yes</p>"],
        "hints": ["<p><em>try</em></p>"],
    }


def test_the_right_answer_may_be_the_first_or_zero(make):
    first = json.loads(base64.b64decode(secret(make(**CHOICE | {"answer": 0}), "")))
    zero = json.loads(base64.b64decode(secret(make(**NUMBER | {"value": 0.0}), "")))
    assert (first["answer"], zero["value"]) == (0, 0.0)


def test_options_carry_letters_and_are_escaped(make):
    html = closing(make(**CHOICE), None)
    assert "(a) a &lt; b" in html
    assert "(b) <span" in html


def test_the_guide_leads_to_the_list_of_all_exercises_where_there_is_one():
    assert "<a" not in guide(None)
    assert BeautifulSoup(guide("../a&b.html"), "html.parser").a["href"] == "../a&b.html"


def test_with_torch_the_notebook_is_named_and_linked_where_it_can_be(make):
    exercise = make(**CODE, needs_torch=True)
    assert "<a" not in closing(exercise, None)
    linked = closing(exercise, Remote("github.com", "a/b", "main"))
    assert "a/b/blob/main/colab/exercises/one.ipynb" in linked
