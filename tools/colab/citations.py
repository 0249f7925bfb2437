"""Citations as author and year, and the list of what was cited."""

from __future__ import annotations

from collections import defaultdict
from html import escape
from pathlib import Path
from string import ascii_lowercase

from pybtex.backends.markdown import Backend
from pybtex.database import BibliographyData, Entry, parse_file
from pybtex.richtext import Text
from pybtex.style.formatting.plain import Style

from tools.colab.errors import ConversionError

# What would be read as Markdown within a reference.
SPECIAL = str.maketrans({c: f"\\{c}" for c in "\\`*_[]$"})


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
        Where a key is not in the bibliography, or a work has no author or year.
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
