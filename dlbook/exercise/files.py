"""Check a reader's file, in a process of its own that can be stopped whatever it does.

A file is read as the grader reads it: a notebook by the answers that are found in it, a Python
file as a whole, and by the answer in it if the whole cannot be run.
"""

from __future__ import annotations

import codecs
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from dlbook.exercise.answers import Candidate, find_answers, named_by_path
from dlbook.exercise.check import LOADING, refuse_open, report_failure
from dlbook.exercise.execution import LOAD_SECONDS, Error, silence_checks
from dlbook.exercise.format import Exercise
from dlbook.exercise.library import find, ids
from dlbook.exercise.messages import of_error
from dlbook.exercise.notebook import Document, cells_in, has_notebook_name, to_python
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


def identify(path: Path) -> list[str]:
    """Return the ids of the exercises that a file answers.

    A notebook may answer several: those that it checks or names, or else those whose function
    or class it defines. A Python file answers the one that a line ``# exercise:
    <chapter>/<slug>`` names, or the file and its folder, or the file alone if only one exercise
    has that name. In names an underscore is as good as a hyphen.
    """
    document = read_document(path)
    if _is_notebook(document):
        found = _answers_in(document)
        return [i for i in found if found[i].is_claimed] or list(found)
    # What the line says counts even if there is no such exercise: the error names the nearest.
    one = id_in(document.cells[0]) or named_by_path(document.path, ids())
    return [] if one is None else [one]


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


def read_document(path: Path) -> Document:
    """Return the code of a file.

    Raises
    ------
    ValueError
        If it is a damaged notebook.
    """
    text = read_text(path)
    try:
        cells = cells_in(path.name, text)
    except Exception as error:  # whatever nbformat makes of it
        raise ValueError(f"{path} is damaged: no notebook ({type(error).__name__})") from None
    is_notebook = has_notebook_name(path.name)
    place = f"{path.resolve().parent.name}/{path.stem}"
    return Document(path.name, place, is_notebook, tuple(map(to_python, cells)))


def _is_notebook(document: Document) -> bool:
    return document.is_notebook or len(document.cells) != 1


def _answers_in(document: Document) -> dict[str, Candidate]:
    exercises = {i: e for i, e in ((i, find(i)) for i in ids()) if e.kind != "investigate"}
    found = find_answers([document], exercises)
    return dict(sorted((found.answers | found.untouched).items()))


def sources(path: Path, exercise: Exercise) -> list[str]:
    """Return texts that define the answer in a file: each is tried if none before can be run.

    Raises
    ------
    ValueError
        If it is a notebook without such an answer, or damaged.
    """
    document = read_document(path)
    whole = [] if _is_notebook(document) else [*document.cells]
    if not exercise.is_code and whole:
        return whole
    found = _answers_in(document).get(exercise.id)
    if found is None and not whole:
        raise ValueError(
            f"{path} holds no answer to {exercise.id}: define "
            f"{exercise.answer if exercise.is_code else 'answer'}, "
            f"and call check({exercise.id!r}, ...) below it"
        )
    if found is None:
        return whole
    if not exercise.is_code:
        return [f"answer = {found.source!r}"]
    return [*dict.fromkeys([*whole, *filter(None, (found.source, found.fallback))])]


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
        If there is no such exercise, it is an open one, or the file is a notebook without
        an answer to it.
    RuntimeError
        If the process did not come to the reader's code.
    """
    exercise = find(exercise_id)
    refuse_open(exercise)
    texts = sources(path, exercise)
    # The check's own limits stop what they can; this one stops the rest.
    limit = STARTING + len(texts) * LOAD_SECONDS + exercise.cases * exercise.seconds
    with tempfile.TemporaryDirectory() as folder:
        request, result = Path(folder) / "request.json", Path(folder) / "report.json"
        beside = str(path.resolve().parent)
        asked = {"exercise": exercise_id, "sources": texts, "folder": beside, "seed": seed}
        request.write_text(json.dumps(asked), encoding="ascii")
        command = [sys.executable, "-m", __name__, str(request), str(result)]
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
    """Check an answer and write the report as JSON: ``REQUEST RESULT``, two files."""
    request, result = map(Path, arguments)
    asked = json.loads(request.read_text(encoding="ascii"))
    sys.path.insert(0, asked["folder"])  # of modules that lie next to the answer
    silence_checks()
    result.write_text(STARTED, encoding="utf-8")
    reports = []
    for source in asked["sources"]:
        reports.append(check_source(asked["exercise"], source, seed=asked["seed"]))
        if reports[-1].failure not in LOADING:
            reports = reports[-1:]
            break
    result.write_text(json.dumps(reports[0].as_dict()), encoding="utf-8")


if __name__ == "__main__":  # pragma: no cover - runs in the child
    main(sys.argv[1:])
