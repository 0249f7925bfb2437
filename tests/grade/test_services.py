from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from dlbook.grade import services
from dlbook.grade.course import load_course
from dlbook.grade.discover import find_submissions
from dlbook.grade.services import GradeService, ReadService
from tests.exercise import samples

SOURCE = "def own(X):\n    return X.mean(axis=1)\n"


@pytest.fixture
def private(tmp_path) -> Path:
    text = samples.text(samples.STARTER.replace("def means", "def own"), answer="own")
    samples.write(tmp_path / "own", "exam/rows", text)
    return tmp_path / "own"


@pytest.fixture
def reader(private) -> ReadService:
    return ReadService(["exam/*"], str(private))


def read(reader: ReadService, folder, text: str) -> dict:
    path = folder / "ada.py"
    path.write_text(text)
    (submission,), _ = find_submissions(path)
    return reader(submission.as_dict())


def test_reading_gives_answers_and_notes(reader, tmp_path):
    answer = {"source": SOURCE, "fallback": "", "files": {}}
    assert read(reader, tmp_path, SOURCE) == {
        "notes": [],
        "answers": {"exam/rows": answer},
        "untouched": [],
    }


def test_the_latest_attempt_counts(reader, tmp_path):
    (tmp_path / "in").mkdir()
    for upload, source in (("9999", SOURCE.replace("axis=1", "axis=0")), ("10000", SOURCE)):
        (tmp_path / "in" / f"ada_1_{upload}_hw.py").write_text(source)
    (submission,), _ = find_submissions(tmp_path / "in")
    assert reader(submission.as_dict())["answers"]["exam/rows"]["source"] == SOURCE


def test_a_submission_without_code_says_so(reader, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "eve.docx").touch()
    (submission,), _ = find_submissions(tmp_path / "in")
    notes = reader(submission.as_dict())["notes"]
    assert "eve.docx was left out" in notes[0]
    assert notes[1] == services.EMPTY


def test_a_submission_that_takes_too_long_to_read_costs_itself(reader, tmp_path, monkeypatch):
    def slow(documents, exercises):
        while True:
            time.sleep(0) or sum(range(1000))

    monkeypatch.setattr(services, "find_answers", slow)
    monkeypatch.setattr(services, "READ_SECONDS", 0.1)
    before = signal.getsignal(signal.SIGPROF)
    try:
        with monkeypatch.context() as patched:
            patched.setattr("resource.setrlimit", lambda *limits: None)
            reader.__enter__()
        found = read(reader, tmp_path, SOURCE)
    finally:
        signal.signal(signal.SIGPROF, before)
    assert found == {"notes": [services.TOO_SLOW], "answers": {}, "untouched": []}


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
    monkeypatch.setattr("dlbook.grade.grader.Grader", Fake)
    monkeypatch.setattr(Fake, "broken", False)
    return Fake


@pytest.fixture
def options(private) -> dict:
    return {
        "private": str(private),
        "sandbox": True,
        "hidden": ["/a", "/b"],
        "patterns": ["exam/*"],
        "fingerprint": load_course(["exam/*"], private).fingerprint,
    }


def test_grading_has_a_grader_that_hides_what_students_may_not_see(fake, options):
    with GradeService(**options):
        assert fake.last.options == {
            "private": Path(options["private"]),
            "sandbox": True,
            "hidden": (Path("/a"), Path("/b")),
        }
    assert fake.last.done == ["closed"]


def test_what_is_missing_is_said_at_the_start(fake, options, monkeypatch):
    monkeypatch.setattr(fake, "broken", True)
    with pytest.raises(RuntimeError, match="no namespaces"):
        GradeService(**options).__enter__()
    assert fake.last.done == ["closed"]


def test_a_machine_with_other_checks_grades_nothing(fake, options):
    with pytest.raises(ValueError, match="other versions of the exercises"):
        GradeService(**{**options, "fingerprint": "0"})


# --- the course ---------------------------------------------------------------------------


@pytest.fixture
def books(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "exercises"
    samples.write(folder, "chapter/means", samples.text())
    samples.write(folder, "chapter/pick", samples.CHOICE)
    samples.write(folder, "other/guess", samples.NUMBER)
    samples.write(folder, "other/explore", samples.OPEN)
    monkeypatch.setattr("dlbook.exercise.library.folder", lambda: folder)
    return folder


def test_a_course_is_what_can_be_checked_or_what_is_chosen(books):
    course = load_course()
    assert list(course.exercises) == ["chapter/means", "chapter/pick", "other/guess"]
    assert course.checks.keys() == course.exercises.keys()
    chosen = load_course(["other/*", "chapter/pick"]).exercises
    assert list(chosen) == ["chapter/pick", "other/guess"]


@pytest.mark.parametrize("pattern", ["other/explore", "none/*", "means"])
def test_a_pattern_that_fits_nothing_is_refused(books, pattern):
    with pytest.raises(ValueError, match=pattern.replace("*", ".")):
        load_course([pattern])


def test_a_pattern_that_is_misspelt_names_the_nearest(books):
    with pytest.raises(ValueError, match="nearest is 'chapter/means'"):
        load_course(["chapter/mean"])


def test_private_exercises_come_in_addition_and_before_the_books(books, tmp_path):
    own = tmp_path / "mine"
    samples.write(own, "exam/means", samples.text())
    samples.write(own, "chapter/pick", samples.NUMBER)
    course = load_course(private=own)
    assert "exam/means" in course.exercises
    assert course.exercises["chapter/pick"].value == 12
    assert course.checks["chapter/means"] == load_course().checks["chapter/means"]
    assert course.checks["chapter/pick"] != load_course().checks["chapter/pick"]
    with pytest.raises(ValueError, match="holds no exercises"):
        load_course(private=tmp_path / "none")


def test_the_fingerprint_is_that_of_all_checks(books):
    before = load_course().fingerprint
    assert load_course().fingerprint == before
    assert load_course(["other/*"]).fingerprint != before
    path = books / "chapter" / "pick.py"
    path.write_text(path.read_text() + "\n")
    assert load_course().fingerprint != before
