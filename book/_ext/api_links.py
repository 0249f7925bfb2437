"""On the API page, say of each object which chapters explain it."""

from __future__ import annotations

from chapters import Chapter
from package_objects import covers, find_object
from sphinx.application import Sphinx


def explained_in(documented, chapters: list[Chapter]) -> list[Chapter]:
    """Return the chapters that explain an object of the package."""
    return [
        chapter
        for chapter in chapters
        if any(covers(find_object(name), documented) for name in chapter.explains)
    ]


def lines(chapters: list[Chapter]) -> list[str]:
    """Return the line that links to ``chapters``, as reStructuredText."""
    if not chapters:
        return []
    links = ", ".join(f":doc:`{c.title} </{c.docname}>`" for c in chapters)
    return ["", ".. container:: explained-in", "", f"   Explained in: {links}", ""]


def _append(app: Sphinx, what: str, name: str, documented, options, docstring: list) -> None:
    # A module's line would stand above all that it holds, and say too much.
    if what != "module":
        docstring.extend(lines(explained_in(documented, app.env.chapters)))


def setup(app: Sphinx) -> dict:
    """Append the line after napoleon has made its sections (priority 500)."""
    app.connect("autodoc-process-docstring", _append, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
