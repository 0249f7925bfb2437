"""Submissions made of the bank: right, half right, wrong in each known way, broken."""

from __future__ import annotations

import functools
import io
import json
import random
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dlbook.exercise import find, ids
from dlbook.exercise.choice import letter
from dlbook.exercise.format import Exercise
from dlbook.exercise.loading import wrong_sources


@dataclass
class Student:
    """A submission that has been written, and the score that each exercise must get.

    Attributes
    ----------
    name : str
        The student.
    kind : str
        What is special about the submission.
    scores : dict of float
        By exercise; what is not listed must get 0.
    """

    name: str
    kind: str
    scores: dict[str, float] = field(default_factory=dict)


@functools.cache
def course(chapter: str | None = None) -> dict[str, Exercise]:
    """Return exercises that can be checked without torch."""
    found = map(find, ids(chapter))
    return {e.id: e for e in found if e.kind != "investigate" and not e.needs_torch}


def right_cells(exercise: Exercise) -> list[str]:
    """Return the cells of a right answer."""
    if exercise.is_code:
        return [exercise.solution, f'check("{exercise.id}", {exercise.answer})']
    value = repr(letter(exercise.answer)) if exercise.options else repr(exercise.value)
    return [f"answer = {value}", f'check("{exercise.id}", answer)']


def wrong_answers(exercise: Exercise) -> dict[str, list[str]]:
    """Return the cells of each answer that is known to be wrong, by its name."""
    if exercise.is_code:
        return {
            name: [source, f'check("{exercise.id}", {exercise.answer})']
            for name, source in wrong_sources(exercise).items()
        }
    if exercise.options:
        places = [i for i in range(len(exercise.options)) if i != exercise.answer]
        values = {f"option {letter(i)}": repr(letter(i)) for i in places}
    else:
        values = {"number": repr(exercise.value + 10 * (exercise.within or 1) + 1)}
    return {
        name: [f"answer = {value}", f'check("{exercise.id}", answer)']
        for name, value in values.items()
    }


def notebook(cells: list[str]) -> str:
    """Return a notebook with these code cells."""
    code = [
        {"cell_type": "code", "source": cell, "metadata": {}, "outputs": []} for cell in cells
    ]
    head = {"cell_type": "markdown", "source": "# Homework", "metadata": {}}
    return json.dumps({"cells": [head, *code], "metadata": {}, "nbformat": 4})


def good(rng: random.Random, exercises: dict[str, Exercise]) -> tuple[list[str], dict]:
    """Return the cells of a submission in which all is right, in any order."""
    chosen = rng.sample(sorted(exercises), len(exercises))
    cells = [cell for id in chosen for cell in right_cells(exercises[id])]
    return ["from dlbook.exercise import check", *cells], dict.fromkeys(exercises, 1.0)


def half(rng: random.Random, exercises: dict[str, Exercise]) -> tuple[list[str], dict]:
    """Return a submission in which some is right, some wrong, and some is missing."""
    cells, scores = ["%matplotlib inline", "from dlbook.exercise import check"], {}
    for id, exercise in exercises.items():
        match rng.choice(("right", "right", "wrong", "missing")):
            case "right":
                cells += right_cells(exercise)
                scores[id] = 1.0
            case "wrong":
                cells += rng.choice(sorted(wrong_answers(exercise).values()))
    return cells, scores


def write_student(folder: Path, name: str, cells: list[str], form: str) -> None:
    """Write a submission as a notebook, in a folder, or in an archive."""
    text = notebook(cells)
    match form:
        case "ipynb":
            (folder / f"{name}.ipynb").write_text(text, encoding="utf-8")
        case "folder":
            (folder / name).mkdir()
            (folder / name / "homework.ipynb").write_text(text, encoding="utf-8")
        case "zip":
            (folder / f"{name}.zip").write_bytes(zipped({"hw/homework.ipynb": text}))
        case "tar.gz":
            (folder / f"{name}.tar.gz").write_bytes(tarred({"homework.ipynb": text}))


