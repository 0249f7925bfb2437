"""The loop over all submissions, with a grader that does what their sources say."""

from __future__ import annotations

import contextlib
import io

import pytest

from dlbook.exercise import library
from dlbook.grade.course import load_course
from dlbook.grade.discover import find_submissions
from dlbook.grade.journal import Journal, JournalIndex
from dlbook.grade.pool import EngineError, Pool, Reply
from dlbook.grade.run import Progress, Run
from dlbook.grade.services import ReadService
from tests.exercise import samples
from tests.grade.fakes import InProcess
from tests.grade.generated import BROKEN, right_cells, wrong_answers

MEANS = "chapter/means"
RIGHT = "def means(X):\n    return X.mean(axis=1)\n"


class Desk:
    """A folder of submissions, and what it takes to grade it."""

    def __init__(self, tmp_path):
        self.folder, self.out = tmp_path / "submissions", tmp_path / "out"
        self.folder.mkdir()
        self.course = load_course()
        self.own = {"patterns": [], "private": ""}
        self.fakes = tmp_path
        self.sandboxed = True
        self.again = frozenset()

    def write(self, **sources: str) -> None:
        for student, source in sources.items():
            (self.folder / f"{student}.py").write_text(source)

    def grade(self, grader=None) -> dict[tuple[str, str], tuple[str, float]]:
        """Grade, and return state and score of what the journal holds then."""
        with contextlib.ExitStack() as stack:
            journal = stack.enter_context(Journal(self.out / "journal"))
            index = JournalIndex.read(journal.path)
            reader = Reader()
            grader = grader or InProcess(FAKE, {"folder": str(self.fakes)}, 1, 30.0)
            submissions, _ = find_submissions(self.folder)
            self.progress = Progress(len(submissions), io.StringIO())
            grading = Run(
                self.course, journal, index, reader, grader, self.progress, b"s",
                sandboxed=self.sandboxed, again=self.again,
            )  # fmt: skip
            grading.grade(submissions)
        return self.results()

    def results(self) -> dict[tuple[str, str], tuple[str, float]]:
        index = JournalIndex.read(self.out / "journal")
        return {
            (entry["student"], id): (outcome.state, outcome.score)
            for entry, outcomes in index.entries(self.course.checks)
            for id, outcome in outcomes.items()
        }

    def graded(self) -> list[str]:
        """Return what graders were given, and forget it."""
        path = self.fakes / "graded.txt"
        lines = path.read_text().splitlines() if path.exists() else []
        path.unlink(missing_ok=True)
        return sorted(line.split()[0] for line in lines)


FAKE = "tests.grade.fakes:FakeGrading"


class Reader:
    """Reads in this process, and breaks where a submission's name says so."""

    def __init__(self):
        self.reading, self.replies = ReadService([], ""), []

    def submit(self, key, request: dict) -> None:
        broken = key.startswith("breaker")
        self.replies.append(Reply(key, None if broken else self.reading(request)))

    @property
    def free(self) -> int:
        return not self.replies

    def filenos(self) -> list[int]:
        return []

    def collect(self) -> list[Reply]:
        found, self.replies = self.replies, []
        return found


class Direct(Reader):
    """Grades by a function, in this process."""

    def __init__(self, function):
        self.function, self.replies = function, []

    def submit(self, key, request: dict) -> None:
        self.replies.append(Reply(key, self.function(request)))


def quarter(request: dict, **changes) -> dict:
    """Return a result of 0.25 for a request, some of it changed."""
    parts = {name: request[name] for name in ("student", "exercise", "digest")}
    rest = {"state": "graded", "score": 0.25, "failure": "value", "message": "", "wrong": ""}
    return {**parts, **rest, "seconds": 0.0, "trusted": True, **changes}


@pytest.fixture
def desk(tmp_path, monkeypatch) -> Desk:
    shelf = tmp_path / "exercises"
    samples.write(shelf, MEANS, samples.text())
    samples.write(shelf, "chapter/pick", samples.CHOICE)
    monkeypatch.setattr(library, "folder", lambda: shelf)
    return Desk(tmp_path)


def test_all_is_graded_once_and_a_second_run_repeats_nothing(desk):
    desk.write(ada=RIGHT, bob=RIGHT + "# score: 0.5", eve="x = 1")
    expected = {("ada", MEANS): ("graded", 1.0), ("bob", MEANS): ("graded", 0.5)}
    desk.write(bob="def means(X):\n    return 1  # score: 0.5\n")
    assert desk.grade() == expected
    assert desk.graded() == ["ada", "bob"]
    size = (desk.out / "journal").stat().st_size
    assert desk.grade() == expected
    assert desk.graded() == []
    assert (desk.out / "journal").stat().st_size == size
    assert (desk.progress.submissions, desk.progress.answers) == (3, 0)


