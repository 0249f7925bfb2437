"""Run the reader's text by itself."""

from __future__ import annotations

from dlbook_page.code import execute, new_namespace

LONGEST = 10_000  # characters of a value


def run(code: str) -> dict:
    """Run ``code`` among no other names, and return the value of its last line."""
    return {"value": shown(execute(code, new_namespace()))}


def shown(value: object) -> str | None:
    """Return a value as a notebook shows it; None, which it does not show, as None."""
    if value is None:
        return None
    text = repr(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + " …"
