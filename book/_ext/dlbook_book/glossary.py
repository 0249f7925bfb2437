"""The glossary, the index, and the terms that a chapter's text marks.

``{glossary-list}`` writes all terms with their definitions, ``{term-index}`` where each is
used. In a chapter, a term's first use in each section becomes a link to the glossary, for
which ``tips.js`` shows the definition.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from dlbook_book.html import inline, render
from tools.chapters import chapter_at
from tools.glossary import FILE, Finder, Place, Term, read_terms

logger = logging.getLogger(__name__)

PAGE = "book/glossary"
# What a chapter's own text consists of: not of code, links, captions, outputs, exercises.
TEXT = (
    nodes.paragraph, nodes.emphasis, nodes.strong, nodes.list_item, nodes.Sequential,
    nodes.Part, nodes.block_quote,
)  # fmt: skip
NOT_TEXT = (nodes.caption, nodes.footnote, nodes.title)
# A section is listed in the index if it uses a term as often as this; some never are.
OFTEN = 3
NOT_LISTED = ("Summary", "Exercises", "References")


class Section(NamedTuple):
    """A section of a chapter, with the number and title of the part that it belongs to."""

    anchor: str
    title: str
    place: Place
    part: int
    part_title: str


class TermMark(nodes.Inline, nodes.TextElement):
    """A term in a text; ``term`` is its slug, ``first`` whether it is its section's first."""


class GlossaryNode(nodes.General, nodes.Element):
    """Stands for the list of terms until the page is written, when all have been read."""


class IndexNode(nodes.General, nodes.Element):
    """Stands for the index until the page is written."""


class GlossaryList(SphinxDirective):
    """List the terms with their definitions."""

    def run(self) -> list[nodes.Node]:
        """Mark the list's place."""
        return [GlossaryNode()]


class TermIndex(SphinxDirective):
    """List the sections that use each term."""

    def run(self) -> list[nodes.Node]:
        """Mark the index's place."""
        return [IndexNode()]


# --- reading ------------------------------------------------------------------------


def _read(app: Sphinx) -> None:
    env = app.env
    before = getattr(env, "terms", None)
    env.terms, wrong = read_terms(env.chapters, app.srcdir)
    env.terms_changed = before != env.terms
    for problem in wrong:
        logger.warning(problem, location=str(FILE), type="dlbook", subtype="glossary")
    for name in ("term_sections", "term_uses"):
        if not hasattr(env, name):
            setattr(env, name, {})


def _outdated(app: Sphinx, env, added, changed, removed) -> list[str]:
    """Read all chapters again after a change of the terms."""
    return [chapter.docname for chapter in env.chapters] if env.terms_changed else []


def chapter_sections(doctree: nodes.document) -> list[tuple[nodes.section, Section]]:
    """Return the sections of a page, in order."""
    found, part, part_title, titles = [], 0, "", []
    for node in doctree.findall(nodes.section):
        depth = _depth(node)
        if depth and isinstance(node[0], nodes.title):
            title = node[0].astext()
            if depth == 2:
                part, part_title = part + 1, title
            place = Place(_plain(title), titles.count(title))
            titles.append(title)
            found.append((node, Section(node["ids"][0], title, place, part, part_title)))
    return found


def _depth(node: nodes.Node) -> int:
    """Return how deep a section stands; 0 if it stands in anything but sections."""
    depth = 0
    while isinstance(node, nodes.section):
        depth, node = depth + 1, node.parent
    return depth if isinstance(node, nodes.document) else 0


def _plain(heading: str) -> str:
    """Return the letters of a heading, which Markdown and Sphinx write alike."""
    return "".join(c for c in heading.lower() if c.isalnum())


def texts(section: nodes.section) -> Iterator[nodes.Text]:
    """Yield the text of a section without its subsections, in which terms are looked for."""
    for child in section:
        if isinstance(child, nodes.section | nodes.title):
            continue
        for paragraph in child.findall(nodes.paragraph):
            yield from (t for t in paragraph.findall(nodes.Text) if _is_text(t))


def _is_text(node: nodes.Node) -> bool:
    node = node.parent
    while not isinstance(node, nodes.section):
        if not isinstance(node, TEXT) or isinstance(node, NOT_TEXT):
            return False
        node = node.parent
    return True


def _note(app: Sphinx, doctree: nodes.document) -> None:
    env, docname = app.env, app.env.docname
    chapter = chapter_at(docname, env.chapters)
    if any(doctree.findall(lambda n: isinstance(n, GlossaryNode | IndexNode))):
        env.metadata[docname]["terms"] = True
        # The formulas of the definitions, which Sphinx does not see, need MathJax.
        env.get_domain("math").data["has_equations"][docname] = True
    if chapter is None:
        return
    find = Finder(env.terms, chapter.slug)
    found = chapter_sections(doctree)
    env.term_sections[docname] = [section for _, section in found]
    env.term_uses[docname] = [
        Counter(term.slug for text in texts(node) for _, term in find(text.astext()))
        for node, _ in found
    ]


def _purge(app: Sphinx, env, docname: str) -> None:
    for name in ("term_sections", "term_uses"):
        getattr(env, name, {}).pop(docname, None)


def _merge(app: Sphinx, env, docnames: list[str], other) -> None:
    for name in ("term_sections", "term_uses"):
        found = getattr(other, name, {})
        getattr(env, name).update({d: found[d] for d in docnames if d in found})


def _rewrite(app: Sphinx, env) -> list[str]:
    """Write the lists again whenever pages were read."""
    return [name for name, metadata in env.metadata.items() if "terms" in metadata]


