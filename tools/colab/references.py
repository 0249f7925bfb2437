"""References of a plain notebook: labels with their numbers, and citations.

Figures, equations and exercises are counted as they come, chapter by chapter: the third
figure of the second chapter is Fig. 2.3. A test compares these numbers with those of the
built book.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import ascii_lowercase

from pybtex.backends.markdown import Backend
from pybtex.database import BibliographyData, Entry, parse_file
from pybtex.richtext import Text
from pybtex.style.formatting.plain import Style

from dlbook.exercise import find
from tools.chapters import Chapter, exercise_label, shown_exercise
from tools.colab.myst import ConversionError, Directive, Formula, Target, blocks

WORDS = {"figure": "Fig. {}", "equation": "({})", "exercise": "Exercise {}"}
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
# What would be read as Markdown within a reference.
SPECIAL = str.maketrans({c: f"\\{c}" for c in "\\`*_[]$"})


@dataclass(frozen=True)
class Label:
    """Something that text refers to.

    Attributes
    ----------
    kind : str
        figure, equation, exercise or section.
    chapter : str
        Slug of the chapter that holds it.
    number : str
        As in ``2.3``; empty for a section.
    title : str
        Of an exercise or a section.
    """

    kind: str
    chapter: str
    number: str = ""
    title: str = ""

    @property
    def text(self) -> str:
        """How the book names it."""
        return WORDS[self.kind].format(self.number) if self.number else self.title


def collect(chapters: Iterable[Chapter]) -> dict[str, Label]:
    """Return all labels of the book.

    Raises
    ------
    ConversionError
        If a label is given twice.
    """
    found = {}
    for chapter in chapters:
        counts = Counter()
        for name, kind, title in _labelled(chapter.notebook()):
            counts[kind] += 1
            if name in found:
                raise ConversionError(f"{chapter.slug}: the label {name!r} is given twice")
            counted = f"{chapter.number}.{counts[kind]}" if kind in WORDS else ""
            found[name] = Label(kind, chapter.slug, counted, title)
    return found


def _labelled(notebook: dict):
    """Yield label, kind and title of all that a chapter labels, in order."""
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            yield from _of_text(source)
            continue
        if figure := cell["metadata"].get("mystnb", {}).get("figure", {}).get("name"):
            yield figure, "figure", ""
        if id := shown_exercise(cell):
            yield exercise_label(id), "exercise", find(id).title


def _of_text(source: str):
    parts = blocks(source)
    for part, after in zip(parts, [*parts[1:], None], strict=True):
        match part:
            case Formula(label=name) if name:
                yield name, "equation", ""
            case Directive(name="math", options={"label": name}):
                yield name, "equation", ""
            case Directive(name="exercise", argument=title, options={"label": name}):
                yield name, "exercise", title
            case Target(label=name):
                heading = HEADING.match(getattr(after, "text", ""))
                if heading is None:
                    raise ConversionError(f"no heading follows the label {name!r}")
                yield name, "section", heading[1]


class _Markdown(Backend):
    """Markdown with no more backslashes than it needs."""

    symbols = {"ndash": "–", "newblock": " ", "nbsp": " "}  # noqa: RUF012

    def format_str(self, text):
        return escape(text, quote=False).translate(SPECIAL)


def read_bibliography(path: Path) -> BibliographyData:
    """Return the works of a BibTeX file."""
    return parse_file(str(path))


class Citations:
    """The works that one notebook cites.

    Parameters
    ----------
    bibliography : BibliographyData
        All works.
    cited : list of str
        Keys of the works cited, in any order.

    Raises
    ------
    ConversionError
        If a key is not in the bibliography, or a work has no author or year.
    """

    def __init__(self, bibliography: BibliographyData, cited: list[str]):
        for key in cited:
            if key not in bibliography.entries:
                raise ConversionError(f"{key!r} is cited and not in the bibliography")
        self._entries = {key: bibliography.entries[key] for key in dict.fromkeys(cited)}
        self._years = _distinct_years(self._entries)

    def textual(self, keys: list[str]) -> str:
        """Return citations for the sentence: Rumelhart et al. (1986)."""
        return _joined([f"{authors(self._entries[k])} ({self._years[k]})" for k in keys])

    def parenthetical(self, keys: list[str]) -> str:
        """Return citations beside the sentence: (Rumelhart et al., 1986)."""
        cited = "; ".join(f"{authors(self._entries[k])}, {self._years[k]}" for k in keys)
        return f"({cited})"

    def listing(self) -> str:
        """Return the list of references, by author and year."""
        bibliography = BibliographyData(self._entries)
        formatted = Style().format_bibliography(bibliography, list(self._entries))
        backend = _Markdown("utf8")
        return "\n".join(f"- {self._reference(entry, backend)}" for entry in formatted)

    def _reference(self, formatted, backend: Backend) -> str:
        """Return a work; one of two of a year says which it is, since the text does."""
        text, year = formatted.text.render(backend), self._years[formatted.key]
        named = f"{authors(self._entries[formatted.key])}, {year}: "
        return named + text if year[-1].isalpha() else text


def authors(entry: Entry) -> str:
    """Return the authors' last names: one, two, or the first "et al."."""
    people = entry.persons.get("author") or entry.persons.get("editor")
    if not people:
        raise ConversionError(f"{entry.key!r} has neither author nor editor")
    names = [_plain(" ".join(p.prelast_names + p.last_names)) for p in people]
    if len(names) > 2 or names[-1] == "others":
        return f"{names[0]} et al."
    return " and ".join(names)


def _plain(latex: str) -> str:
    return str(Text.from_latex(latex))


def _distinct_years(entries: dict[str, Entry]) -> dict[str, str]:
    """Return each work's year, with a letter where authors have several of one year."""
    alike = defaultdict(list)
    for key, entry in entries.items():
        if "year" not in entry.fields:
            raise ConversionError(f"{key!r} has no year")
        alike[authors(entry), entry.fields["year"]].append(key)
    years = {}
    for (_, year), keys in alike.items():
        letters = ascii_lowercase if len(keys) > 1 else [""]
        years |= {
            key: year + letter for key, letter in zip(sorted(keys), letters, strict=False)
        }
    return years


def _joined(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]


@dataclass(frozen=True)
class Context:
    """The notebook that is made, and what it may refer to.

    Attributes
    ----------
    chapter : str
        Slug of the chapter that the notebook is, or belongs to.
    chapters : dict
        Slug and title of all chapters.
    labels : dict
        What text can refer to, in all chapters.
    citations : Citations
        The works that the notebook cites.
    folder : str
        From the notebook to the chapters' notebooks: empty, or ``"../"``.
    repository : str
        Address under which the repository's files can be read; empty where none is known.
    """

    chapter: str
    chapters: dict[str, str]
    labels: dict[str, Label]
    citations: Citations
    folder: str = ""
    repository: str = ""

    def label(self, name: str) -> Label:
        """Return what a label names.

        Raises
        ------
        ConversionError
            Where there is no such label.
        """
        if name not in self.labels:
            raise ConversionError(f"nothing is labelled {name!r}")
        return self.labels[name]

    def chapter_link(self, text: str, slug: str) -> str:
        """Return a link to a chapter's notebook; Colab opens it from the same folder."""
        if slug not in self.chapters:
            raise ConversionError(f"there is no chapter {slug!r}")
        return f"[{text or self.chapters[slug]}]({self.folder}{slug}.ipynb)"

    def file_link(self, text: str, path: str) -> str:
        """Return a link to a file of the repository, or its text where no address is known."""
        return f"[{text}]({self.repository}{path})" if self.repository else text
