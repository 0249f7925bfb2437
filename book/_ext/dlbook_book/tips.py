"""Write what the tips of a chapter say: its terms, and the symbols of its formulas.

``_static/tips/<slug>.js`` is a script and not JSON, since a page that was opened as a file may
load scripts alone. ``tips.js`` loads it when the first tip is asked for.
"""

from __future__ import annotations

import json
from pathlib import Path

from sphinx.application import Sphinx

from dlbook_book.glossary import section_of
from dlbook_book.html import inline
from tools.chapters import Chapter
from tools.notation import Symbol, read_symbols


def terms(app: Sphinx, chapter: Chapter) -> dict[str, list[str]]:
    """Return the terms of a chapter's text: name, definition, place and address."""
    used = {slug for count in app.env.term_uses.get(chapter.docname, ()) for slug in count}
    found = {}
    for term in app.env.terms:
        section = section_of(app.env, term)
        if term.slug in used and section:
            page = app.builder.get_relative_uri(chapter.docname, term.chapter.docname)
            title = term.chapter.title
            place = title if section.title == title else f"{title}: {section.title}"
            address = f"{page}#{section.anchor}"
            found[term.slug] = [term.name, inline(term.definition), place, address]
    return found


def symbols(listed: list[Symbol], chapter: Chapter) -> dict:
    """Return the rows of the notation page that hold in a chapter, and rows by name.

    A row of the chapter goes before a general one.
    """
    own = [symbol for symbol in listed if symbol.chapter == chapter.title]
    general = [symbol for symbol in listed if not symbol.chapter]
    names: dict[str, int] = {}
    for start, group in ((0, own), (len(own), general)):
        for name, row in [
            *((name, row) for row, s in enumerate(group, start) for name in s.names),
            *((name, row) for row, s in enumerate(group, start) for name in s.also),
        ]:
            names.setdefault(name, row)
    rows = [[inline(s.written), inline(s.meaning), _shape(s)] for s in [*own, *general]]
    return {"names": names, "rows": rows}


def _shape(symbol: Symbol) -> str:
    # Without its table, "(H,)" alone would say too little.
    return inline(f"shape {symbol.shape}" if "(" in symbol.shape else symbol.shape)


def _write(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.name != "html":
        return
    folder = Path(app.outdir) / "_static" / "tips"
    folder.mkdir(parents=True, exist_ok=True)
    chapters = app.env.chapters
    listed = read_symbols([chapter.title for chapter in chapters], Path(app.srcdir))
    for chapter in chapters:
        data = {"terms": terms(app, chapter), "symbols": symbols(listed, chapter)}
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        (folder / f"{chapter.slug}.js").write_text(f"dlbookTips({text});\n", encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Write the files at the end of a build."""
    app.connect("build-finished", _write)
