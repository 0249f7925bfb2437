"""Ask the reader to predict a result before the next cell shows it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from importlib.resources import files

from dlbook.notebook.display import show, to_html


def predict(question: str, options: Sequence[str], *, answer: int, why: str) -> None:
    """Ask a question whose answer is revealed once the reader has committed to one.

    In a notebook and in the web book the reader chooses an option and locks it; then the right
    option is marked and ``why`` appears. Elsewhere question and options are printed, without
    the answer.

    Parameters
    ----------
    question : str
        What the reader should predict. All texts may contain ``code`` in backticks,
        ``**bold**`` and ``$maths$``.
    options : sequence of str
        Two or more different answers.
    answer : int
        Position of the right option, counted from 0.
    why : str
        The reason, shown after locking.

    Notes
    -----
    The answer is encoded, not encrypted: that hides it from the eye, not from a search.
    """
    _check(question, options, answer, why)
    options = list(options)
    show(
        {
            "text/html": _html(question, options, answer, why),
            "text/plain": _plain(question, options),
        }
    )


def _plain(question: str, options: Sequence[str]) -> str:
    lines = [f"  ({chr(ord('a') + i)}) {option}" for i, option in enumerate(options)]
    return "\n".join([f"Predict: {question}", *lines])


def _html(question: str, options: Sequence[str], answer: int, why: str) -> str:
    secret = json.dumps({"answer": answer, "why": to_html(why)}).encode()
    identity = hashlib.sha256(json.dumps([question, *options]).encode()).hexdigest()[:12]
    choices = "\n".join(
        f'<label><input type="radio" name="p{identity}" value="{i}">'
        f"<span>{to_html(option)}</span></label>"
        for i, option in enumerate(options)
    )
    parts = {
        "style": _read("predict.css"),
        "script": _read("predict.js"),
        "key": f"dlbook-predict-{identity}",
        "secret": base64.b64encode(secret).decode(),
        "question": to_html(question),
        "choices": choices,
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match[1]], _read("predict.html"))


def _read(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8").strip()


def _check(question: str, options: Sequence[str], answer: int, why: str) -> None:
    if isinstance(options, str):
        raise TypeError("predict: options must be a list of texts, got one text")
    for what, text in [("question", question), ("why", why), *(("option", o) for o in options)]:
        if not isinstance(text, str):
            raise TypeError(f"predict: {what} must be text, got {type(text).__name__}")
        if not text.strip():
            raise ValueError(f"predict: {what} is empty")
    if len(options) < 2 or len(set(options)) < len(options):
        raise ValueError(
            f"predict: expected two or more different options, got {list(options)}"
        )
    if not isinstance(answer, int) or isinstance(answer, bool):
        raise TypeError(f"predict: answer must be an int, got {type(answer).__name__}")
    if not 0 <= answer < len(options):
        raise ValueError(
            f"predict: answer counts from 0, so it must lie in 0 .. {len(options) - 1}, "
            f"got {answer}"
        )
