"""Run the reader's text by itself."""

from __future__ import annotations

from dlbook_page import pictures
from dlbook_page.code import execute, new_namespace

LONGEST = 10_000  # characters of a value


def run(code: str) -> dict:
    """Run ``code`` among no other names, and return the value of its last line."""
    return {"value": shown(execute(code, new_namespace()))}


def shown(value: object) -> str | None:
    """Return a value as a notebook shows it; None if it is None, or marks, which are drawn."""
    if value is None or pictures.show(value):
        return None
    text = repr(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + " …"
