"""The HTML in which a reader answers an exercise: what is there before the script comes."""

from __future__ import annotations

import base64
import json

from dlbook.exercise import Exercise
from dlbook.exercise.choice import letter
from dlbook_book.html import blocks, inline, render
from tools.remote import Remote

NOTEBOOK = "colab/exercises/{}.ipynb"


def form(exercise: Exercise) -> str:
    """Return how an exercise is answered: code, notebook, choice, number or open."""
    if exercise.is_code:
        return "notebook" if exercise.needs_torch else "code"
    if exercise.kind == "investigate":
        return "open"
    return "choice" if exercise.options else "number"


def guide(progress: str | None) -> str:
    """Return how to do exercises in the page; ``progress`` is the address of their list."""
    return render("exercise_guide.html", progress=progress)


def opening(exercise: Exercise, solution: str) -> str:
    """Return the start of the place to work at; the starter follows, if there is one.

    ``solution`` is HTML, or empty.
    """
    known = encode_secret(exercise, solution)
    return render("exercise_opening.html", exercise=exercise, form=form(exercise), secret=known)


def closing(exercise: Exercise, remote: Remote | None) -> str:
    """Return what follows the starter; ``remote`` is where the repository is hosted."""
    notebook = NOTEBOOK.format(exercise.chapter)
    return render(
        "exercise_closing.html",
        exercise=exercise,
        form=form(exercise),
        name=exercise.id.replace("/", "-"),
        options=[(letter(i), inline(text)) for i, text in enumerate(exercise.options)],
        notebook=notebook,
        colab=remote.colab(notebook) if remote else None,
    )


def encode_secret(exercise: Exercise, solution: str) -> str:
    """Return everything that is shown later, encoded: this hides it from the eye only."""
    known = {
        "starter": exercise.starter,
        "solution": solution,
        "answer": None if exercise.is_code else exercise.answer,
        "value": exercise.value,
        "within": exercise.within,
        "slips": [[number, blocks(text)] for number, text in exercise.slips],
        "retry": exercise.kind == "recall",
        "runs": not exercise.needs_torch,
        "why": [blocks(text) for text in exercise.why],
        "hints": [blocks(text) for text in exercise.hints],
    }
    filled = {key: item for key, item in known.items() if item not in (None, "", [])}
    return base64.b64encode(json.dumps(filled).encode()).decode()
