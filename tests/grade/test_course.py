from __future__ import annotations

import pytest

from dlbook.exercise import library
from dlbook.grade.course import course_of
from tests.exercise import samples


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    folder = tmp_path / "exercises"
    samples.write(folder, "chapter/means", samples.text())
    samples.write(folder, "chapter/pick", samples.CHOICE)
    samples.write(folder, "other/guess", samples.NUMBER)
    samples.write(folder, "other/explore", samples.OPEN)
    monkeypatch.setattr(library, "folder", lambda: folder)
    return folder


def test_all_that_can_be_checked(shelf):
    course = course_of()
    assert list(course.exercises) == ["chapter/means", "chapter/pick", "other/guess"]
    assert course.checks.keys() == course.exercises.keys()


def test_ids_and_patterns(shelf):
    assert list(course_of(["other/*", "chapter/pick"]).exercises) == [
        "chapter/pick",
        "other/guess",
    ]


@pytest.mark.parametrize("pattern", ["other/explore", "none/*", "means"])
def test_a_pattern_that_fits_nothing_is_refused(shelf, pattern):
    with pytest.raises(ValueError, match=pattern.replace("*", ".")):
        course_of([pattern])


def test_private_exercises_come_in_addition_and_before_the_books(shelf, tmp_path):
    own = tmp_path / "own"
    samples.write(own, "exam/means", samples.text())
    samples.write(own, "chapter/pick", samples.NUMBER)
    course = course_of(private=own)
    assert "exam/means" in course.exercises
    assert course.exercises["chapter/pick"].value == 12
    assert course.checks["chapter/means"] == course_of().checks["chapter/means"]
    assert course.checks["chapter/pick"] != course_of().checks["chapter/pick"]


def test_the_fingerprint_is_that_of_all_checks(shelf):
    before = course_of().fingerprint
    assert course_of().fingerprint == before
    assert course_of(["other/*"]).fingerprint != before
    path = shelf / "chapter" / "pick.py"
    path.write_text(path.read_text() + "\n")
    assert course_of().fingerprint != before


def test_an_empty_private_folder_is_refused(shelf, tmp_path):
    with pytest.raises(ValueError, match="holds no exercises"):
        course_of(private=tmp_path / "none")