def test_what_was_changed_is_graded_again_and_nothing_else(desk):
    desk.write(ada=RIGHT, bob="def means(X):\n    pass\n")
    assert desk.grade()["bob", MEANS] == ("graded", 0.0)
    desk.graded()
    desk.write(bob=RIGHT, ada=f"import os\n{RIGHT}print(means)")  # ada's answer is the same
    assert desk.grade()["bob", MEANS] == ("graded", 1.0)
    assert desk.graded() == ["bob"]


def test_a_check_that_was_changed_grades_all_again(desk):
    desk.write(ada=RIGHT)
    desk.grade()
    path = library.folder() / f"{MEANS}.py"
    path.write_text(path.read_text() + "\n# changed\n")
    desk.course = load_course()
    assert desk.results() == {}
    desk.grade()
    assert desk.graded() == ["ada", "ada"]


@pytest.fixture
def pool(desk):
    with contextlib.closing(Pool(FAKE, {"folder": str(desk.fakes)}, 2, 30.0)) as pool:
        yield pool


def test_a_killed_worker_costs_nothing(desk, pool):
    desk.write(ada=RIGHT, bob="def means(X):\n    return 1  # kill the worker once\n")
    right = ("graded", 1.0)
    assert desk.grade(pool) == {("ada", MEANS): right, ("bob", MEANS): right}


def test_what_always_kills_the_worker_is_an_error_and_no_zero(desk, pool):
    desk.write(ada=RIGHT, eve="def means(X):\n    return 1  # kill the worker\n")
    assert desk.grade(pool) == {("ada", MEANS): ("graded", 1.0), ("eve", MEANS): ("error", 0.0)}
    assert desk.graded() == ["ada", "eve", "eve", "eve"]


def test_what_always_fails_is_an_error_and_no_zero_and_is_tried_again(desk):
    desk.write(ada=RIGHT, eve="def means(X):\n    return 1  # raise\n")
    assert desk.grade() == {("ada", MEANS): ("graded", 1.0), ("eve", MEANS): ("error", 0.0)}
    assert desk.graded() == ["ada", "eve", "eve", "eve"]
    assert desk.progress.errors == 1
    desk.grade()
    assert desk.graded() == ["eve", "eve", "eve"]


@pytest.mark.parametrize(
    "change", [{"student": "ada"}, {"score": 2.0}, {"digest": "x"}, {"z": 1}]
)
def test_an_outcome_of_another_task_is_an_error(desk, change):
    desk.write(eve=RIGHT)
    forged = Direct(lambda request: quarter(request, **change))
    assert desk.grade(forged) == {("eve", MEANS): ("error", 0.0)}


def test_a_submission_that_breaks_the_reader_costs_only_itself(desk):
    desk.write(ada=RIGHT, breaker=RIGHT)
    assert desk.grade() == {("ada", MEANS): ("graded", 1.0)}
    entries = {e["student"]: e for e, _ in JournalIndex.read(desk.out / "journal").entries({})}
    assert "could not be read" in entries["breaker"]["notes"][0]


def test_broken_submissions_cost_only_themselves(desk):
    for kind in ("no notebook", "torn zip", "traversal", "noise", "deep code"):
        suffix, make = BROKEN[kind]
        (desk.folder / f"{kind}{suffix}").write_bytes(make())
    desk.write(ada=RIGHT)
    assert desk.grade() == {("ada", MEANS): ("graded", 1.0)}


def test_grades_without_a_sandbox_are_made_again_with_one(desk):
    desk.write(ada=RIGHT)
    desk.sandboxed = False
    desk.grade(Direct(lambda request: quarter(request, trusted=False)))
    assert desk.grade(Direct(None)) == {("ada", MEANS): ("graded", 0.25)}  # not asked
    desk.sandboxed = True
    desk.grade(Direct(quarter))
    assert len(JournalIndex.read(desk.out / "journal").finished) == 1
    desk.sandboxed = False
    desk.grade(Direct(None))  # what was made in a sandbox counts anywhere


