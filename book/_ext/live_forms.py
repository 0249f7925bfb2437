"""The HTML of the place to work at: what is there before the script comes."""

from __future__ import annotations

import base64
import json
from html import escape

from live_text import blocks, inline
from remote_links import Remote

from dlbook.exercise import Exercise
from dlbook.exercise.choice import letter

NO_SCRIPT = '<p class="no-script">To answer here, allow scripts.</p>'
NOTEBOOK = "exercises/notebooks/{}.ipynb"
ON_COLAB = "colab/exercises/{}.ipynb"


def kind(exercise: Exercise) -> str:
    """Return how an exercise is answered: code, notebook, choice, number or open."""
    if exercise.is_code:
        return "notebook" if exercise.needs_torch else "code"
    if exercise.kind == "investigate":
        return "open"
    return "choice" if exercise.options else "number"


def guide(progress: str | None) -> str:
    """Return how exercises are done in the page, for readers who see it for the first time.

    Parameters
    ----------
    progress : str or None
        The address of the list of all exercises, if there is one.
    """
    link = f', and <a href="{escape(progress)}">your progress</a> lists it' if progress else ""
    return (
        '<p class="live-guide"><strong>You can do the exercises here, and need to install '
        "nothing.</strong> Choose an answer, or click the code and write. <em>Check</em> says "
        "whether it is right and, if not, which mistake it looks like; ask for a "
        "<em>Hint</em> at any time. Python comes to this page when code first runs: 17 MB, "
        f"once. What you write stays in your browser{link}.</p>"
    )


def opening(exercise: Exercise, solution: str) -> str:
    """Return the start of the place to work at; the starter follows, if there is one.

    Parameters
    ----------
    exercise : Exercise
        The exercise.
    solution : str
        Its solution as HTML; empty where it has none.
    """
    return (
        f'<div class="live-work" data-exercise="{escape(exercise.id)}" '
        f'data-kind="{kind(exercise)}" data-title="{escape(exercise.title)}" '
        f'data-secret="{secret(exercise, solution)}">'
    )


def closing(exercise: Exercise, remote: Remote | None) -> str:
    """Return what follows the starter.

    Parameters
    ----------
    exercise : Exercise
        The exercise.
    remote : Remote or None
        Where the repository is hosted.
    """
    forms = {"code": NO_SCRIPT, "choice": _choice(exercise), "number": _form(NUMBER)}
    elsewhere = _elsewhere(exercise, remote) if exercise.needs_torch else ""
    return f"{elsewhere}{forms.get(kind(exercise), '')}</div>"


def secret(exercise: Exercise, solution: str) -> str:
    """Return all that is shown later: encoded, which keeps the eye from it, not a search."""
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


NUMBER = (
    '<legend class="only-spoken">Answer with a number</legend><label>Your number: '
    '<input type="text" inputmode="decimal" size="12"></label>'
)


def _choice(exercise: Exercise) -> str:
    name = f"choice-{exercise.id.replace('/', '-')}"
    options = "".join(
        f'<label><input type="radio" name="{name}" value="{i}">'
        f"<span>({letter(i)}) {inline(text)}</span></label>"
        for i, text in enumerate(exercise.options)
    )
    return _form(f"<legend>Choose one:</legend>{options}")


def _form(fields: str) -> str:
    return (
        '<div class="dlbook-predict">'
        f'<form autocomplete="off"><fieldset>{fields}</fieldset>{NO_SCRIPT}</form></div>'
    )


def _elsewhere(exercise: Exercise, remote: Remote | None) -> str:
    notebook = NOTEBOOK.format(exercise.chapter)
    colab = remote.colab(ON_COLAB.format(exercise.chapter)) if remote else None
    link = f'<a href="{escape(colab)}">open it in Colab</a>, or ' if colab else ""
    return (
        '<p class="live-elsewhere">This needs PyTorch, which does not run in a page: '
        f"{link}call <code>make lab</code> and open <code>{escape(notebook)}</code>.</p>"
    )
