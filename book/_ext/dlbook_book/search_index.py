"""Write the index of the search: every section, exercise and API entry, with its prose.

Sections are what a learner looks for, so each is an entry of its own. Code, formulas, outputs
and references are left out: an excerpt holds nothing but sentences. The page's script ranks
(``book/_live/scripts/search.js``). The glossary, and ``book/synonyms.txt`` besides, give it
words that mean the same.
"""

from __future__ import annotations

import contextlib
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from dlbook_book.glossary import section_of
from dlbook_book.live_exercise import LiveWork

SECTION, EXERCISE, API = range(3)
# Written by a script for scripts; an assignment, since a page opened as a file fetches nothing.
FILE, VARIABLE = "search-index.js", "dlbookSearchIndex"
# Headings of exercises say nothing of their own; the exercises are entries themselves.
NOT_SEARCHED = {"references", "exercises", "exercise-content", "solution-content"}
SKIPPED = (
    nodes.literal_block,
    nodes.math_block,
    nodes.image,
    nodes.footnote,
    nodes.footnote_reference,
    nodes.citation,
    nodes.raw,
    nodes.comment,
    nodes.table,
    addnodes.desc,
    LiveWork,
)
LONGEST_CODE = 24  # characters of code within a sentence
LEFT_OUT = "…"
REPEATED = re.compile(rf"{LEFT_OUT}(?:[\s,:;=]*{LEFT_OUT})+")
FONTS = re.compile(r"\\math(?:bf|rm|cal|bb)\s*|[{}$]")
SYMBOL = re.compile(r"[A-Za-z0-9]{1,3}(?:_[A-Za-z0-9])?|[0-9.,]+%?")
# Roles whose text is a label until the page is written.
LABELS = {"numref", "eq", "ref"}


class Entry(NamedTuple):
    """What the search can find: its kind, where it stands, what it is called and says.

    ``key`` holds the words that the author has emphasized: mostly terms where they are defined.
    """

    kind: int
    anchor: str
    heading: str
    key: str
    text: str


def entries(doctree: nodes.document) -> Iterator[Entry]:
    """Yield the entries of a page."""
    for section in doctree.findall(nodes.section):
        heading = next((n for n in section if isinstance(n, nodes.title)), None)
        if heading is not None and section["ids"] and _is_searched(section):
            yield _entry(SECTION, section, prose(heading), section.children)
    for box in doctree.findall(_is_exercise):
        title, body = box.children[:2]
        heading = prose(title).removeprefix("Exercise").strip()
        yield _entry(EXERCISE, box, heading, body.children[1:])  # after kind and difficulty
    for entry in doctree.findall(addnodes.desc):
        signature = entry.next_node(addnodes.desc_signature)
        if signature is not None and signature["ids"]:
            first = entry.next_node(nodes.paragraph)
            said = prose(first) if first else ""
            anchor = signature["ids"][0]
            yield Entry(API, anchor, anchor.removeprefix("dlbook."), "", said)


def _is_searched(section: nodes.section) -> bool:
    while isinstance(section, nodes.section):
        if NOT_SEARCHED & set(section["ids"]):
            return False
        section = section.parent
    return True


def _is_exercise(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Admonition) and "exercise" in node.get("classes", ())


def _entry(kind: int, place: nodes.Element, heading: str, said: list[nodes.Node]) -> Entry:
    own = [
        n for n in said if kind == EXERCISE or not isinstance(n, nodes.section | nodes.title)
    ]
    words = (w for n in own for w in n.findall(_is_emphasized))
    key = " ".join(prose(word) for word in words)
    text = " ".join(filter(None, map(prose, own)))
    return Entry(kind, place["ids"][0], heading, key, text)


def _is_emphasized(node: nodes.Node) -> bool:
    return isinstance(node, nodes.strong | nodes.emphasis)


def prose(node: nodes.Node) -> str:
    """Return what a node says in words; a formula longer than a symbol leaves three dots."""
    text = REPEATED.sub(LEFT_OUT, "".join(_words(node)))
    return re.sub(r"\s+", " ", text).replace("..", ".").strip()