def test_seeds_differ_between_students_and_stay_the_same(desk):
    seeds = {}

    def note(request: dict) -> dict:
        assert seeds.setdefault(request["student"], request["seed"]) == request["seed"]
        return quarter(request, state="error", score=0.0)

    desk.write(ada=RIGHT, bob=RIGHT)
    for _ in range(2):
        desk.grade(Direct(note))
    assert seeds["ada"] != seeds["bob"]


def test_an_engine_that_gives_up_loses_nothing(desk):
    class Ending(Direct):
        def collect(self) -> list[Reply]:
            if len(seen) >= 2:
                raise EngineError("gone")
            return super().collect()

    seen = []

    def count(request: dict) -> dict:
        seen.append(request["student"])
        return quarter(request)

    desk.write(ada=RIGHT, bob=RIGHT, eve=RIGHT)
    with pytest.raises(EngineError):
        desk.grade(Ending(count))
    before = desk.results()
    desk.grade(Direct(quarter))
    assert len(before) < 3 == len(desk.results())


def test_who_is_gone_is_no_longer_listed(desk):
    desk.write(ada=RIGHT, bob=RIGHT)
    desk.grade()
    (desk.folder / "bob.py").unlink()
    assert set(desk.grade()) == {("ada", MEANS)}


def test_right_and_wrong_answers_of_an_exercise_reach_the_grader(desk):
    exercise = desk.course.exercises["chapter/pick"]
    cells = right_cells(exercise)
    desk.write(ada="\n".join(cells), bob="\n".join(wrong_answers(exercise)["option a"]))
    assert desk.grade() == {
        ("ada", "chapter/pick"): ("graded", 1.0),
        ("bob", "chapter/pick"): ("graded", 0.0),
    }


# --- what a notebook does beside its answers ----------------------------------------------

LOOP = "t = []\nwhile True:\n    t.append(1)\ndef means(X):\n    return t\n"


def test_if_all_cannot_be_loaded_less_is_tried_and_the_report_says_so(desk):
    given = []

    def grade(request: dict) -> dict:
        given.append(request["source"])
        failure = "timeout" if "while" in request["source"] else "value"
        return quarter(request, failure=failure, score=0.0)

    desk.write(ada=LOOP)
    assert desk.grade(Direct(grade)) == {("ada", MEANS): ("graded", 0.0)}
    assert ["while" in source for source in given] == [True, False]
    ((_, outcomes),) = JournalIndex.read(desk.out / "journal").entries(desk.course.checks)
    assert outcomes[MEANS].failure == "value"
    assert "could not be run here" in outcomes[MEANS].message
    assert desk.grade(Direct(None)) == desk.results()  # it is graded, and not again


def test_a_wrong_answer_is_tried_once(desk):
    given = []

    def grade(request: dict) -> dict:
        given.append(request["source"])
        return quarter(request, score=0.0)

    desk.write(ada=LOOP)
    desk.grade(Direct(grade))
    assert len(given) == 1


def test_modules_go_along_and_a_change_in_one_grades_anew(desk):
    given = []

    def note(request: dict) -> dict:
        given.append(request["files"])
        return quarter(request)

    folder = desk.folder / "ada"
    folder.mkdir()
    (folder / "hw.py").write_text("import tools\n" + RIGHT)
    desk.write(bob=RIGHT)
    for text in ("k = 1", "k = 1", "k = 2"):
        (folder / "tools.py").write_text(text)
        (folder / "hw.py").write_text("import tools\ndef means(X):\n    return tools.k\n")
        desk.grade(Direct(note))
    assert [files for files in given if files] == [{"tools.py": "k = 1"}, {"tools.py": "k = 2"}]


# --- appeals and fairness -----------------------------------------------------------------


def test_one_student_can_be_graded_again(desk):
    desk.write(ada=RIGHT, bob=RIGHT)
    desk.grade(Direct(quarter))
    desk.again = frozenset({"bob"})
    desk.grade(Direct(lambda request: quarter(request, score=1.0, failure="")))
    assert desk.results() == {("ada", MEANS): ("graded", 0.25), ("bob", MEANS): ("graded", 1.0)}


PICKED = "check('chapter/pick', 'b')\n"


def test_nobody_waits_for_a_submission_that_takes_long(desk):
    given = []

    def slow(request: dict) -> dict:
        given.append(request["student"])
        return quarter(request, seconds=100.0 * (request["student"] == "ada"))

    desk.write(ada=RIGHT + PICKED, bob=RIGHT + PICKED, eve=RIGHT + PICKED)
    desk.grade(Direct(slow))
    assert given[0] == given[-1] == "ada"
