from __future__ import annotations

import pytest

from dlbook.grade import services
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


def test_grading_asks_the_grader(monkeypatch, tmp_path):
    module = pytest.importorskip("dlbook.grade.grader")
    made = []

    class Fake:
        def __init__(self, **options):
            made.append(options)

        def __enter__(self):
            return self

        def __exit__(self, *error):
            made.append("closed")

    monkeypatch.setattr(module, "Grader", Fake)
    with Grading(str(tmp_path), True):
        pass
    assert made == [{"private": tmp_path, "sandbox": True}, "closed"]