def _words(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Text):
        yield node.astext()
    elif isinstance(node, nodes.math):
        yield symbol(node.astext())
    elif isinstance(node, nodes.literal):
        yield node.astext() if len(node.astext()) <= LONGEST_CODE else LEFT_OUT
    elif isinstance(node, addnodes.pending_xref) and node["reftype"] in LABELS:
        yield node.astext() if node["refexplicit"] else LEFT_OUT
    elif not (isinstance(node, SKIPPED) or node.get("nb_element") or _is_exercise_within(node)):
        for child in node.children:
            yield from _words(child)
        if isinstance(node, nodes.paragraph | nodes.list_item | nodes.title | nodes.caption):
            yield " "


def _is_exercise_within(node: nodes.Element) -> bool:
    return _is_exercise(node) and isinstance(node.parent, nodes.section)


def symbol(formula: str) -> str:
    """Return a formula that is one symbol as a word, and any other as three dots."""
    plain = FONTS.sub("", formula).strip()
    if plain.startswith("\\"):
        name = {"lambda": "lamda"}.get(plain[1:], plain[1:])  # as Unicode spells it
        with contextlib.suppress(KeyError):
            return unicodedata.lookup(f"GREEK SMALL LETTER {name}")
    return plain if SYMBOL.fullmatch(plain) else LEFT_OUT


# --- the file -----------------------------------------------------------------------


def read_synonyms(path: Path) -> list[list[str]]:
    """Return the groups of words that mean the same: one a line, separated by commas."""
    lines = path.read_text(encoding="utf-8").splitlines()
    groups = [line.split(",") for line in lines if line.strip() and not line.startswith("#")]
    return [[word.strip().lower() for word in group] for group in groups]


def index(app: Sphinx) -> dict:
    """Return the index: pages in reading order, their entries, synonyms."""
    env = app.env
    numbers = {c.docname: c.number for c in env.chapters}
    order = [*numbers, *sorted(set(env.search_entries) - set(numbers))]
    names = [name for name in order if name in env.search_entries]
    pages = [
        [app.builder.get_target_uri(n), env.titles[n].astext(), numbers.get(n, 0)]
        for n in names
    ]
    defined = _defined_terms(env)
    found = [
        [i, *entry._replace(key=" ".join([entry.key, *defined[n, entry.anchor]]))]
        for i, n in enumerate(names)
        for entry in env.search_entries[n]
    ]
    synonyms = read_synonyms(Path(app.confdir) / app.config.search_synonyms)
    synonyms += [[form.lower() for form in t.forms] for t in env.terms if len(t.forms) > 1]
    return {"pages": pages, "entries": found, "synonyms": synonyms}


def _defined_terms(env) -> dict[tuple[str, str], list[str]]:
    """Return the words for what each section defines, by its page and anchor."""
    found = defaultdict(list)
    for term in env.terms:
        if section := section_of(env, term):
            found[term.chapter.docname, section.anchor] += term.forms
    return found


def _collect(app: Sphinx, doctree: nodes.document) -> None:
    if app.env.docname != app.config.root_doc:  # the first page repeats what the others say
        app.env.search_entries[app.env.docname] = list(entries(doctree))


def _write(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.name != "html":
        return
    to = Path(app.outdir) / "_static" / "live" / FILE
    text = json.dumps(index(app), ensure_ascii=False, separators=(",", ":"))
    to.write_text(f"{VARIABLE} = {text};\n", encoding="utf-8")


def _init(app: Sphinx) -> None:
    app.builder.search = False  # Sphinx's own index, which every page would load
    if not hasattr(app.env, "search_entries"):
        app.env.search_entries = {}


def _purge(app: Sphinx, env, docname: str) -> None:
    env.search_entries.pop(docname, None)


def _merge(app: Sphinx, env, docnames, other) -> None:
    env.search_entries |= {
        n: other.search_entries[n] for n in docnames if n in other.search_entries
    }


def _page(app: Sphinx) -> Iterator[tuple[str, dict, str]]:
    yield "search", {}, "search.html"


def setup(app: Sphinx) -> None:
    """Collect entries as pages are read; write the index and its page at the end."""
    app.add_config_value("search_synonyms", "book/synonyms.txt", "html")
    app.connect("builder-inited", _init)
    app.connect("doctree-read", _collect)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    app.connect("html-collect-pages", _page)
    app.connect("build-finished", _write)
