from __future__ import annotations

from pathlib import Path

import pytest

from dlbook.grade import services
from dlbook.grade.course import course_of
from dlbook.grade.services import Grading, Reading
from dlbook.grade.submissions.layout import submissions_at
from tests.exercise import samples

SOURCE = "def own(X):\n    return X.mean(axis=1)\n"


@pytest.fixture
def reading(tmp_path) -> Reading:
    text = samples.text(samples.STARTER.replace("def means", "def own"), answer="own")
    samples.write(tmp_path / "own", "exam/rows", text)
    return Reading(["exam/*"], str(tmp_path / "own"))


def read(reading: Reading, folder, text: str) -> dict:
    path = folder / "ada.py"
    path.write_text(text)
    (handed,) = submissions_at(path)
    return reading(handed.as_dict())


def test_reading_gives_answers_and_notes(reading, tmp_path):
    assert read(reading, tmp_path, SOURCE) == {
        "notes": [],
        "answers": {"exam/rows": {"source": SOURCE, "where": "ada.py"}},
        "untouched": [],
    }
    assert read(reading, tmp_path, "")["answers"] == {}


def test_an_answer_that_is_too_long_is_left_out(reading, tmp_path, monkeypatch):
    monkeypatch.setattr(services, "LONGEST", 10)
    found = read(reading, tmp_path, SOURCE)
    assert found["answers"] == {}
    assert "too long" in found["notes"][0]


class Fake:
    """A grader that notes what is done with it."""

    broken = False

    def __init__(self, **options):
        self.options, self.done = options, []
        Fake.last = self

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def try_out(self):
        if self.broken:
            raise RuntimeError("no namespaces")

    def close(self):
        self.done.append("closed")


@pytest.fixture
def fake(monkeypatch) -> type[Fake]:
    monkeypatch.setattr(services, "Grader", Fake)
    monkeypatch.setattr(Fake, "broken", False)
    return Fake


@pytest.fixture
def settings(tmp_path) -> dict:
    samples.write(tmp_path / "own", "exam/rows", samples.text())
    private = tmp_path / "own"
    fingerprint = course_of(["exam/*"], private).fingerprint
    return {
        "private": str(private),
        "sandbox": True,
        "hidden": ["/a", "/b"],
        "patterns": ["exam/*"],
        "fingerprint": fingerprint,
    }


def test_grading_has_a_grader_that_hides_what_students_may_not_see(fake, settings):
    with Grading(**settings):
        assert fake.last.options == {
            "private": Path(settings["private"]),
            "sandbox": True,
            "hidden": (Path("/a"), Path("/b")),
        }
    assert fake.last.done == ["closed"]


def test_what_is_missing_is_said_at_the_start(fake, settings, monkeypatch):
    monkeypatch.setattr(fake, "broken", True)
    with pytest.raises(RuntimeError, match="no namespaces"):
        Grading(**settings).__enter__()
    assert fake.last.done == ["closed"]


def test_a_machine_with_other_checks_grades_nothing(fake, settings):
    with pytest.raises(ValueError, match="other versions of the exercises"):
        Grading(**{**settings, "fingerprint": "0"})
