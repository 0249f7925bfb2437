"""Each exercise of the bank proves that its check works."""

from __future__ import annotations

import pytest

from dlbook.exercise.bank import find, ids
from dlbook.exercise.checking import check_exercise
from dlbook.exercise.choice import check_choice
from dlbook.exercise.loading import load, load_starter

SEEDS = range(20)
EXERCISES = [find(id) for id in ids()]
CODE = [exercise for exercise in EXERCISES if exercise.is_code]
WRONG = [(exercise, name) for exercise in CODE for name in load(exercise).wrong]


def by_id(value):
    return getattr(value, "id", value)


@pytest.mark.parametrize("exercise", CODE, ids=by_id)
def test_the_starter_earns_nothing(exercise):
    for seed in SEEDS:
        assert check_exercise(exercise, load_starter(exercise), seed).score == 0


@pytest.mark.parametrize("exercise", CODE, ids=by_id)
def test_the_solution_earns_everything(exercise):
    for seed in SEEDS:
        report = check_exercise(exercise, load(exercise).reference, seed)
        assert report.score == 1, str(report)


@pytest.mark.parametrize("exercise", CODE, ids=by_id)
def test_three_wrong_answers_are_known(exercise):
    assert len(load(exercise).wrong) >= 3


@pytest.mark.parametrize(("exercise", "name"), WRONG, ids=by_id)
def test_a_wrong_answer_fails_and_is_diagnosed_as_itself(exercise, name):
    for seed in SEEDS:
        report = check_exercise(exercise, load(exercise).wrong[name], seed)
        assert not report.passed
        assert report.mistake == name, str(report)


@pytest.mark.parametrize("exercise", [e for e in EXERCISES if e.options], ids=by_id)
def test_one_option_is_right(exercise):
    verdicts = [check_choice(exercise, i).passed for i in range(len(exercise.options))]
    assert verdicts.count(True) == 1
