"""The HTML of the place to work at: what is there before the script comes."""

from __future__ import annotations

import base64
import json
from html import escape

from remote_links import Remote

from dlbook.exercise import Exercise
from dlbook.exercise.choice import letter
from dlbook.notebook.markup import to_html

NO_SCRIPT = '<p class="no-script">To answer here, allow scripts.</p>'
NOTEBOOK = "exercises/notebooks/{}.ipynb"


def work_form(exercise: Exercise, solution: str, remote: Remote | None) -> tuple[str, str]:
    """Return the HTML before and after the starter, or the rubric, of an exercise.

    Parameters
    ----------
    exercise : Exercise
        The exercise.
    solution : str
        Its solution as HTML; empty where it has none.
    remote : Remote or None
        Where the repository is hosted.
    """
    kind = _kind(exercise)
    opening = (
        f'<div class="live-work" data-exercise="{escape(exercise.id)}" data-kind="{kind}" '
        f'data-title="{escape(exercise.title)}" data-secret="{secret(exercise, solution)}">'
    )
    if kind == "choice":
        return opening, f"{_choice(exercise)}</div>"
    if kind == "number":
        return opening, f"{_number(exercise)}</div>"
    if kind == "open":
        return (
            f"{opening}<details><summary>What a good answer holds</summary>",
            "</details></div>",
        )
    if kind == "notebook":
        return opening, f"{_elsewhere(exercise, remote)}</div>"
    return opening, f"{NO_SCRIPT}</div>"


def _kind(exercise: Exercise) -> str:
    if exercise.is_code:
        return "notebook" if exercise.needs_torch else "code"
    if exercise.kind == "investigate":
        return "open"
    return "choice" if exercise.options else "number"


def secret(exercise: Exercise, solution: str) -> str:
    """Return all that is shown later: encoded, which keeps the eye from it, not a search."""
    known = {
        "starter": exercise.starter,
        "solution": solution,
        "answer": None if exercise.is_code else exercise.answer,
        "value": exercise.value,
        "within": exercise.within,
        "retry": exercise.kind == "recall",
        "why": [to_html(text) for text in exercise.why],
        "hints": [to_html(text) for text in exercise.hints],
    }
    filled = {key: item for key, item in known.items() if item not in (None, "", [])}
    return base64.b64encode(json.dumps(filled).encode()).decode()


def _choice(exercise: Exercise) -> str:
    name = f"choice-{exercise.id.replace('/', '-')}"
    options = "".join(
        f'<label><input type="radio" name="{name}" value="{i}">'
        f"<span>({letter(i)}) {to_html(text)}</span></label>"
        for i, text in enumerate(exercise.options)
    )
    return _form(f"<legend>Choose one:</legend>{options}")


def _number(exercise: Exercise) -> str:
    return _form(
        '<legend class="only-spoken">Answer with a number</legend><label>Your number: '
        '<input type="text" inputmode="decimal" size="12"></label>'
    )


def _form(fields: str) -> str:
    return (
        '<div class="dlbook-predict tex2jax_process mathjax_process">'
        f'<form autocomplete="off"><fieldset>{fields}</fieldset>{NO_SCRIPT}</form></div>'
    )


def _elsewhere(exercise: Exercise, remote: Remote | None) -> str:
    notebook = NOTEBOOK.format(exercise.chapter)
    colab = remote.colab(notebook) if remote else None
    link = f'<a href="{escape(colab)}">open it in Colab</a>, or ' if colab else ""
    return (
        '<p class="live-elsewhere">This exercise needs PyTorch, which does not run in a page: '
        f"{link}call <code>make lab</code> and open <code>{escape(notebook)}</code>.</p>"
    )
