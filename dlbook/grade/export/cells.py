"""What assignments for other graders have in common: cells, statements, tests."""

from __future__ import annotations

import json
from pathlib import Path

from dlbook.exercise.choice import letter
from dlbook.exercise.format import Exercise, regions, split

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
SETUP = "from dlbook.exercise import check, hint"


def markdown(text: str, id: str, metadata: dict | None = None) -> dict:
    """Return a Markdown cell."""
    return {"cell_type": "markdown", "id": id, "metadata": metadata or {}, "source": text}


def code(text: str, id: str, metadata: dict | None = None) -> dict:
    """Return a code cell that has not been run."""
    return {
        "cell_type": "code",
        "id": id,
        "metadata": metadata or {},
        "source": text,
        "outputs": [],
        "execution_count": None,
    }


def raw(text: str, id: str) -> dict:
    """Return a raw cell."""
    return {"cell_type": "raw", "id": id, "metadata": {}, "source": text}


def notebook(cells: list[dict]) -> str:
    """Return a notebook as text."""
    content = {
        "cells": cells,
        "metadata": {"kernelspec": KERNEL},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def name_of(exercise: Exercise) -> str:
    """Return a name for cells and questions: letters, digits and hyphens."""
    return exercise.id.replace("/", "-")


def answer_name(exercise: Exercise) -> str:
    """Return the name that is checked."""
    return (
        exercise.answer if exercise.is_code else f"answer_{name_of(exercise)}".replace("-", "_")
    )


def check_code(exercise: Exercise) -> str:
    """Return code that raises where the answer is wrong, and says what is wrong with it."""
    name = answer_name(exercise)
    return f'report = check("{exercise.id}", {name})\nassert report.passed, report'


def answer_code(exercise: Exercise, begin: str, end: str) -> str:
    """Return the cell that is to be answered, with its solution between two lines.

    Both graders replace what stands between them by what a student gets. The broken code of
    a debugging exercise stands above as comments: it would run after the solution.
    """
    if not exercise.is_code:
        right = repr(letter(exercise.answer)) if exercise.options else f"{exercise.value:g}"
        return f"{begin}\n{answer_name(exercise)} = {right}\n{end}"
    if exercise.kind == "debug":
        broken = "\n".join(f"# {line}".rstrip() for line in exercise.starter.splitlines())
        given = f"# Take away the comment signs, and mend:\n#\n{broken}\n"
        return "\n".join([given, begin, exercise.solution.strip(), end])
    return _between(exercise.path, begin, end)


def _between(path: str, begin: str, end: str) -> str:
    """Return the starter cells of a file, their marks replaced."""
    _, cells = split(Path(path).read_text(encoding="utf-8"), path)
    given = "\n\n\n".join(cell.text for cell in cells if "starter" in cell.tags)
    marks = {"begin SOLUTION": begin, "end SOLUTION": end}
    lines = [
        line[: len(line) - len(line.lstrip())] + marks[region] if region in marks else line
        for region, line in regions(given)
    ]
    return "\n".join(lines).strip()
