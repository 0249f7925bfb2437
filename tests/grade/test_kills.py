"""Whatever is killed, and whenever: the results are those of a run that nothing disturbed."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import psutil
import pytest

from dlbook.grade.journal import records_in
from tests.grade.fakes import ROOT
from tests.grade.generated import course, write_course
from tests.grade.test_cluster import Machines

# `make test-grading` kills more often, and over more submissions.
ROUNDS = int(os.environ.get("DLBOOK_KILL_ROUNDS", "4"))
COUNT = int(os.environ.get("DLBOOK_KILL_SUBMISSIONS", "24"))
# Half as many rounds with a sandbox, whose forkserver and boxes are killed as well.
CASES = [("fake", i) for i in range(ROUNDS)] + [("real", i) for i in range(ROUNDS // 2)]
CODE = """
import functools, sys
from dlbook.grade import cli
if sys.argv[1]:
    cli.grade = functools.partial(cli.grade, grading=sys.argv[1])
sys.exit(cli.main(sys.argv[2:]))
"""
FAKE = "tests.grade.fakes:FakeGrading"
MOST_RUNS = 60


class Killed:
    """Calls the grader on one folder of submissions, and kills parts of it.

    Parameters
    ----------
    folder : Path
        Where the submissions and the results are.
    grading : str
        The service that grades; an empty text for the real one.
    """

    def __init__(self, folder: Path, grading: str):
        self.folder, self.grading = folder, grading
        (folder / "hw").mkdir()
        write_course(folder / "hw", COUNT, course("neurons"), each=2)

    def start(self, out: str, seconds: float = 0.0, *more: str) -> subprocess.Popen:
        command = [sys.executable, "-P", "-c", CODE, self.grading, "grade"]
        command += [str(self.folder / "hw"), "--out", str(self.folder / out), "--seed", "1"]
        command += ["--jobs", "2", "--exercises", "neurons/*", *more]
        environment = {"FAKE_FOLDER": str(self.folder), "FAKE_SECONDS": str(seconds)}
        return subprocess.Popen(
            command,
            env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def finish(self, process: subprocess.Popen) -> int:
        _, said = process.communicate(timeout=300)
        assert process.returncode in (0, -signal.SIGKILL, 2), said
        return process.returncode

    def tables(self, out: str) -> dict[str, str]:
        """Return what stands in the results, without what differs from run to run."""
        names = ("grades.csv", "item-analysis.html")
        found = {name: (self.folder / out / name).read_text() for name in names}
        reports = sorted((self.folder / out / "reports").iterdir())
        return found | {path.name: path.read_text() for path in reports}

    def grades(self, out: str) -> Counter:
        """Return how often each answer stands in the journal as graded."""
        records = (record for _, record in records_in(self.folder / out / "journal.jsonl"))
        outcomes = [r["outcome"] for r in records if r["kind"] == "outcome"]
        assert all(o["state"] == "graded" for o in outcomes), outcomes
        return Counter((o["student"], o["exercise"], o["digest"]) for o in outcomes)


def kill_a_part(rng: random.Random, process: subprocess.Popen) -> None:
    """Kill the grader, or one of all the processes below it."""
    try:
        family = [*psutil.Process(process.pid).children(recursive=True), process]
        os.kill(rng.choice(family).pid, signal.SIGKILL)
    except (psutil.NoSuchProcess, ProcessLookupError):
        pass  # it ended in the meantime


def killed_again_and_again(bench: Killed, rng: random.Random, out: str, pause: float) -> int:
    """Call until a call comes to its end, killing at random moments; return the kills."""
    kills = 0
    for _ in range(MOST_RUNS):
        process = bench.start(out, seconds=0.01)
        # Less and less often, so that it comes to an end.
        while process.poll() is None and kills < 5:
            time.sleep(rng.uniform(0.05, pause))
            kill_a_part(rng, process)
            kills += 1
        if bench.finish(process) == 0:
            return kills
    raise AssertionError("it never came to its end")


@pytest.fixture(scope="module")
def benches(request, tmp_path_factory):
    """Return a function that gives the bench of a kind, with one undisturbed run."""

    @functools.cache
    def bench_of(kind: str) -> Killed:
        if kind == "real":
            request.getfixturevalue("sandbox")
        bench = Killed(tmp_path_factory.mktemp(kind), FAKE if kind == "fake" else "")
        assert bench.finish(bench.start("calm")) == 0
        return bench

    return bench_of


@pytest.mark.parametrize(("kind", "round"), CASES)
def test_kills_change_nothing(benches, kind, round):
    bench = benches(kind)
    rng = random.Random(round)
    out = f"killed-{round}"
    kills = killed_again_and_again(bench, rng, out, pause=1.5)
    assert kills >= 1
    assert bench.tables(out) == bench.tables("calm")
    calm, shaken = bench.grades("calm"), bench.grades(out)
    assert set(shaken) == set(calm)
    assert max(shaken.values()) == 1  # nothing was graded twice


def test_a_lost_record_is_noticed(benches):
    """The comparison above would see a journal that lacks its grades."""
    bench = benches("fake")
    path = bench.folder / "calm" / "journal.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    kept = [line for line in lines if json.loads(line.partition(" ")[2])["kind"] != "outcome"]
    other = bench.folder / "lossy"
    other.mkdir(exist_ok=True)
    (other / "journal.jsonl").write_text("".join(kept))
    assert bench.grades("lossy") != bench.grades("calm")


@pytest.mark.skipif(ROUNDS < 20, reason="`make test-kills` does this: it takes minutes")
def test_a_dask_scheduler_that_is_killed_changes_nothing(benches, monkeypatch):
    """The command stops, says so, and goes on with another cluster."""
    bench, out = benches("fake"), "cluster"
    monkeypatch.setenv("FAKE_FOLDER", str(bench.folder))
    monkeypatch.setenv("FAKE_SECONDS", "0.1")
    for last in (False, True):
        with contextlib.closing(Machines(bench.folder)) as machines:
            workers = [machines.add_worker() for _ in range(2)]
            process = bench.start(out, 0.1, "--cluster", machines.address)
            if not last:
                wait_for_grades(bench, out, COUNT // 4)
                machines.kill(workers[0])
                wait_for_grades(bench, out, COUNT // 2)
                machines.kill(machines.scheduler)
            assert bench.finish(process) == (0 if last else 2)
    assert bench.tables(out) == bench.tables("calm")
    assert max(bench.grades(out).values()) == 1


def wait_for_grades(bench: Killed, out: str, count: int) -> None:
    end = time.monotonic() + 120
    while len(bench.grades(out)) < count:
        assert time.monotonic() < end, "no grades"
        time.sleep(0.1)
