"""Check a reader's file, in a process of its own that can be stopped whatever it does."""

from __future__ import annotations

import codecs
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from dlbook.exercise.check import refuse_open, report_failure
from dlbook.exercise.execution import LOAD_SECONDS, Error
from dlbook.exercise.format import Exercise
from dlbook.exercise.library import find, ids
from dlbook.exercise.messages import of_error
from dlbook.exercise.report import Report
from dlbook.exercise.source import check_source, id_in

STARTED = "started"
COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Codecs that turn text into text or unpack data are no encodings of a file.
ENCODINGS = re.compile(
    r"(utf|latin|iso|cp|windows|ascii|koi8|mac|big5|gb|shift|euc)", re.IGNORECASE
)
STARTING = 20.0  # seconds


def identify(path: Path) -> str | None:
    """Return the id of the exercise that a file answers, or None.

    It is named in a line ``# exercise: <chapter>/<slug>``, or by the file and its folder, or
    by the file alone if only one exercise has that name. In names an underscore is as good as
    a hyphen.
    """
    if exercise_id := id_in(read_text(path)):
        return exercise_id
    folder, slug = (name.replace("_", "-") for name in (path.resolve().parent.name, path.stem))
    known = ids()
    if f"{folder}/{slug}" in known:
        return f"{folder}/{slug}"
    same = [other for other in known if other.partition("/")[2] == slug]
    return same[0] if len(same) == 1 else None


def read_text(path: Path) -> str:
    """Return the text of a file, whatever editor wrote it."""
    return decode(path.read_bytes())[0]


def decode(data: bytes, fallback: str = "latin-1") -> tuple[str, bool]:
    """Return bytes as text with plain line ends, and whether the encoding was recognized.

    In Latin-1, the fallback, every byte is a letter: code in ASCII survives.
    """
    marked = [encoding for mark, encoding in MARKS if data.startswith(mark)]
    found = (COOKIE.match(line) for line in data.split(b"\n", 2)[:2])
    named = [match[1].decode() for match in found if match]
    for encoding in [*marked, "utf-8", *filter(ENCODINGS.match, named)]:
        try:
            return _lines(data.decode(encoding)), True
        except (UnicodeError, LookupError):
            continue
    return _lines(data.decode(fallback, "replace")), False


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def check_file(path: Path, exercise_id: str, seed: int | None = None) -> Report:
    """Check a reader's file in a process of its own.

    Parameters
    ----------
    path : Path
        The file.
    exercise_id : str
        ``"<chapter>/<slug>"``.
    seed : int, optional
        Draws the same random inputs again.

    Raises
    ------
    ValueError
        If there is no such exercise, it is an open one, or the file is a notebook.
    RuntimeError
        If the process did not come to the reader's code.
    """
    exercise = find(exercise_id)
    refuse_open(exercise)
    if path.suffix == ".ipynb":
        raise ValueError(
            f"{path} is a notebook: run check({exercise_id!r}, ...) in it, or save the answer "
            "as a Python file; `dlbook grade` reads whole notebooks"
        )
    # The check's own limits stop what they can; this one stops the rest.
    limit = STARTING + LOAD_SECONDS + exercise.cases * exercise.seconds
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "report.json"
        command = [sys.executable, "-m", __name__, str(path), exercise_id, str(result)]
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
        kind = "crash" if child.returncode < 0 else "exit"
        failure = of_error(Error(kind), "The code", exercise.seconds)
        return report_failure(exercise, failure, facts=(("Python said", said[-500:]),))
    return Report.from_dict(json.loads(text))


def _stopped(exercise: Exercise, limit: float) -> Report:
    return report_failure(exercise, of_error(Error("timeout"), "The code", limit))


def main(arguments: list[str]) -> None:
    """Check a file and write the report as JSON: ``FILE ID RESULT [SEED]``."""
    path, exercise_id, result, *seed = arguments
    source = read_text(Path(path))
    Path(result).write_text(STARTED, encoding="utf-8")
    report = check_source(exercise_id, source, seed=int(seed[0]) if seed else None)
    Path(result).write_text(json.dumps(report.as_dict()), encoding="utf-8")


if __name__ == "__main__":  # pragma: no cover - runs in the child
    main(sys.argv[1:])
