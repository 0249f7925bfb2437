"""Check a file in a process of its own, which can be stopped whatever it does."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from dlbook.exercise.checking import refuse_open, report_failure
from dlbook.exercise.failure import STOPPED, Failure
from dlbook.exercise.format import Exercise
from dlbook.exercise.library import find
from dlbook.exercise.report import Report
from dlbook.exercise.source import check_source

STARTED = "started"


def check_file(path: Path, id: str, seed: int | None = None) -> Report:
    """Check a reader's file in a process of its own.

    Parameters
    ----------
    path : Path
        The file.
    id : str
        ``"<chapter>/<slug>"``.
    seed : int, optional
        Draws the same random inputs again.

    Raises
    ------
    ValueError
        Where there is no such exercise, or it is an open one.
    RuntimeError
        Where the process did not come to the reader's code.
    """
    exercise = find(id)
    refuse_open(exercise)
    # Python's own limit stops what it can after `seconds`; this one stops the rest.
    limit = 20 + exercise.cases * exercise.seconds
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "report.json"
        command = [sys.executable, "-m", __name__, str(path), id, str(result)]
        command += [] if seed is None else [str(seed)]
        try:
            child = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,  # nobody is there to answer an input()
                capture_output=True,
                timeout=limit,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return _stopped(exercise, limit)
        return _read(exercise, result, child)


def _read(exercise: Exercise, result: Path, child: subprocess.CompletedProcess) -> Report:
    text = result.read_text(encoding="utf-8") if result.exists() else ""
    if text in ("", STARTED):
        said = child.stderr.decode(errors="replace").strip()
        if not text:
            raise RuntimeError(f"the check could not start:\n{said}")
        last = said.splitlines()[-1:] or [f"exit code {child.returncode}"]
        return report_failure(
            exercise,
            Failure("crash", f"Python itself stopped while the code ran: {last[0]}"),
        )
    return Report.from_dict(json.loads(text))


def _stopped(exercise: Exercise, limit: float) -> Report:
    headline, advice = STOPPED["timeout"]
    headline = headline.format(function="The code", seconds=limit)
    return report_failure(exercise, Failure("timeout", headline, advice=advice))


def main(arguments: list[str]) -> None:
    """Check a file and write the report as JSON: ``FILE ID RESULT [SEED]``."""
    path, id, result, *seed = arguments
    source = Path(path).read_text(encoding="utf-8")
    Path(result).write_text(STARTED, encoding="utf-8")
    report = check_source(id, source, seed=int(seed[0]) if seed else None)
    Path(result).write_text(json.dumps(report.as_dict()), encoding="utf-8")


if __name__ == "__main__":  # pragma: no cover - runs in the child
    main(sys.argv[1:])
