"""A whole course, as it comes from two platforms and by mail.

Two hundred submissions are graded through a crash, gradebooks are filled, a list of late ones
counts, and an appeal is graded anew.
"""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from dlbook.exercise import find
from dlbook.grade import cli
from dlbook.grade.journal import records_in
from tests.grade.fakes import ROOT
from tests.grade.generated import course, notebook, right_cells, wrong_answers, zipped
from tests.grade.test_gradesheets import ENGLISH, import_canvas, import_moodle

CODE = find("backpropagation/linear-backward")
PICK = next(e for e in course("backpropagation").values() if e.options)
CHECK = f'check("{CODE.id}", linear_backward)'
RIGHT_PICK, WRONG_PICK = right_cells(PICK), next(iter(wrong_answers(PICK).values()))
RIGHT = [CODE.solution, CHECK]
WRONG = [CODE.solution.replace("sum(axis=0)", "mean(axis=0)"), CHECK]
# Right answers, each in a form that a line-by-line reader or a slice by names would miss.
FORMS = {
    "shell": ["!pip install \\\n    numpy", *RIGHT],
    "pylab": ["%pylab inline", "def linear_backward(g, X, W):\n"
              "    return dot(g, W), dot(g.T, X), g.sum(axis=0)", CHECK],
    "odd": ["def f(a, a): pass", "while (", *RIGHT],
    "loop": ["table = {}", "for i in range(3):\n    table[i] = i",
             "def linear_backward(g, X, W):\n    return g @ W, g.T @ X, g.sum(axis=table[0])",
             CHECK],
    "setup": ["axis = None\ndef setup():\n    global axis\n    axis = 0", "setup()",
              "def linear_backward(g, X, W):\n    return g @ W, g.T @ X, g.sum(axis=axis)",
              CHECK],
    "hangs": ["t = []", "while True:\n    t.append(len(t) * 10**6)",
              "def linear_backward(g, X, W):\n    t\n    return g @ W, g.T @ X, g.sum(axis=0)",
              CHECK],
    "failing": ["table = [0]", "table.append(1 / 0)", "def linear_backward(g, X, W):\n"
                "    return g @ W, g.T @ X, g.sum(axis=table[0])", CHECK],
}  # fmt: skip
MODULE = "def product(a, b):\n    return a @ b\n"
WITH_MODULE = ["import helpers", "def linear_backward(g, X, W):\n    return "
               "helpers.product(g, W), helpers.product(g.T, X), g.sum(0)", CHECK]  # fmt: skip


class Course:
    """The files of a course, and what each student must get."""

    def __init__(self, folder: Path):
        self.folder, self.out = folder, folder / "results"
        self.expected: dict[str, float] = {}
        self.canvas()
        self.moodle()
        self.mail()

    def canvas(self) -> None:
        """A hundred students, in a zip that was made again on a Mac."""
        files, rows = {}, []
        for i in range(100):
            cells, points = self.simple(i)
            late = "_LATE" if i % 10 == 3 else ""
            name, student = f"student{i}{late}_{1000 + i}", f"student{i}_{1000 + i}"
            if i == 7:
                name = student = "anon_aB3xY"
            if i == 8:  # two attempts: the later number counts
                files[f"hw/{name}_99999_hw.ipynb"] = notebook(WRONG)
            if i == 9:  # an entry without a file
                files[f"hw/{name}_text.html"] = "<p>I was ill.</p>"
                points = 0.0
            else:
                files[f"hw/{name}_{100000 + i}_hw-1.ipynb"] = notebook(cells)
            files[f"__MACOSX/hw/._{name}"] = "x"
            self.expected[student] = points * (0.8 if late else 1)
            rows.append(f'"Student, {i}",{1000 + i},login{i},A,,')
        files["hw/.DS_Store"] = files["hw/grades.csv"] = "x"
        (self.folder / "hw").mkdir()
        (self.folder / "hw" / "submissions.zip").write_bytes(zipped(files))
        head = (
            "Student,ID,SIS Login ID,Section,Homework (47),Final Score\nPoints Possible,,,,2,\n"
        )
        (self.folder / "canvas.csv").write_text(head + "\n".join(rows) + "\n")

    def moodle(self) -> None:
        """Eighty participants, unpacked, in folders."""
        rows = []
        for i in range(80):
            cells, points = self.simple(i + 1)
            name, number = (f"Jürgen Müller {i}", 5000 + i)
            folder = self.folder / "hw" / "moodle" / f"{name}_{number}_assignsubmission_file_"
            folder.mkdir(parents=True)
            (folder / "hw.ipynb").write_text(notebook(cells))
            if i % 20 == 1:
                (folder / "hw (10).ipynb").write_text(notebook(RIGHT + RIGHT_PICK))
                (folder / "hw (9).ipynb").write_text(notebook(WRONG + WRONG_PICK))
                points = 2.0
            self.expected[f"{name}_{number}"] = points * (0.5 if i == 4 else 1)
            rows.append(f"Participant {number},{name},Submitted,,2.00,-")
        rows.append("Participant 9999,Nobody,No submission,,2.00,-")
        head = "Identifier,Full name,Status,Grade,Maximum Grade,Last modified (grade)\n"
        (self.folder / "moodle.csv").write_text(head + "\n".join(rows) + "\n", "utf-8-sig")
        late = "student,percent\nJürgen Müller 4,50\nJürgen Muller 5,50\n"
        (self.folder / "late.csv").write_bytes(late.encode("cp1252"))

    def mail(self) -> None:
        """Twenty that came by mail, in every form."""
        place = self.folder / "hw"
        for name, cells in FORMS.items():
            (place / f"{name}.ipynb.txt").write_text(notebook(cells))
            self.expected[name] = 1.0
        for i in range(4):
            (place / f"module{i}").mkdir()
            (place / f"module{i}" / "hw.ipynb").write_text(notebook(WITH_MODULE))
            (place / f"module{i}" / "helpers.py").write_text(MODULE)
            self.expected[f"module{i}"] = 1.0
        for i in range(6):
            files = {"a/hw.ipynb": notebook(RIGHT_PICK), "__MACOSX/a/._hw.ipynb": "x"}
            (place / f"packed{i}.zip").write_bytes(zipped(files))
            self.expected[f"packed{i}"] = 1.0
        for name, data in (("broken.zip", b"PK"), ("empty.py", b""), ("noise.ipynb", b"\xff{")):
            (place / name).write_bytes(data)
            self.expected[name.partition(".")[0]] = 0.0

    def simple(self, i: int) -> tuple[list[str], float]:
        """Return a small submission, and its points: most answer the question alone."""
        cells = [RIGHT_PICK, WRONG_PICK][i % 3 == 0]
        code = {0: RIGHT, 5: WRONG}.get(i % 10, [])
        return cells + code, (i % 3 != 0) + (i % 10 == 0)

    def arguments(self, *more: str) -> list[str]:
        chosen = ["--exercises", CODE.id, PICK.id, "--jobs", "2", "--title", "Homework"]
        return ["grade", str(self.folder / "hw"), "--out", str(self.out), *chosen, *more]

    def crash(self, after: int) -> None:
        """Grade, and kill everything once so many answers have been graded."""
        code = "import sys; from dlbook.grade.cli import main; sys.exit(main())"
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", code, *self.arguments()],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        end = time.monotonic() + 120
        while self.outcomes().total() < after and time.monotonic() < end:
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def outcomes(self) -> Counter:
        """Return how often each answer was graded."""
        records = (record for _, record in records_in(self.out / "journal.jsonl"))
        graded = [r["outcome"] for r in records if r["kind"] == "outcome"]
        return Counter((o["student"], o["exercise"]) for o in graded)

    def totals(self) -> dict[str, float]:
        text = (self.out / "grades.csv").read_text("utf-8-sig")
        return {
            row["student"]: float(row["total"]) for row in csv.DictReader(io.StringIO(text))
        }


