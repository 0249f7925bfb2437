"""Each exercise of the bank proves that its check works; the record says which have."""

from __future__ import annotations

import pytest

import tools.chapters
from dlbook.exercise import find, ids
from tests.exercises import proofs, record

EXERCISES = [find(i) for i in ids()]
RECORDED = record.read()


def name(exercise) -> str:
    return exercise.id


@pytest.mark.parametrize("exercise", EXERCISES, ids=name)
def test_proofs(exercise):
    """Prove an exercise that is not recorded as it is, or that chance has drawn."""
    if RECORDED.get(exercise.id) == record.key_of(exercise) and not record.is_drawn(exercise):
        return
    if not proofs.can_prove(exercise):
        pytest.skip("needs torch")
    print(f"proven anew: {exercise.id} (drawn with PROOFS_SEED={record.SEED})")
    assert proofs.prove(exercise) == []


def test_the_record_is_current():
    if not RECORDED:
        pytest.skip(f"the record is of other versions than {record.versions()}")
    current = {exercise.id: record.key_of(exercise) for exercise in EXERCISES}
    stale = {i for i, _ in RECORDED.items() ^ current.items()}
    assert sorted(stale) == [], "run `make proofs`"


@pytest.mark.parametrize("exercise", EXERCISES, ids=name)
def test_hints_and_statement(exercise):
    assert len(exercise.statement.split()) >= 10
    assert len(exercise.hints) >= (2 if exercise.is_code else 0)
    assert 1 <= exercise.minutes <= 60


def test_nothing_needs_a_later_chapter():
    explained = {c.slug: list(c.explains) for c in tools.chapters.chapters()}
    assert "backpropagation" in explained
    found = {e.id: proofs.from_later_chapters(e, explained) for e in EXERCISES}
    assert {i: problems for i, problems in found.items() if problems} == {}
