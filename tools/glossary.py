"""The terms of the book: ``book/glossary.yml`` names them, the chapters define them.

An entry has

- ``term``, and ``also``: other words for it, which are searched and marked like the term;
- ``search``: words that are searched alone, since in a text they may mean something else;
- ``in``: the slug of the chapter that defines it;
- ``says``: the passage of the chapter that is the definition. It is quoted by its first and
  last words, ``first words … last words``, so that the definition is written once;
- or ``means``: a definition, if no passage of the chapter can stand alone, with ``at``, some
  words of the chapter that tell the place;
- ``only``: slugs of the chapters in which these words mean this, if others use them otherwise;
- ``loose``: true if the words alone say too little to be marked in a text (``cell``, ``key``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from tools.chapters import ROOT, Chapter

FILE = Path("book/glossary.yml")
KEYS = {"term", "also", "search", "in", "says", "means", "at", "only", "loose"}
GAP = " … "
LONGEST = 600
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
FENCE = re.compile(r"^(`{3,}|:{3,}).*?^\1", re.MULTILINE | re.DOTALL)
# What a definition does without: citations, labels of equations, targets of links.
CITATION = re.compile(r" *\{footcite:p\}`[^`]*`")
LABEL = re.compile(r"(\$\$) *\(eq-[\w-]+\)")
END = re.compile(r"[,;] *\$\$$")
LINK = re.compile(r"\[([^\[\]]+)\]\([^()\s]+\)")
ROLE = re.compile(r"\{[\w:-]+\}`[^`]*`")
QUALIFIER = re.compile(r" \(.*\)$")


@dataclass(frozen=True)
class Place:
    """A heading of a chapter: its text, and which of the headings with this text it is."""

    heading: str
    repeat: int = 0


@dataclass(frozen=True)
class Term:
    """A term of the glossary.

    ``forms`` are the words under which it is found, ``unmarked`` those of them that are not
    marked in a text; ``definition`` is Markdown within one paragraph, ``place`` is where the
    chapter defines it.
    """

    name: str
    forms: tuple[str, ...]
    chapter: Chapter
    definition: str
    place: Place
    unmarked: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    loose: bool = False

    @property
    def slug(self) -> str:
        """Return the term's name in addresses."""
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")

    @property
    def marked(self) -> tuple[str, ...]:
        """Return the words that are marked in a text."""
        return () if self.loose else tuple(f for f in self.forms if f not in self.unmarked)

    @property
    def anchor(self) -> str:
        """Return the id of its entry on the glossary's page."""
        return f"term-{self.slug}"


def read_terms(chapters: Iterable[Chapter], root: Path = ROOT) -> tuple[list[Term], list[str]]:
    """Return the terms in alphabetical order, and what is wrong with the file."""
    path = root / FILE
    entries = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else []
    by_slug = {chapter.slug: chapter for chapter in chapters}
    terms, wrong = [], []
    for entry in entries:
        try:
            terms.append(_term(entry, by_slug))
        except ValueError as error:
            wrong.append(f"{entry.get('term', entry)!r}: {error}")
    wrong += _doubles(terms)
    return sorted(terms, key=lambda term: term.name.lower()), wrong


def _term(entry: dict, chapters: dict[str, Chapter]) -> Term:
    if unknown := entry.keys() - KEYS:
        raise ValueError(f"unknown keys {', '.join(sorted(unknown))}")
    for slug in [entry.get("in"), *entry.get("only", ())]:
        if slug not in chapters:
            raise ValueError(f"there is no chapter {slug!r}")
    chapter = chapters[entry["in"]]
    if ("says" in entry) == ("means" in entry) or ("means" in entry) != ("at" in entry):
        raise ValueError("needs `says`, or `means` with `at`")
    passage, place = find_passage(chapter, entry.get("says") or entry["at"])
    definition = tidy(entry.get("means") or passage)
    if left := ROLE.search(definition):
        raise ValueError(f"{left[0]} says nothing outside its chapter: quote around it")
    unmarked = tuple(entry.get("search", ()))
    names = (QUALIFIER.sub("", entry["term"]), *entry.get("also", ()), *unmarked)
    only = tuple(entry.get("only", ()))
    loose = entry.get("loose", False)
    return Term(entry["term"], names, chapter, definition, place, unmarked, only, loose)