def zipped(files: dict[str, str | bytes]) -> bytes:
    """Return a zip with these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def tarred(files: dict[str, str | bytes], mode: str = "w:gz") -> bytes:
    """Return a tar archive with these files."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as archive:
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def _bomb() -> bytes:
    return zipped({"bomb.py": b"0" * 50_000_000})


def _many() -> bytes:
    return zipped({f"file{i}.txt": "" for i in range(10_000)})


# Submissions that hold nothing which can be graded: each costs only itself.
BROKEN: dict[str, tuple[str, Callable[[], bytes]]] = {
    "no notebook": (".ipynb", lambda: b"{"),
    "a list": (".ipynb", lambda: b"[1, 2]"),
    "deep": (".ipynb", lambda: b"[" * 200_000),
    "empty": (".py", lambda: b""),
    "noise": (".py", lambda: bytes(range(256)) * 40),
    "deep code": (".py", lambda: b"x = " + b"(" * 100_000 + b")" * 100_000),
    "minus": (".py", lambda: b"x = " + b"-" * 1_000_000 + b"1"),
    "torn zip": (".zip", lambda: zipped({"a.py": "x = 1"})[:-30]),
    "no zip": (".zip", lambda: b"PK\x03\x04 nothing"),
    "bomb": (".zip", _bomb),
    "10,000 files": (".zip", _many),
    "traversal": (".zip", lambda: zipped({"../../out.py": "x = 1"})),
    "absolute": (".tar.gz", lambda: tarred({"/tmp/out.py": "x = 1"})),
    "torn tar": (".tar.gz", lambda: tarred({"a.py": "x = 1" * 1000})[:-20]),
    "a picture": (".png", lambda: b"\x89PNG"),
}


def write_course(
    folder: Path,
    count: int,
    exercises: dict[str, Exercise],
    attacks: dict[str, str] | None = None,
    each: int = 40,
) -> list[Student]:
    """Write so many submissions, and return what each must get.

    Parameters
    ----------
    folder : Path
        Where to.
    count : int
        How many. At most half of them are special: wrong answers, broken files, attacks,
        all of them where there is room; the rest is right, or half right.
    exercises : dict of Exercise
        The course.
    attacks : dict of str
        Sources that must get nothing, by name.
    each : int
        How many exercises a submission answers at most.
    """
    rng = random.Random(0)
    special = [*_wrong(exercises), *_broken(), *_attacks(attacks or {})]
    if len(special) > count // 2:
        special = rng.sample(special, count // 2)
    students = []
    for student, write in special:
        write(folder)
        students.append(student)
    for i in range(len(students), count):
        kind, make = (("good", good), ("half", half))[i % 2]
        chosen = rng.sample(sorted(exercises), min(each, len(exercises)))
        cells, scores = make(rng, {id: exercises[id] for id in chosen})
        student = Student(f"{kind}-{i:04d}", kind, scores)
        write_student(folder, student.name, cells, rng.choice(FORMS))
        students.append(student)
    return students


FORMS = ("ipynb", "folder", "zip", "tar.gz")
Writing = tuple[Student, Callable[[Path], None]]


def _wrong(exercises: dict[str, Exercise]) -> Iterator[Writing]:
    for id, exercise in exercises.items():
        for wrong, cells in wrong_answers(exercise).items():
            name = f"{id.replace('/', '-')}-{wrong.replace(' ', '-')}"
            write = functools.partial(write_student, name=name, cells=cells, form="ipynb")
            yield Student(name, wrong), write


def _broken() -> Iterator[Writing]:
    for kind, (suffix, make) in BROKEN.items():
        name = f"broken-{kind.replace(' ', '-').replace(',', '')}"
        write = functools.partial(_write_bytes, name=f"{name}{suffix}", make=make)
        yield Student(name if suffix != ".png" else f"{name}.png", kind), write


def _attacks(attacks: dict[str, str]) -> Iterator[Writing]:
    for name, source in attacks.items():
        write = functools.partial(_write_bytes, name=f"{name}.py", make=source.encode)
        yield Student(name, "attack"), write


def _write_bytes(folder: Path, name: str, make: Callable[[], bytes]) -> None:
    (folder / name).write_bytes(make())