@pytest.fixture(scope="module")
def graded(sandbox, tmp_path_factory) -> Course:
    course = Course(tmp_path_factory.mktemp("course"))
    course.crash(after=40)
    course.before = course.outcomes()
    files = [f"--{name}={course.folder / name}.csv" for name in ("canvas", "moodle")]
    # Both kinds of lateness: what Canvas marks, and a list for the others.
    assert cli.main(course.arguments(*files, "--late", "20%")) == 0
    course.by_percent = course.totals()
    assert cli.main(course.arguments(*files, "--late", str(course.folder / "late.csv"))) == 0
    return course


def test_every_student_gets_what_they_deserve(graded):
    assert len(graded.expected) == 200
    by_percent = {s: p for s, p in graded.expected.items() if "Müller 4_" not in s}
    assert {s: p for s, p in graded.by_percent.items() if s in by_percent} == by_percent
    by_list = {s: p for s, p in graded.expected.items() if not s.startswith("student")}
    assert {s: p for s, p in graded.totals().items() if s in by_list} == by_list
    assert len(graded.totals()) == 200


def test_a_crash_lost_nothing_and_repeated_nothing(graded):
    assert graded.before.total() >= 40
    after = graded.outcomes()
    assert max(after.values()) == 1
    assert set(graded.before) <= set(after)


def test_gradebooks_are_filled(graded):
    canvas = import_canvas((graded.out / "canvas.csv").read_bytes())["Homework (47)"]
    moodle = import_moodle((graded.out / "moodle.csv").read_bytes(), ENGLISH)
    totals = graded.totals()
    for i in range(100):
        expected = "" if i == 7 else totals[f"student{i}_{1000 + i}"]
        assert canvas[str(1000 + i)] == (f"{expected:g}" if i != 7 else "")
    assert moodle == {str(5000 + i): totals[f"Jürgen Müller {i}_{5000 + i}"] for i in range(80)}


def test_what_did_not_fit_is_told(graded):
    remarks = (graded.out / "remarks.txt").read_text()
    for said in (
        "late.csv, line 3: no submission of 'Jürgen Muller 5' (the nearest is",
        "Participant 9999, Nobody: no submission",
        "no row for anon_aB3xY",
        "no row for packed1",
    ):
        assert said in remarks


def test_an_appeal_is_graded_anew_and_nothing_else(graded):
    student = "student5_1005"
    before, outcomes = graded.totals(), graded.outcomes()
    assert cli.main(graded.arguments("--again", student, "--late", "20%")) == 0
    again = graded.outcomes() - outcomes
    assert set(again) == {(student, CODE.id), (student, PICK.id)}
    assert graded.totals()[student] == before[student]