def _doubles(terms: list[Term]) -> Iterator[str]:
    """Report words that would stand for two terms in one chapter."""
    seen: dict[tuple[str, str], str] = {}
    for term in terms:
        for form in term.marked:
            for slug in term.only or ("",):
                other = seen.setdefault((_normal(form), slug), term.name)
                if other != term.name:
                    yield f"{form!r} stands for {other!r} and for {term.name!r}"


# --- passages of a chapter ----------------------------------------------------------


def sections(chapter: Chapter) -> list[tuple[Place, str]]:
    """Return the text under each heading, as one line, with the heading."""
    cells = [c for c in chapter.notebook()["cells"] if c["cell_type"] == "markdown"]
    text = FENCE.sub("", "\n\n".join("".join(cell["source"]) for cell in cells))
    headings = list(HEADING.finditer(text))
    ends = [match.start() for match in headings[1:]] + [len(text)]
    found, seen = [], []
    for match, end in zip(headings, ends, strict=True):
        place = Place(match[1], seen.count(match[1]))
        seen.append(match[1])
        found.append((place, " ".join(text[match.end() : end].split())))
    return found


def find_passage(chapter: Chapter, quoted: str) -> tuple[str, Place]:
    """Return the passage that ``first words … last words`` quotes, and its place.

    Raises
    ------
    ValueError
        If the chapter has no such passage, or more than one.
    """
    first, gap, last = " ".join(quoted.split()).partition(GAP)
    found = []
    for place, text in sections(chapter):
        for match in re.finditer(re.escape(first), text):
            end = text.find(last, match.end()) + len(last) if gap else match.end()
            if len(first) < end - match.start() <= LONGEST or not gap:
                found.append((text[match.start() : end], place))
    if len(found) != 1:
        raise ValueError(
            f"{chapter.path.name} has {len(found) or 'no'} passages "
            f"{'from ' + repr(first) + ' to ' + repr(last) if gap else repr(first)}"
        )
    return found[0]


def tidy(passage: str) -> str:
    """Return a passage as sentences: without citations, with a capital and a full stop."""
    for pattern, kept in ((CITATION, ""), (LABEL, r"\1"), (LINK, r"\1")):
        passage = pattern.sub(kept, passage)
    passage = re.sub(r"^([*(]*)([a-z])", lambda m: m[1] + m[2].upper(), passage.strip())
    passage = END.sub(" $$", passage.rstrip(" ,;:"))
    return passage if passage.endswith((".", "!", "?", ".)", "$$")) else f"{passage}."


# --- words in a text ----------------------------------------------------------------


class Finder:
    """Finds the terms in the text of one chapter, the longest words first."""

    def __init__(self, terms: Iterable[Term], slug: str):
        general, special = {}, {}
        for term in terms:
            if term.only and slug not in term.only:
                continue
            for form in term.marked:
                words = dict.fromkeys(_with_plural(form), term)
                (special if term.only else general).update(words)
        self.terms = {_normal(word): term for word, term in (general | special).items()}
        words = sorted(general | special, key=len, reverse=True)
        self.pattern = re.compile(
            rf"(?<![\w-])(?:{'|'.join(map(_pattern, words))})(?![\w-])" if words else r"(?!)"
        )

    def __call__(self, text: str) -> Iterator[tuple[re.Match, Term]]:
        """Yield each place of the text at which a term stands."""
        for match in self.pattern.finditer(text):
            yield match, self.terms[_normal(match[0])]


def _with_plural(form: str) -> tuple[str, ...]:
    if form.endswith("y") and form[-2:-1] not in "aeiou":
        return form, f"{form[:-1]}ies"
    if form.endswith("s"):
        return (form, f"{form}es") if form.endswith("ss") else (form,)
    return form, f"{form}s", *([f"{form}es"] if form.endswith(("x", "ch", "sh")) else [])


def _pattern(word: str) -> str:
    """Return the pattern of some words; a capital in them must be one in the text, too."""
    pattern = r"[\s‐–-]+".join(re.escape(part) for part in re.split(r"[\s-]+", word))
    return f"(?i:{pattern})" if word == word.lower() else pattern


def _normal(words: str) -> str:
    return re.sub(r"[\s‐–-]+", " ", words).lower()
