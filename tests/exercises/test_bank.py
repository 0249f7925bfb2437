"""Each exercise of the bank proves that its check works."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

import tools.chapters
from dlbook.exercise import find, ids, shrink
from dlbook.exercise.checking import check_exercise
from dlbook.exercise.loading import load
from tests.exercises import proofs

ROOT = Path(__file__).resolve().parents[2]
EXERCISES = [find(id) for id in ids()]
HAS_TORCH = importlib.util.find_spec("torch") is not None
CODE = [e for e in EXERCISES if e.is_code and (HAS_TORCH or not e.needs_torch)]
CHOICES = [e for e in EXERCISES if e.kind in ("predict", "recall")]
OF_CODE = [
    proofs.starter_earns,
    proofs.solution_fails,
    proofs.few_wrong_answers,
    proofs.unrecognized,
    proofs.blind_to_zeros,
    proofs.same_shapes,
    proofs.survivors,
]


def name(value) -> str:
    return getattr(value, "id", None) or value.__name__


@pytest.mark.parametrize("proof", OF_CODE, ids=name)
@pytest.mark.parametrize("exercise", CODE, ids=name)
def test_code(exercise, proof, monkeypatch):
    # What is proven here does not depend on how small the input is that a report shows.
    monkeypatch.setattr(shrink, "CALLS", 0)
    assert proof(exercise) == []


@pytest.mark.parametrize("exercise", CODE, ids=name)
def test_reports_of_wrong_answers_are_short(exercise):
    for wrong in load(exercise).wrong.values():
        report = check_exercise(exercise, wrong, seed=0)
        assert not report.passed
        assert len(str(report).splitlines()) <= 70, str(report)


@pytest.mark.parametrize("exercise", CHOICES, ids=name)
def test_choice(exercise):
    assert proofs.wrong_verdicts(exercise) == []


@pytest.mark.parametrize("exercise", EXERCISES, ids=name)
def test_hints_and_statement(exercise):
    assert len(exercise.statement.split()) >= 10
    assert len(exercise.hints) >= (2 if exercise.is_code else 0)
    assert 1 <= exercise.minutes <= 60


def chapters() -> dict[str, list[str]]:
    """Return what each chapter explains, in the book's order."""
    return {c.slug: list(c.explains) for c in tools.chapters.chapters()}


def test_the_chapters_are_read():
    assert "backpropagation" in chapters()


@pytest.mark.parametrize("exercise", EXERCISES, ids=name)
def test_nothing_needs_a_later_chapter(exercise):
    if exercise.chapter not in chapters():
        pytest.skip("the chapter is not in the book yet")
    assert proofs.from_later_chapters(exercise, chapters()) == []
