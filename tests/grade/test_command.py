"""The whole command, with a grader that needs no sandbox."""

from __future__ import annotations

import csv
import functools
import random
from pathlib import Path

import pytest

from dlbook.exercise import find
from dlbook.grade import cli, command
from dlbook.grade.journal import Journal
from dlbook.grade.pool import Pool
from tests.grade.fakes import InProcess
from tests.grade.generated import course, good, half, notebook, right_cells, write_student

LINEAR = "backpropagation/linear-backward"


@pytest.fixture
def grade(tmp_path, monkeypatch, capsys):
    """Return a function that calls ``dlbook grade`` and returns status, output and errors."""
    monkeypatch.setenv("FAKE_FOLDER", str(tmp_path))
    (tmp_path / "hw").mkdir()
    real = command.grade
    monkeypatch.setattr(command, "Pool", InProcess)

    def grade(*arguments: str, grading: str = "PlainGrading"):
        factory = f"tests.grade.fakes:{grading}"
        monkeypatch.setattr(command, "grade", functools.partial(real, grading=factory))
        out = ["--out", str(tmp_path / "out"), "--jobs", "1"]
        status = cli.main(["grade", str(tmp_path / "hw"), *out, *arguments])
        return status, *capsys.readouterr()

    return grade


def rows(tmp_path) -> dict[str, dict[str, str]]:
    with open(tmp_path / "out" / "grades.csv", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def write(tmp_path, name: str, *wanted: str) -> None:
    cells = [cell for id in wanted for cell in right_cells(find(id))]
    write_student(tmp_path / "hw", name, cells, "ipynb")


def test_a_course_gets_the_grades_it_deserves(grade, tmp_path, monkeypatch):
    monkeypatch.setattr(command, "Pool", Pool)  # in processes of their own
    rng = random.Random(1)
    exercises = {id: e for id, e in course("backpropagation").items() if not e.is_code}
    exercises[LINEAR] = find(LINEAR)
    expected = {}
    for i, make in enumerate((good, half, half)):
        cells, expected[f"s{i}"] = make(rng, exercises)
        write_student(tmp_path / "hw", f"s{i}", cells, "zip")
    (tmp_path / "hw" / "broken.zip").write_bytes(b"PK")
    status, out, err = grade("--exercises", "backpropagation/*")
    assert (status, err.count("answers")) == (0, 1)
    assert f"4 students, {len(course('backpropagation'))} exercises." in out
    found = rows(tmp_path)
    for student, scores in expected.items():
        got = {id: found[student][id] for id in exercises}
        right = {id for id, value in got.items() if value == "1"}
        assert right == set(scores)
    assert found["broken"]["total"] == "0"
    assert "damaged" in found["broken"]["notes"]
    assert (tmp_path / "out" / "reports" / "s1.html").exists()


def test_points_lateness_and_title(grade, tmp_path):
    write(tmp_path, "doe_LATE_12_34_hw", LINEAR)
    points = tmp_path / "points.csv"
    points.write_text(f"exercise,points\n{LINEAR},10\n")
    status, _, _ = grade("--points", str(points), "--late", "20%", "--title", "HW (47)")
    assert status == 0
    assert rows(tmp_path)["doe_12"]["total"] == "8"
    assert (tmp_path / "out" / "canvas.csv").read_text().splitlines()[2] == "doe,12,,,,8"


def test_a_second_call_changes_no_file_and_grades_nothing(grade, tmp_path):
    write(tmp_path, "ada", LINEAR)
    grade()
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*.*")}
    status, _, err = grade(grading="Refusing")
    assert status == 0
    assert " 0 answers" in err
    assert {path: path.read_bytes() for path in before} == before


def test_no_resume_keeps_the_old_journal_beside(grade, tmp_path):
    write(tmp_path, "ada", LINEAR)
    grade()
    grade("--no-resume")
    found = sorted(path.name for path in (tmp_path / "out").glob("journal*"))
    assert found == ["journal-1.jsonl", "journal.jsonl"]


def test_a_dry_run_grades_nothing_and_writes_nothing(grade, tmp_path):
    write(tmp_path, "ada", LINEAR)
    status, out, _ = grade("--dry-run", grading="Refusing")
    assert status == 0
    assert "1 submissions with 1 answers" in out
    assert not (tmp_path / "out").exists()


def test_without_a_sandbox_it_refuses_and_says_what_to_do(grade, tmp_path):
    write(tmp_path, "ada", LINEAR)
    status, _, err = grade(grading="Refusing")
    assert status == 2
    assert "see dlbook grade --doctor" in err
    assert rows(tmp_path)["ada"][LINEAR] == ""
    assert rows(tmp_path)["ada"]["total"] == ""


def test_errors_are_told_and_are_no_zeros(grade, tmp_path):
    source = "def linear_backward(g, X, W):\n    return 1  # raise\n"
    (tmp_path / "hw" / "ada.py").write_text(source)
    status, _, err = grade(grading="FakeGrading")
    assert status == 1
    assert "1 students are not complete" in err
    assert (rows(tmp_path)["ada"][LINEAR], rows(tmp_path)["ada"]["total"]) == ("error", "")


def test_results_in_the_folder_of_submissions_are_none(grade, tmp_path):
    write(tmp_path, "ada", LINEAR)
    own = ["--out", str(tmp_path / "hw" / "results")]
    for _ in range(2):
        assert "1 students" in grade(*own)[1]


def test_private_exercises(grade, tmp_path):
    own = tmp_path / "own" / "exam"
    own.mkdir(parents=True)
    text = Path(find(LINEAR).path).read_text("utf-8")
    (own / "rows.py").write_text(text.replace("linear_backward", "my_rows"), "utf-8")
    (tmp_path / "hw" / "ada.ipynb").write_text(
        notebook(["def my_rows(g, X, W):\n    return 1"])
    )
    private = ["--private", str(tmp_path / "own"), "--exercises", "exam/*"]
    status, _, _ = grade(*private, grading="FakeGrading")
    assert status == 0
    assert rows(tmp_path)["ada"]["exam/rows"] == "1"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--jobs", "0"], "--jobs"),
        (["--exercises", "none/*"], "none/\\*"),
        (["--late", "much"], "--late"),
        (["--points", "none.csv"], "none.csv"),
        (["--private", "none"], "holds no exercises"),
    ],
)
def test_misuse_is_told(grade, tmp_path, arguments, said):
    write(tmp_path, "ada", LINEAR)
    status, _, err = grade(*arguments)
    assert status == 2
    assert said.replace("\\", "") in err


def test_two_at_once_are_refused(grade, tmp_path):
    write(tmp_path, "ada", LINEAR)
    with Journal(tmp_path / "out" / "journal.jsonl"):
        status, _, err = grade()
    assert status == 2
    assert "another grader" in err


def test_an_interrupt_writes_what_there_is(grade, tmp_path, monkeypatch):
    write(tmp_path, "ada", LINEAR)

    def interrupt(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(command.Run, "grade", interrupt)
    status, _, err = grade()
    assert status == 130
    assert "interrupted" in err
