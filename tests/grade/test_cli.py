"""The whole command, with a grader that needs no sandbox."""

from __future__ import annotations

import csv
import functools
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from dlbook.exercise import find
from dlbook.grade import cli, command
from dlbook.grade.journal import Journal
from tests.grade.fakes import ROOT, InProcess
from tests.grade.generated import course, good, half, notebook, right_cells, write_student

LINEAR = "backpropagation/linear-backward"


@pytest.fixture
def grade(tmp_path, monkeypatch, capsys):
    """Return a function that calls ``dlbook grade`` and returns status, output and errors."""
    monkeypatch.setenv("FAKE_FOLDER", str(tmp_path))
    (tmp_path / "hw").mkdir()
    real = cli.grade
    monkeypatch.setattr(command, "Pool", InProcess)

    def grade(*arguments: str, grading: str = "PlainGrading"):
        factory = f"tests.grade.fakes:{grading}"
        monkeypatch.setattr(cli, "grade", functools.partial(real, grading=factory))
        out = ["--out", str(tmp_path / "out"), "--jobs", "1"]
        status = cli.main(["grade", str(tmp_path / "hw"), *out, *arguments])
        return status, *capsys.readouterr()

    return grade


def rows(tmp_path) -> dict[str, dict[str, str]]:
    with open(tmp_path / "out" / "grades.csv", newline="", encoding="utf-8-sig") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def write(tmp_path, name: str, *wanted: str) -> None:
    cells = [cell for exercise in wanted for cell in right_cells(find(exercise))]
    write_student(tmp_path / "hw", name, cells, "ipynb")


def test_a_course_gets_the_grades_it_deserves(grade, tmp_path):
    rng = random.Random(1)
    exercises = {e: x for e, x in course("backpropagation").items() if not x.is_code}
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
        right = {exercise for exercise in exercises if found[student][exercise] == "1"}
        assert right == set(scores)
    assert found["broken"]["total"] == "0"
    assert "damaged" in found["broken"]["notes"]
    assert (tmp_path / "out" / "reports" / "s1.html").exists()


def test_points_lateness_title_and_gradebooks(grade, tmp_path):
    write(tmp_path, "doe_LATE_12_34_hw", LINEAR)
    write(tmp_path, "Jane_5_assignsubmission_file_hw", LINEAR)
    points = tmp_path / "points.csv"
    points.write_text(f"exercise,points\n{LINEAR},10\n")
    arguments = ["--points", str(points), "--late", "20%", "--title", "HW (47)"]
    status, out, err = grade(*arguments)
    assert status == 0
    assert rows(tmp_path)["doe_12"]["total"] == "8"
    assert "canvas.csv" in out
    assert "--moodle" in err
    assert "doe,12,,,,8" in (tmp_path / "out" / "canvas.csv").read_text("utf-8-sig")
    canvas, moodle = tmp_path / "canvas.csv", tmp_path / "moodle.csv"
    canvas.write_text(
        "Student,ID,Section,HW (47)\n  Points Possible,,,10\nDoe,12,A,\nNo,13,A,\n"
    )
    moodle.write_text("ID;Name;Grade;Last modified (grade)\nTeilnehmer/in5;Jane;;-\n")
    files = ["--canvas", str(canvas), "--moodle", str(moodle)]
    status, _, err = grade(*arguments, *files)
    assert (tmp_path / "out" / "canvas.csv").read_text().splitlines()[2:] == [
        "Doe,12,A,8",
        "No,13,A,",
    ]
    assert "Teilnehmer/in5;Jane;10;-" in (tmp_path / "out" / "moodle.csv").read_text()
    for said in (err, (tmp_path / "out" / "remarks.txt").read_text()):
        assert "line 4: No, 13: no submission" in said


def test_a_second_call_changes_no_file_and_grades_nothing(grade, tmp_path):
    write(tmp_path, "ada", LINEAR)
    grade()
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*.*")}
    status, _, err = grade(grading="Refusing")
    assert status == 0
    assert " 0 answers" in err
    assert {path: path.read_bytes() for path in before} == before


def test_beginning_anew_keeps_the_old_journal(grade, tmp_path):
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
    assert rows(tmp_path)["ada"][LINEAR] == rows(tmp_path)["ada"]["total"] == ""


def test_errors_are_told_and_are_no_zeros(grade, tmp_path):
    source = "def linear_backward(g, X, W):\n    return 1  # raise\n"
    (tmp_path / "hw" / "ada.py").write_text(source)
    status, _, err = grade(grading="FakeGrading")
    assert status == 1
    assert "1 students are not complete" in err
    assert (rows(tmp_path)["ada"][LINEAR], rows(tmp_path)["ada"]["total"]) == ("error", "")


