"""Fuzz what the grader reads: ``python -m tools.fuzz_grade wire|notebook|archive``.

Guided by coverage, so it goes where random bytes do not. Needs atheris (``pip install
atheris``); what may be raised is an error of the reader's own, and any other stops the run
with the input that did it. Options of libFuzzer follow: ``-max_total_time=60``.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["dlbook.exercise", "dlbook.grade"]):
    from dlbook.exercise.answers import find_answers
    from dlbook.grade.archive import Budget, SpentError, unpack
    from dlbook.grade.channel import MalformedError, decode, parse
    from dlbook.grade.course import load_course
    from dlbook.grade.services import read_document

EXERCISES = load_course(["backpropagation/linear-backward"]).exercises


def wire(data: bytes) -> None:
    """Read a reply: a text in JSON, a zero byte, and the numbers of its arrays."""
    text, _, body = data.partition(b"\0")
    try:
        decode(parse(text), body)
    except MalformedError:
        return


def notebook(data: bytes) -> None:
    """Read a notebook, and look for answers in it."""
    budget = Budget()
    document = read_document("a.ipynb", data, budget)
    if document is None and not budget.notes:
        raise AssertionError("a notebook was dropped without a note")
    if document is not None:
        find_answers([document], EXERCISES)


def archive(data: bytes) -> None:
    """Read an archive, of the kind that its first byte chooses."""
    name = ("a.zip", "a.tar", "a.tar.gz")[data[0] % 3 if data else 0]
    try:
        list(unpack(name, data[1:], Budget()))
    except SpentError:
        return


def _packed(kind: str) -> bytes:
    """Return an archive that holds one answer."""
    with tempfile.TemporaryDirectory() as folder:
        inside = Path(folder) / "inside"
        inside.mkdir()
        (inside / "a.py").write_text("x = 1")
        return Path(shutil.make_archive(f"{folder}/a", kind, inside)).read_bytes()


SEEDS = {
    "wire": [b'["list", ["array", "float64", [2]]]\0' + bytes(16), b'["dict", ["x", 1.5]]\0'],
    "notebook": [
        json.dumps(
            {"cells": [{"cell_type": "code", "source": ["def linear_backward(G, X, W): 1"]}]}
        ).encode()
    ],
    "archive": [b"\0" + _packed("zip"), b"\1" + _packed("tar"), b"\2" + _packed("gztar")],
}


def main() -> None:
    """Fuzz the reader named first on the command line."""
    target = {"wire": wire, "notebook": notebook, "archive": archive}[sys.argv[1]]
    with tempfile.TemporaryDirectory() as folder:
        for i, seed in enumerate(SEEDS[target.__name__]):
            (Path(folder) / str(i)).write_bytes(seed)
        atheris.Setup([sys.argv[0], folder, *sys.argv[2:]], target)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
