"""The quiet line under a chapter's title: times, links and the code behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

from api_entries import Entry, api_entries, entries_for
from chapters import Chapter
from remote_links import Remote
from sphinx.application import Sphinx
from sphinx.util import logging

logger = logging.getLogger(__name__)

API_PAGES, API_INDEX = "book/api/", "book/api"


def items(
    chapter: Chapter, remote: Remote | None, notebook: str, code: list[tuple[str, str]]
) -> Iterable[str]:
    """Return the parts of the line as HTML.

    Parameters
    ----------
    chapter : Chapter
        The chapter.
    remote : Remote or None
        Where the repository is hosted; without it the links to Colab and Binder
        are left out.
    notebook : str
        Address of the notebook's file.
    code : list of (str, str)
        Name and address of the API entries of what the chapter explains.
    """
    yield f"{chapter.reading_minutes} minutes to read"
    yield f"runs in under {chapter.run_seconds} seconds"
    if remote:
        # Colab does not read MyST: it gets the plain copy, which also installs dlbook.
        services = {
            "Open in Colab": remote.colab(f"colab/{chapter.slug}.ipynb"),
            "Binder": remote.binder(f"{chapter.docname}.ipynb"),
        }
        for text, address in services.items():
            if address:
                yield _link(text, address)
    yield f'<a href="{escape(notebook)}" download>Notebook file</a>'
    if code:
        links = ", ".join(_link(f"<code>{escape(name)}</code>", to) for name, to in code)
        yield f"<details><summary>Package code</summary> <span>{links}</span></details>"


def _link(text: str, address: str) -> str:
    return f'<a href="{escape(address)}">{text}</a>'


def with_line(body: str, parts: Iterable[str]) -> str:
    """Return the page's body with the line under its title."""
    line = "".join(f"<li>{part}</li>" for part in parts)
    return body.replace("</h1>", f'</h1>\n<ul class="chapter-line">{line}</ul>', 1)


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
    chapter = next((c for c in app.env.chapters if c.docname == pagename), None)
    if chapter is None:
        return
    pathto = context["pathto"]
    notebook = pathto(f"_sources/{pagename}.ipynb", 1)
    code = _code(chapter, _entries(app), pathto)
    parts = items(chapter, app.config.book_remote, notebook, code)
    context["body"] = with_line(context["body"], parts)


def _check(app: Sphinx, env) -> None:
    """Warn where a chapter explains what has no entry on the API page."""
    for chapter in env.chapters:
        for name in chapter.explains:
            if not entries_for(name, _entries(app)):
                logger.warning(
                    f"explains {name!r}, which has no entry on the API page: "
                    "add it to the __all__ of its package, or list it in book/api/engine.md",
                    location=chapter.docname,
                    type="dlbook",
                    subtype="metadata",
                )


def _note(app: Sphinx, env, docnames: list[str]) -> None:
    app.reading_api = any(docname.startswith(API_PAGES) for docname in docnames)


def _rewrite(app: Sphinx, env) -> list[str]:
    """Have what links to entries written again where entries may have moved."""
    linking = [API_INDEX, *(chapter.docname for chapter in env.chapters)]
    return [name for name in linking if name in env.found_docs] if app.reading_api else []


def setup(app: Sphinx) -> dict:
    """Insert the line when a page is written."""
    app.connect("env-before-read-docs", _note)
    app.connect("env-updated", _rewrite)
    app.connect("env-check-consistency", _check)
    app.connect("html-page-context", _insert)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
