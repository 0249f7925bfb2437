"""The chapters of the book, read from the notebooks that ``_toc.yml`` lists."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from package_objects import UnknownObjectError, find_object

# What each key of a notebook's `metadata.dlbook` must be, in words and as a type.
KEYS = {
    "slug": (str, "the file's name without .ipynb"),
    "title": (str, "the chapter's first heading"),
    "promise": (str, "one sentence of at most 140 characters"),
    "needs": (list, "a list of slugs of earlier chapters"),
    "explains": (list, "a list of names such as dlbook.scratch.Tensor"),
    "run_seconds": (int, "a bound on two cores, in seconds"),
}
LONGEST_PROMISE = 140

# The rates of a careful reader; exercises come on top.
WORDS_PER_MINUTE = 200
CODE_LINES_PER_MINUTE = 30
NOT_READ = {"starter", "solution", "remove-input", "remove-cell"}


@dataclass(frozen=True)
class Chapter:
    """What the rest of the book needs to know of one chapter."""

    docname: str
    part: str
    number: int
    slug: str
    title: str
    promise: str
    needs: tuple[str, ...]
    explains: tuple[str, ...]
    run_seconds: int
    reading_minutes: int


def chapter_from(docname: str, part: str, number: int, notebook: Mapping) -> Chapter:
    """Make a chapter of a notebook whose metadata :func:`problems` found no fault with."""
    metadata = notebook["metadata"]["dlbook"]
    return Chapter(
        docname=docname,
        part=part,
        number=number,
        reading_minutes=reading_minutes(notebook),
        **{k: tuple(v) if isinstance(v, list) else v for k, v in metadata.items()},
    )


def problems(notebook: Mapping, stem: str, earlier: list[str], later: list[str]) -> list[str]:
    """Return what is wrong with the chapter's own metadata, each as a sentence.

    Parameters
    ----------
    notebook : mapping
        The notebook, as JSON.
    stem : str
        The file's name without its ending.
    earlier, later : list of str
        Slugs of the chapters before and after this one in ``_toc.yml``.
    """
    metadata = notebook["metadata"].get("dlbook")
    if not isinstance(metadata, Mapping):
        return [f"the notebook's metadata has no 'dlbook' entry; it needs {', '.join(KEYS)}"]
    wrong = [*_key_problems(metadata), *_type_problems(metadata)]
    if wrong:
        return wrong
    return [
        *_text_problems(metadata, stem, first_heading(notebook)),
        *_needs_problems(metadata["needs"], stem, earlier, later),
        *_explains_problems(metadata["explains"]),
    ]


def _key_problems(metadata: Mapping) -> Iterable[str]:
    for key in KEYS:
        if key not in metadata:
            yield f"metadata.dlbook lacks {key!r}: {KEYS[key][1]}"
    for key in metadata:
        if key not in KEYS:
            yield f"metadata.dlbook has an unknown key {key!r}{_nearest(key, KEYS)}"


def _type_problems(metadata: Mapping) -> Iterable[str]:
    for key, (kind, what) in KEYS.items():
        value = metadata.get(key, kind())
        items = value if isinstance(value, list) else []
        if not isinstance(value, kind) or not all(isinstance(i, str) for i in items):
            yield f"{key} must be {what}, and is {value!r}"


def _text_problems(metadata: Mapping, stem: str, heading: str) -> Iterable[str]:
    if metadata["slug"] != stem:
        yield f"slug is {metadata['slug']!r}, and the file is {stem}.ipynb"
    if metadata["title"] != heading:
        yield f"title is {metadata['title']!r}, and the first heading {heading!r}"
    if len(metadata["promise"]) > LONGEST_PROMISE:
        yield f"promise has {len(metadata['promise'])} characters, more than {LONGEST_PROMISE}"


def _needs_problems(
    needs: list[str], stem: str, earlier: list[str], later: list[str]
) -> Iterable[str]:
    for slug in needs:
        if slug in later or slug == stem:
            yield f"needs {slug!r}, which does not stand before it in _toc.yml"
        elif slug not in earlier:
            yield f"needs {slug!r}, which is no chapter{_nearest(slug, earlier)}"


def _explains_problems(names: list[str]) -> Iterable[str]:
    for name in names:
        try:
            find_object(name)
        except UnknownObjectError as error:
            yield f"explains {name!r}, and {error}"


def _nearest(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def first_heading(notebook: Mapping) -> str:
    """Return the text of the first heading, or an empty string."""
    match = re.search(r"^# (.+)$", _text(notebook, "markdown"), re.MULTILINE)
    return match[1].strip() if match else ""


def reading_minutes(notebook: Mapping) -> int:
    """Return the minutes that words and code ask for, in steps of five, without exercises."""
    prose = re.sub(r"\$\$.*?\$\$", " ", _text(notebook, "markdown"), flags=re.DOTALL)
    prose = re.sub(r"^(```|:).*$", " ", prose, flags=re.MULTILINE)
    words = len(re.findall(r"\w[\w'-]*", prose))
    lines = sum(1 for line in _text(notebook, "code").splitlines() if line.strip())
    minutes = words / WORDS_PER_MINUTE + lines / CODE_LINES_PER_MINUTE
    return max(5, 5 * round(minutes / 5))


def _text(notebook: Mapping[str, Any], kind: str) -> str:
    """Return the source of all cells of one kind that are read from top to bottom."""
    cells = [c for c in notebook["cells"] if c["cell_type"] == kind]
    read = [c for c in cells if not NOT_READ & set(c["metadata"].get("tags", []))]
    return "\n\n".join("".join(c["source"]) for c in read)
