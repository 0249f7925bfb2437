from __future__ import annotations

import pytest
from live_exercise import label, markdown, minutes

from dlbook.exercise import find


def test_the_label_follows_from_the_id():
    assert label("one/two-three") == "ex-one-two-three"


@pytest.fixture
def exercise():
    return find("backpropagation/linear-backward")


def test_title_facts_and_statement_come_from_the_source(exercise):
    lines = markdown(exercise).splitlines()
    assert lines[0].strip("`") == "{exercise} Backward pass of a linear layer"
    assert lines[1] == ":label: ex-backpropagation-linear-backward"
    assert lines[3] == "*implement · difficulty 2 of 5 · 10 minutes*"
    assert exercise.statement in "\n".join(lines)
    assert lines[-1] == lines[0].partition("{")[0]


@pytest.mark.parametrize(("number", "text"), [(1, "1 minute"), (2, "2 minutes")])
def test_minutes_are_counted(number, text):
    assert minutes(number) == text


def test_nothing_of_check_and_solution_is_in_it(exercise):
    text = markdown(exercise)
    assert "def inputs" not in text
    assert exercise.solution not in text
