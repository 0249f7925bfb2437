"""Read the chapters' metadata before the build, and write the line under each title.

Other modules find the chapters in ``app.env.chapters``, in the order of ``_toc.yml``. A
chapter with wrong metadata is reported and left out.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util import logging

from dlbook_book.api import Entry, UnknownObjectError, api_entries, entries_for, find_object
from dlbook_book.html import render
from tools.chapters import Chapter, chapter_at, in_hours, read_chapters
from tools.remote import Remote

logger = logging.getLogger(__name__)

API_PAGES, API_INDEX = "book/api/", "book/api"
# Pages made from the chapters' metadata: the first page, paths, and those of the API.
DEPENDENT = ("book/index", "book/how-to-use", API_PAGES)


def _read(app: Sphinx) -> None:
    before = getattr(app.env, "chapters", None)
    found, wrong = read_chapters(Path(app.srcdir))
    for chapter in found:
        wrong += [(chapter.path, problem) for problem in explains_problems(chapter)]
    for path, problem in wrong:
        _warn(problem, str(path))
    faulty = {path for path, _ in wrong}
    app.env.chapters = [chapter for chapter in found if chapter.path not in faulty]
    app.env.chapters_changed = before != app.env.chapters


def explains_problems(chapter: Chapter) -> list[str]:
    """Return the names that a chapter claims to explain and that do not exist."""
    wrong = []
    for name in chapter.explains:
        try:
            find_object(name)
        except UnknownObjectError as error:
            wrong.append(f"explains {name!r}, and {error}")
    return wrong


def _warn(problem: str, location: str) -> None:
    logger.warning(problem, location=location, type="dlbook", subtype="metadata")


def _outdated(app: Sphinx, env, added, changed, removed) -> list[str]:
    if not env.chapters_changed:
        return []
    return [docname for docname in env.found_docs if docname.startswith(DEPENDENT)]


# --- the line under the title -------------------------------------------------------


def header(
    chapter: Chapter, remote: Remote | None, notebook: str, code: list[tuple[str, str]]
) -> str:
    """Return the line under a chapter's title, beginning with the title's end tag.

    Parameters
    ----------
    chapter : Chapter
        The chapter.
    remote : Remote or None
        Where the repository is hosted; without it there are no links to Colab and Binder.
    notebook : str
        Address of the notebook's file.
    code : list of (str, str)
        Name and address of the API entries of what the chapter explains.
    """
    services = {}
    if remote:
        # Colab does not read MyST: it gets the plain copy, which also installs dlbook.
        services = {
            "Open in Colab": remote.colab(f"colab/{chapter.slug}.ipynb"),
            "Binder": remote.binder(f"{chapter.docname}.ipynb"),
        }
    links = [(text, address) for text, address in services.items() if address]
    return render(
        "header.html",
        chapter=chapter,
        services=links,
        notebook=notebook,
        code=code,
        exercises=in_hours(chapter.exercise_minutes),
    )


def _code(chapter: Chapter, entries: list[Entry], pathto: Callable) -> list[tuple[str, str]]:
    """Return short name and address of each entry that the chapter explains, once."""
    found = {e.name: e for name in chapter.explains for e in entries_for(name, entries)}
    return [
        (name.removeprefix("dlbook."), f"{pathto(e.docname)}#{e.anchor}")
        for name, e in found.items()
    ]


def _entries(app: Sphinx) -> list[Entry]:
    """Return the API page's entries, found once per build."""
    if not hasattr(app, "api_entries"):
        app.api_entries = api_entries(app.env)
    return app.api_entries


def _insert(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    chapter = chapter_at(pagename, app.env.chapters)
    if chapter is None:
        return
    pathto = context["pathto"]
    notebook = pathto(f"_sources/{pagename}.ipynb", 1)
    code = _code(chapter, _entries(app), pathto)
    line = header(chapter, app.config.book_remote, notebook, code)
    context["body"] = context["body"].replace("</h1>", line, 1)


def _check(app: Sphinx, env) -> None:
    """Warn if a chapter explains something that has no entry on the API page."""
    for chapter in env.chapters:
        for name in chapter.explains:
            if not entries_for(name, _entries(app)):
                _warn(
                    f"explains {name!r}, which has no entry on the API page: add it to the "
                    "__all__ of its package, or list it in book/api/engine.md",
                    chapter.docname,
                )


def _note(app: Sphinx, env, docnames: list[str]) -> None:
    app.reading_api = any(docname.startswith(API_PAGES) for docname in docnames)


def _rewrite(app: Sphinx, env) -> list[str]:
    """Write the pages again that link to API entries or chapters that may have moved."""
    linking = [API_INDEX, *(chapter.docname for chapter in env.chapters)]
    moved = app.reading_api or env.chapters_changed
    return [name for name in linking if name in env.found_docs] if moved else []


def setup(app: Sphinx) -> None:
    """Read the chapters first; insert the line when a page is written."""
    app.connect("builder-inited", _read)
    app.connect("env-get-outdated", _outdated)
    app.connect("env-before-read-docs", _note)
    app.connect("env-updated", _rewrite)
    app.connect("env-check-consistency", _check)
    app.connect("html-page-context", _insert)
