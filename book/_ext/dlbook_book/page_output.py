"""Finish pages as they are written: accessibility, claims, descriptions, no stale pages."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from dlbook_book.html import render

CLAIM = "claim: "
LONGEST_DESCRIPTION = 200
# sphinx-exercise gives the body of every exercise the same id, myst-nb labels every fold
# "Toggle hidden content" over its own visible text, and the empty corner of a table is
# announced as a heading.
REPEATED_IDS = ("exercise-content", "solution-content")
FOLD_LABEL = ' aria-label="Toggle hidden content"'
# A browser may break a line between a formula, which is drawn, and a comma that follows.
FORMULA_AND_MARK = re.compile(
    r'([(\[“‘]?)(<span class="math notranslate nohighlight">[^<]*</span>)([-,.;:!?)\]”’…]*)'
)
EMPTY_HEADING = re.compile(r"<th([^>]*)>\s*(?:<p>\s*</p>)?\s*</th>")


def fix_accessibility(body: str) -> str:
    """Return the page's body without the labels and the empty headings."""
    return EMPTY_HEADING.sub(r"<td\1></td>", body.replace(FOLD_LABEL, ""))


def keep_marks(body: str) -> str:
    """Return the page's body with punctuation bound to the formula next to it."""
    return FORMULA_AND_MARK.sub(_bound, body)


def _bound(match: re.Match) -> str:
    before, _, after = match.groups()
    return f'<span class="no-break">{match[0]}</span>' if before or after else match[0]


def _fix_body(app: Sphinx, pagename: str, templatename, context: dict, doctree) -> None:
    if "body" in context:
        context["body"] = keep_marks(fix_accessibility(context["body"]))


def drop_repeated_ids(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Remove the ids that every exercise of the page has."""
    for section in doctree.findall(nodes.section):
        section["ids"] = [i for i in section["ids"] if i not in REPEATED_IDS]


# --- claims are set apart from what else a cell printed, and shown as checks ---------


def split_claims(text: str) -> list[tuple[bool, str]]:
    """Return the runs of lines that are claims (True) and that are not (False)."""
    runs = groupby(text.strip("\n").splitlines(), lambda line: line.startswith(CLAIM))
    return [(claims, "\n".join(lines)) for claims, lines in runs]


def set_claims_apart(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Split outputs that hold claims, once all of them are in place."""
    for block in list(doctree.findall(nodes.literal_block)):
        runs = split_claims(block.astext())
        if "output" in block["classes"] and any(claims for claims, _ in runs):
            block.replace_self([_part(block, *run) for run in runs])


def _part(block: nodes.literal_block, claims: bool, text: str) -> nodes.literal_block:
    part = nodes.literal_block(text, text, **block.attributes)
    part["classes"] = [*block["classes"], *(["claims"] if claims else [])]
    return part


# --- descriptions -------------------------------------------------------------------
# A chapter is described by its promise, another page by its first paragraph. The address
# of the page is left out: a build does not know where it will be hosted.


def first_paragraph(doctree: nodes.document) -> str:
    """Return the text of the page's first paragraph, cut at a word."""
    for paragraph in doctree.findall(nodes.paragraph):
        text = " ".join(paragraph.astext().split())
        if len(text) <= LONGEST_DESCRIPTION:
            return text
        return text[:LONGEST_DESCRIPTION].rpartition(" ")[0] + " …"
    return ""


def meta_tags(title: str, description: str, site: str) -> str:
    """Return the page's meta elements."""
    return render("meta.html", title=title, description=description, site=site)


def _describe(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    if doctree is None:  # search and index
        return
    promises = {c.docname: c.promise for c in app.env.chapters}
    description = promises.get(pagename) or first_paragraph(doctree)
    title = app.env.titles[pagename].astext()
    context["metatags"] += "\n" + meta_tags(title, description, app.config.html_title)


# --- stale pages --------------------------------------------------------------------


def _remove_stale_pages(app: Sphinx, error: Exception | None) -> None:
    """Delete pages of chapters and modules that are gone: Sphinx leaves them."""
    if error or app.builder.name != "html":
        return
    modules = getattr(app.env, "_viewcode_modules", {})
    current = {*app.env.found_docs, "_modules/index"}
    current |= {f"_modules/{name.replace('.', '/')}" for name in modules}
    folder = Path(app.outdir)
    for page in [*folder.glob("book/**/*.html"), *folder.glob("_modules/**/*.html")]:
        if page.relative_to(folder).with_suffix("").as_posix() not in current:
            page.unlink()


def setup(app: Sphinx) -> None:
    """Change the document when it is complete, the HTML when it is written."""
    app.connect("doctree-resolved", set_claims_apart)
    app.connect("doctree-resolved", drop_repeated_ids, priority=900)
    app.connect("html-page-context", _fix_body)
    app.connect("html-page-context", _describe)
    app.connect("build-finished", _remove_stale_pages)
