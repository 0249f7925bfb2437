"""``python -m tools.bench_grade``: how fast a course is graded, as ratios within one run.

The same right answers to one small exercise are graded by ``dlbook grade`` with one and with
two processes, and, where they are installed, by nbgrader's and otter's own local runs. Then
10,000 submissions are read and written down, with a grader that takes no time, to see
whether memory grows.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from dlbook.exercise import find
from dlbook.grade.export import export

ROOT = Path(__file__).resolve().parents[1]
EXERCISE = "backpropagation/linear-backward"
CHAPTER = EXERCISE.partition("/")[0]
MEMORY = r"""
import functools, pathlib, re, sys
from dlbook.grade import cli
cli.grade = functools.partial(cli.grade, grading="tools.bench_grade:Instant")
status = cli.main(sys.argv[1:])
# Not `ru_maxrss`, which starts from the peak of the process that started this one.
peak = re.search(r"VmHWM:\s+(\d+)", pathlib.Path("/proc/self/status").read_text())[1]
print("peak", int(peak) // 1024)
sys.exit(status)
"""


START = "from dlbook.grade.cli import main; raise SystemExit(main())"


class Instant:
    """A grader that takes no time: what remains is what surrounds it."""

    def __init__(self, **options):
        pass

    def __enter__(self) -> Instant:
        return self

    def __exit__(self, *error) -> None:
        pass

    def __call__(self, request: dict) -> dict:
        """Return full marks."""
        parts = {name: request[name] for name in ("student", "exercise", "digest")}
        texts = dict.fromkeys(("failure", "message", "wrong"), "")
        return {
            **parts,
            **texts,
            "state": "graded",
            "score": 1.0,
            "seconds": 0.0,
            "trusted": True,
        }


def submissions(folder: Path, count: int) -> Path:
    """Write so many right answers, each a little different, and return their folder."""
    folder.mkdir(parents=True)
    text = f"# exercise: {EXERCISE}\n{find(EXERCISE).solution}\n"
    for i in range(count):
        (folder / f"student-{i:05d}.py").write_text(f"{text}mark = {i}\n", encoding="utf-8")
    return folder


def dlbook_rate(folder: Path, work: Path, jobs: int) -> tuple[float, float]:
    """Return submissions a second and a processor's second, without the program's start."""
    count = len(list(folder.iterdir()))
    command = ["grade", str(folder), "--out", str(work / f"out-{jobs}"), "--jobs", str(jobs)]
    command = [sys.executable, "-P", "-c", START, *command]
    wall, processor = _timed(command)
    # The same again has nothing to grade: what it takes is start, reading and writing.
    idle_wall, idle_processor = _timed(command)
    return count / (wall - idle_wall), count / (processor - idle_processor)


def _timed(command: list[str]) -> tuple[float, float]:
    begin, used = time.perf_counter(), _processor_seconds()
    _run(command)
    return time.perf_counter() - begin, _processor_seconds() - used


def _processor_seconds() -> float:
    times = os.times()
    return times.children_user + times.children_system


def memory(work: Path, count: int) -> int:
    """Return the peak of the program's memory in MB with so many submissions."""
    folder = submissions(work / f"many-{count}", count)
    out = work / f"many-out-{count}"
    command = [sys.executable, "-c", MEMORY, "grade", str(folder), "--out", str(out)]
    said = _run([*command, "--jobs", "1", "--exercises", EXERCISE])
    return int(re.search(r"^peak (\d+)$", said, re.MULTILINE)[1])


def nbgrader_rate(tool: str, work: Path, count: int) -> float:
    """Return how many submissions a second nbgrader grades."""
    course = work / "nbgrader"
    export("nbgrader", course, [EXERCISE])
    _run([tool, "generate_assignment", CHAPTER], course)
    source = course / "source" / CHAPTER / f"{CHAPTER}.ipynb"
    for i in range(count):
        target = course / "submitted" / f"student{i}" / CHAPTER
        target.mkdir(parents=True)
        shutil.copy(source, target)
    begin = time.perf_counter()
    _run([tool, "autograde", CHAPTER], course)
    return count / (time.perf_counter() - begin)


def otter_rate(tool: str, work: Path, count: int) -> float:
    """Return how many submissions a second `otter run` grades, one after the other."""
    course = work / "otter"
    export("otter", course, [EXERCISE])
    _run([tool, "assign", f"{CHAPTER}.ipynb", "dist"], course / CHAPTER)
    folder = course / CHAPTER / "dist" / "autograder"
    (archive,) = folder.glob("*.zip")
    seconds = []
    for _ in range(count):
        begin = time.perf_counter()
        _run([tool, "run", "-a", str(archive), "-o", ".", f"{CHAPTER}.ipynb"], folder)
        seconds.append(time.perf_counter() - begin)
    return 1 / statistics.median(seconds)


def _run(command: list[str], folder: Path = ROOT) -> str:
    # Threads of one core, as each of the tools would have them with all cores at work.
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    environment["PATH"] = f"{Path(command[0]).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command[:4])} ...:\n{done.stderr[-2000:]}")
    return done.stdout


def rates(options: argparse.Namespace, work: Path) -> dict[str, float]:
    """Return submissions a second of each grader that is here, and print what is not."""
    folder = submissions(work / "hw", options.submissions)
    found = {}
    for jobs in (1, 2):
        name = f"dlbook grade --jobs {jobs}"
        found[name], processor = dlbook_rate(folder, work, jobs)
        print(f"{name}: {processor:.1f} submissions for each second of a processor")
    for name, rate in (("nbgrader", nbgrader_rate), ("otter", otter_rate)):
        path = str(options.rivals.resolve()) if options.rivals else None
        if tool := shutil.which(name, path=path):
            found[name] = rate(tool, work, options.rival_submissions)
        else:
            print(f"{name} is not installed, and not measured.")
    return found


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench_grade", description=__doc__)
    parser.add_argument("--submissions", type=int, default=200)
    parser.add_argument("--rivals", type=Path, metavar="FOLDER", help="of their commands")
    parser.add_argument("--rival-submissions", type=int, default=5)
    parser.add_argument("--many", type=int, default=10_000, help="submissions, for memory")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        found = rates(options, Path(name))
        base, *_ = found.values()
        print(f"Submissions a second, {EXERCISE}:")
        for tool, rate in found.items():
            print(f"  {tool:<24} {rate:8.2f}   {rate / base:6.3f} of one process")
        few, many = memory(Path(name), 100), memory(Path(name), options.many)
        print(f"Memory: {few} MB with 100 submissions, {many} MB with {options.many:,}.")


if __name__ == "__main__":
    main()
