"""What stands at a chapter's end: where it leads, and how to cite it."""

from __future__ import annotations

import re

from sphinx.application import Sphinx

from dlbook_book.html import render
from dlbook_book.skip_links import END, END_TITLE
from tools.chapters import Chapter, chapter_at, leads_to


def chapter_end(chapter: Chapter, following: list[tuple[Chapter, str]], cite: dict) -> str:
    """Return the end of a chapter.

    Parameters
    ----------
    chapter : Chapter
        The chapter.
    following : list of (Chapter, str)
        The chapters that it leads to, with their addresses.
    cite : dict
        Of the book: its ``author``, ``book`` (title), ``year`` and ``url``, which may be empty.
    """
    place = {"anchor": END, "heading": END_TITLE}
    return render("chapter_end.html", chapter=chapter, following=following, **place, **cite)


def with_end(toc: str) -> str:
    """Return a page's contents, the end as their last entry."""
    entry = f'<li><a class="reference internal" href="#{END}">{END_TITLE}</a></li>\n'
    inner, mark, rest = toc.rpartition("</ul>\n</li>\n</ul>")
    return f"{inner}{entry}{mark}{rest}" if mark else toc


def _insert(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    chapter = chapter_at(pagename, app.env.chapters)
    if chapter is None:
        return
    by_slug = {c.slug: c for c in app.env.chapters}
    later = [by_slug[slug] for slug in leads_to(app.env.chapters)[chapter.slug]]
    following = [(c, context["pathto"](c.docname)) for c in later]
    config = app.config
    cite = {
        "author": config.author,
        "book": config.html_title,
        "year": re.search(r"\d{4}", config.copyright)[0],
        "url": config.book_remote.home if config.book_remote else "",
    }
    context["body"] += chapter_end(chapter, following, cite)
    context["toc"] = with_end(context["toc"])


def setup(app: Sphinx) -> None:
    """Append the end when a page is written."""
    app.connect("html-page-context", _insert)