def test_results_in_the_folder_of_submissions_are_none(grade, tmp_path):
    write(tmp_path, "ada", LINEAR)
    write(tmp_path, "bob", LINEAR)
    own = ["--out", str(tmp_path / "hw" / "results")]
    for _ in range(2):
        assert "2 students" in grade(*own)[1]


def test_private_exercises(grade, tmp_path):
    own = tmp_path / "own" / "exam"
    own.mkdir(parents=True)
    text = Path(find(LINEAR).path).read_text("utf-8")
    (own / "rows.py").write_text(text.replace("linear_backward", "my_rows"), "utf-8")
    answer = notebook(["def my_rows(g, X, W):\n    return 1"])
    (tmp_path / "hw" / "ada.ipynb").write_text(answer)
    private = ["--private", str(tmp_path / "own"), "--exercises", "exam/*"]
    assert grade(*private, grading="FakeGrading")[0] == 0
    assert rows(tmp_path)["ada"]["exam/rows"] == "1"


def test_two_at_once_are_refused_whatever_the_second_wants(grade, tmp_path):
    write(tmp_path, "ada", LINEAR)
    for more in ([], ["--no-resume"]):
        with Journal(tmp_path / "out" / "journal.jsonl"):
            status, _, err = grade(*more)
        assert status == 2
        assert "another grader" in err
    assert len(list((tmp_path / "out").glob("journal*"))) == 1


def test_an_interrupt_writes_what_there_is(grade, tmp_path, monkeypatch):
    write(tmp_path, "ada", LINEAR)

    def interrupt(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("dlbook.grade.run.Run.grade", interrupt)
    status, _, err = grade()
    assert status == 130
    assert "interrupted" in err


# Arguments with the file FILE, what is in it, and what is said. No traceback, whatever comes.
MISUSE = {
    "no jobs": ("--jobs 0", None, "--jobs"),
    "no such exercise": ("--exercises none/*", None, "none/*"),
    "a rule": ("--late much", None, "--late"),
    "no points": ("--points FILE", None, "FILE"),
    "no private": ("--private FILE", None, "holds no exercises"),
    "points of nothing": ("--points FILE", b"exercise,points\nx/y,1\n", "FILE, line 2"),
    "points of noise": ("--points FILE", b"\x00\x81\xff", "FILE"),
    "late by noise": ("--late FILE", b"\xff\xfe\x00", "FILE"),
    "late of no table": ("--late FILE", b"name\nx\n", "FILE, line 1"),
    "canvas is none": ("--canvas FILE", b"a,b\n1,2\n", "expected Canvas's exported gradebook"),
    "canvas not there": ("--canvas FILE", None, "FILE"),
    "moodle is none": ("--moodle FILE", b"a,b\n1,2\n", "expected Moodle's grading worksheet"),
    "a folder for a file": ("--points HW", None, "hw"),
    "out is a file": ("--out FILE", b"", "is a file"),
    "who is not there": ("--again adda", None, "nearest is 'ada'"),
    "two seeds": ("--seed other", b"", "another --seed"),
}


@pytest.mark.parametrize("name", MISUSE)
def test_misuse_is_told(grade, tmp_path, name):
    write(tmp_path, "ada", LINEAR)
    arguments, content, said = MISUSE[name]
    path = tmp_path / "FILE"
    if content is not None:
        path.write_bytes(content)
    if name == "two seeds":
        grade("--seed", "one")
    found = [
        a.replace("FILE", str(path)).replace("HW", str(tmp_path / "hw"))
        for a in arguments.split()
    ]
    status, _, err = grade(*found)
    assert status == 2
    assert said in err
    assert "Traceback" not in err
    # Nothing was graded before that was said.
    assert name == "two seeds" or not (tmp_path / "out" / "journal.jsonl").exists()


def test_a_journal_that_is_none_is_told(grade, tmp_path):
    write(tmp_path, "ada", LINEAR)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "journal.jsonl").write_bytes(os.urandom(1000))
    assert grade()[0] == 0  # what is damaged is graded anew


# --- terminals ----------------------------------------------------------------------------


CODE = "import sys; from dlbook.grade.cli import main; sys.exit(main())"


def started(*arguments: str, code: str = CODE, **environment: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-P", "-c", code, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize(
    "arguments",
    ["exercise list neurons", "grade --doctor", "exercise show neurons/count-parameters"],
)
def test_output_in_another_encoding(arguments):
    out, err = started(*arguments.split(), PYTHONIOENCODING="cp1252").communicate()
    assert err == b""
    assert out
    assert b"Traceback" not in out


def test_a_pipe_that_is_closed_is_no_error():
    with started("exercise", "list") as process:
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


@pytest.mark.parametrize("package", cli.PACKAGES)
def test_without_a_package_it_says_what_to_install(package):
    process = started("grade", "x", code=f"import sys; sys.modules[{package!r}] = None\n{CODE}")
    _, err = process.communicate()
    assert process.returncode == 2
    assert b"pip install" in err
    assert b"Traceback" not in err
