from __future__ import annotations

import base64
import json
import re

import pytest

from dlbook.notebook import predict
from dlbook.notebook.predict import _html

QUESTION = "Which **one**, for $x$?"
OPTIONS = ["`a`", "b < c", "d"]
WHY = "Because of *d*."


def secret(html: str) -> dict:
    return json.loads(base64.b64decode(re.search(r'data-secret="([^"]*)"', html)[1]))


def test_as_text_the_question_stands_without_its_answer(capsys):
    predict(QUESTION, OPTIONS, answer=2, why=WHY)
    printed = capsys.readouterr().out
    assert printed == "Predict: Which **one**, for $x$?\n  (a) `a`\n  (b) b < c\n  (c) d\n"


def test_the_answer_is_in_the_page_yet_not_to_be_read():
    html = _html(QUESTION, OPTIONS, 2, WHY)
    assert secret(html) == {"answer": 2, "why": "Because of *d*."}
    assert WHY not in html
    assert "b &lt; c" in html  # as an option would be found


def test_there_is_one_choice_for_each_option():
    html = _html(QUESTION, OPTIONS, 2, WHY)
    labels = re.findall(r"<label>.*?<span>(.*?)</span></label>", html)
    assert labels == ["<code>a</code>", "b &lt; c", "d"]


def test_the_page_is_the_same_each_time_and_loads_nothing():
    html = _html(QUESTION, OPTIONS, 2, WHY)
    assert html == _html(QUESTION, tuple(OPTIONS), 2, WHY)
    assert not re.search(r"https?:|//\w|src=|url\(|@import", html)
    assert "{{" not in html


def test_different_questions_have_different_keys():
    keys = {
        re.search(r'data-key="([^"]*)"', _html(q, o, 0, WHY))[1]
        for q, o in [(QUESTION, OPTIONS), (QUESTION + "?", OPTIONS), (QUESTION, OPTIONS[::-1])]
    }
    assert len(keys) == 3


def test_a_text_that_looks_like_the_template_is_left_alone():
    assert "{{choices}} and {{secret}}" in _html("{{choices}} and {{secret}}", OPTIONS, 0, WHY)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"question": ""}, ValueError, "question is empty"),
        ({"question": None}, TypeError, "question must be text, got NoneType"),
        ({"why": "  "}, ValueError, "why is empty"),
        ({"options": "ab"}, TypeError, "a list of texts, got one text"),
        ({"options": ["a"], "answer": 0}, ValueError, "two or more different options"),
        ({"options": ["a", "b", "a"]}, ValueError, "two or more different options"),
        ({"options": ["a", 2, "c"]}, TypeError, "option must be text, got int"),
        ({"answer": 3}, ValueError, r"0 \.\. 2, got 3"),
        ({"answer": -1}, ValueError, r"0 \.\. 2, got -1"),
        ({"answer": True}, TypeError, "answer must be an int, got bool"),
        ({"answer": "d"}, TypeError, "answer must be an int, got str"),
    ],
)
def test_arguments_that_do_not_fit_are_named(change, error, message):
    arguments = {"question": QUESTION, "options": OPTIONS, "answer": 2, "why": WHY} | change
    with pytest.raises(error, match=message):
        predict(**arguments)
