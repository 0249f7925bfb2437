"""Give every page the script that finds one's way, and what it knows of the chapters.

``book/_live/scripts/book.js`` searches, marks what is read and done in the side bar, links to
cells, hides code, and listens to the keyboard.
"""

from __future__ import annotations

import json
from pathlib import Path

from sphinx.application import Sphinx

FILE, VARIABLE = "chapters.js", "dlbookChapters"


def chapters(app: Sphinx) -> dict[str, dict]:
    """Return of every chapter what the script needs, by its page's address."""
    env = app.env
    return {
        app.builder.get_target_uri(c.docname): {
            "slug": c.slug,
            "title": c.title,
            "minutes": c.reading_minutes,
            "exercises": env.live_exercises.get(c.docname, []),
        }
        for c in env.chapters
    }


def _load(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    app.add_js_file(f"live/{FILE}", loading_method="defer")
    app.add_js_file("live/book.js", loading_method="defer")


def _write(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.name != "html":
        return
    text = json.dumps(chapters(app), ensure_ascii=False, separators=(",", ":"))
    to = Path(app.outdir) / "_static" / "live" / FILE
    to.write_text(f"{VARIABLE} = {text};\n", encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Name the scripts in each page; write what they know at the end."""
    app.connect("html-page-context", _load)
    app.connect("build-finished", _write)
