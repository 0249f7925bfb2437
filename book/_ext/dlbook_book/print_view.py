"""Give each page what its printed form needs: its place in the book, and a running head."""

from __future__ import annotations

import re
from html import escape, unescape

from sphinx.application import Sphinx

from tools.chapters import chapter_at

TAG = re.compile(r"<[^>]+>")


def running_head(text: str) -> str:
    """Return the style that prints a text at the top of each sheet but the first."""
    quoted = re.sub(r'["\\<]', lambda match: f"\\{ord(match[0]):x} ", text)
    return f'<style>@page {{ @top-right {{ content: "{quoted}"; }} }}</style>'


def _insert(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    if doctree is None:
        return
    chapter = chapter_at(pagename, app.env.chapters)
    if chapter is None:
        title = unescape(TAG.sub("", context.get("title", "")))
    else:
        title = f"{chapter.number}  {chapter.title}"
        place = f"{chapter.part} · Chapter {chapter.number}"
        opening = f'<p class="chapter-place">{escape(place)}</p>\n<h1>'
        context["body"] = context["body"].replace("<h1>", opening, 1)
    context["metatags"] += running_head(title)


def setup(app: Sphinx) -> None:
    """Add to pages as they are written."""
    app.connect("html-page-context", _insert)
