"""A new exercise works as it stands."""

from __future__ import annotations

import pytest

from dlbook.exercise import find, ids, library
from dlbook.exercise.format import KINDS
from dlbook.exercise.new import new
from tests.exercises import proofs

pytestmark = pytest.mark.usefixtures("shelf")


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_exercise_is_in_the_bank(kind, shelf):
    path = new("some-chapter/new-one", kind)
    assert path == shelf / "some-chapter" / "new-one.py"
    assert "some-chapter/new-one" in ids()
    assert find("some-chapter/new-one").kind == kind


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_exercise_proves_itself(kind):
    new("chapter/new", kind)
    assert proofs.prove(find("chapter/new")) == []


@pytest.mark.parametrize("id", ["new", "a/b/c", "../new", "A/b", "a/b.py", "a/b_c", ""])
def test_what_is_no_id_is_refused(id):
    with pytest.raises(ValueError, match="expected chapter/slug"):
        new(id, "implement")


def test_an_exercise_is_not_overwritten(shelf):
    before = (shelf / "chapter" / "means.py").read_text()
    with pytest.raises(ValueError, match="there is an exercise 'chapter/means' already"):
        new("chapter/means", "recall")
    assert (shelf / "chapter" / "means.py").read_text() == before


def test_the_installed_package_takes_none(shelf, monkeypatch):
    monkeypatch.setattr(library, "folder", lambda: shelf.parent / "bank")
    with pytest.raises(ValueError, match="in the repository"):
        new("chapter/new", "implement")