def _check(app: Sphinx, env) -> None:
    for term in env.terms:
        if section_of(env, term) is None:
            logger.warning(
                f"{term.name!r}: its section {term.place.heading!r} was not found",
                location=term.chapter.docname,
                type="dlbook",
                subtype="glossary",
            )


def section_of(env, term: Term) -> Section | None:
    """Return the section that defines a term."""
    place = Place(_plain(term.place.heading), term.place.repeat)
    listed = env.term_sections.get(term.chapter.docname, [])
    return next((section for section in listed if section.place == place), None)


# --- marks in a chapter -------------------------------------------------------------


def _mark(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    chapter = chapter_at(docname, app.env.chapters)
    if chapter is None:
        return
    find = Finder(app.env.terms, chapter.slug)
    defined = {
        (t.slug, s.part)
        for t in app.env.terms
        if t.chapter.docname == docname and (s := section_of(app.env, t))
    }
    for part, group in groupby(chapter_sections(doctree), key=lambda found: found[1].part):
        if not part:  # what the chapter promises is explained in it
            continue
        known = {slug for slug, at in defined if at == part}
        mark_terms([node for node, _ in group], find, known)


def mark_terms(found: list[nodes.section], find: Finder, known: set[str]) -> None:
    """Mark each term's first use in some sections, but for those that are known."""
    known, first = set(known), True
    for text in [text for section in found for text in texts(section)]:
        parts, at = [], 0
        for match, term in find(text.astext()):
            if term.slug in known:
                continue
            known.add(term.slug)
            parts.append(nodes.Text(text[at : match.start()]))
            mark = TermMark("", match[0], term=term.slug, anchor=term.anchor, first=first)
            parts.append(mark)
            first, at = False, match.end()
        if parts:
            parts.append(nodes.Text(text[at:]))
            text.parent.replace(text, [part for part in parts if part.astext()])


def _visit_mark(translator, node: TermMark) -> None:
    builder = translator.builder
    page = builder.get_relative_uri(builder.current_docname, PAGE)
    # One stop for the Tab key in each section; from there arrows lead on (tips.js).
    tab = "0" if node["first"] else "-1"
    translator.body.append(
        f'<a class="term" href="{page}#{node["anchor"]}" data-term="{node["term"]}" '
        f'tabindex="{tab}">'
    )


def _depart_mark(translator, node: TermMark) -> None:
    translator.body.append("</a>")


# --- the lists ----------------------------------------------------------------------


class Use(NamedTuple):
    """A section that uses a term, and whether it defines it."""

    docname: str
    anchor: str
    title: str
    defines: bool


class Entry(NamedTuple):
    """A line of the index: a term with its uses by chapter, or a word that refers to it."""

    name: str
    term: Term
    uses: list[tuple[str, list[Use]]]


def uses(env, term: Term) -> list[tuple[str, list[Use]]]:
    """Return the sections that define or often use a term, by the titles of chapters."""
    defining = section_of(env, term)
    found = []
    for chapter in env.chapters:
        listed = []
        counts = env.term_uses.get(chapter.docname, [])
        for section, count in zip(
            env.term_sections.get(chapter.docname, []), counts, strict=True
        ):
            defines = chapter.docname == term.chapter.docname and section == defining
            listable = section.part and section.part_title not in NOT_LISTED
            often = listable and count[term.slug] >= OFTEN
            if defines or often:
                listed.append(Use(chapter.docname, section.anchor, section.title, defines))
        if listed:
            found.append((chapter.title, listed))
    return found


def index_entries(env) -> list[Entry]:
    """Return the lines of the index in alphabetical order."""
    found = [Entry(term.name, term, uses(env, term)) for term in env.terms]
    found += [Entry(form, term, []) for term in env.terms for form in term.forms[1:]]
    return sorted(found, key=lambda entry: (entry.name.lower(), not entry.uses))


def by_letter(entries: list, name) -> list[tuple[str, list]]:
    """Return entries by the first letters of their names."""

    def letter(entry) -> str:
        first = name(entry)[0].upper()
        return first if first.isalpha() else "0–9"

    return [(key, list(group)) for key, group in groupby(entries, key=letter)]


def _visit_glossary(translator, node: GlossaryNode) -> None:
    builder = translator.builder
    env = builder.env

    def address(term: Term) -> str:
        page = builder.get_relative_uri(builder.current_docname, term.chapter.docname)
        return f"{page}#{section_of(env, term).anchor}"

    letters = by_letter(env.terms, lambda term: term.name)
    html = render(
        "glossary.html",
        letters=letters,
        address=address,
        section=lambda term: section_of(env, term).title,
        definition=inline,
    )
    translator.body.append(html)
    raise nodes.SkipNode


def _visit_index(translator, node: IndexNode) -> None:
    builder = translator.builder

    def address(docname: str, anchor: str) -> str:
        return f"{builder.get_relative_uri(builder.current_docname, docname)}#{anchor}"

    letters = by_letter(index_entries(builder.env), lambda entry: entry.name)
    translator.body.append(
        render("term_index.html", letters=letters, address=address, glossary=PAGE)
    )
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Offer the directives; mark terms when a page is written."""
    app.add_node(TermMark, html=(_visit_mark, _depart_mark))
    app.add_node(GlossaryNode, html=(_visit_glossary, None))
    app.add_node(IndexNode, html=(_visit_index, None))
    app.add_directive("glossary-list", GlossaryList)
    app.add_directive("term-index", TermIndex)
    app.connect("builder-inited", _read, priority=600)  # after the chapters
    app.connect("env-get-outdated", _outdated)
    app.connect("doctree-read", _note)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    app.connect("env-updated", _rewrite)
    app.connect("env-check-consistency", _check)
    app.connect("doctree-resolved", _mark)
