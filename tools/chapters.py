"""The chapters of the book and their order: the one place that knows them.

``_toc.yml`` gives parts and order, each notebook's ``metadata.dlbook`` the rest. Sphinx,
the plain copies, the tests and the map all ask :func:`chapters`.
"""

from __future__ import annotations

import contextlib
import dataclasses
import difflib
import functools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from dlbook.exercise import FormatError
from dlbook.exercise.format import read_file

ROOT = Path(__file__).resolve().parents[1]

# What each key of a notebook's `metadata.dlbook` must be, as a type and in words.
KEYS = {
    "slug": (str, "the file's name without .ipynb"),
    "title": (str, "the chapter's first heading"),
    "promise": (str, "one sentence of at most 140 characters"),
    "needs": (list, "a list of slugs of earlier chapters"),
    "explains": (list, "a list of names such as dlbook.scratch.Tensor"),
    "run_seconds": (int, "a bound on two cores, in seconds, at most 60"),
}
LONGEST_PROMISE = 140
LONGEST_RUN = 60

# A careful reader's pace; exercises come on top.
WORDS_PER_MINUTE = 200
CODE_LINES_PER_MINUTE = 30
NOT_READ = {"starter", "solution", "remove-input", "remove-cell"}
SHOWN_EXERCISE = re.compile(r"""show_exercise\(\s*["']([\w/-]+)["']\s*\)""")


@dataclass(frozen=True)
class Chapter:
    """What the rest of the book needs to know about one chapter.

    ``docname`` is its path below the repository without the ending, ``number`` its place
    in the book, ``path`` its notebook.
    """

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
    path: Path
    exercise_minutes: int = 0

    def notebook(self) -> dict:
        """Return the notebook as JSON."""
        return read_notebook(self.path)


class MetadataError(ValueError):
    """A chapter's metadata is wrong; the message lists every problem."""


@functools.cache
def chapters(root: Path = ROOT) -> tuple[Chapter, ...]:
    """Return all chapters in the book's order.

    Raises
    ------
    MetadataError
        If any chapter's metadata is wrong.
    """
    found, wrong = read_chapters(root)
    if wrong:
        lines = [f"{path}: {problem}" for path, problem in wrong]
        raise MetadataError("\n".join(lines))
    return tuple(found)


def chapter(slug: str, root: Path = ROOT) -> Chapter:
    """Return the chapter of that slug."""
    by_slug = {c.slug: c for c in chapters(root)}
    if slug not in by_slug:
        raise KeyError(f"there is no chapter {slug!r}{_nearest(slug, by_slug)}")
    return by_slug[slug]


def pages(root: Path = ROOT) -> dict[str, str]:
    """Return each page that ``_toc.yml`` lists, by docname, with its part's caption."""
    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    listed = {toc["root"]: ""}
    for part in toc["parts"]:
        for docname in _files(part["chapters"]):
            listed[docname.removesuffix(".ipynb")] = part.get("caption", "")
    return listed


def _files(entries: Iterable[Mapping]) -> Iterator[str]:
    for entry in entries:
        yield entry["file"]
        yield from _files(entry.get("sections", []))


def read_chapters(root: Path) -> tuple[list[Chapter], list[tuple[Path, str]]]:
    """Return the chapters with valid metadata, and the problems of the others by file."""
    paths = {name: (root / name).with_suffix(".ipynb") for name in pages(root)}
    listed = {name: path for name, path in paths.items() if path.exists()}
    slugs = [path.stem for path in listed.values()]
    found, wrong = [], []
    for i, (docname, path) in enumerate(listed.items()):
        notebook = read_notebook(path)
        problems = metadata_problems(notebook, slugs[i], slugs[:i], slugs[i + 1 :])
        wrong += [(path, problem) for problem in problems]
        if not problems:
            made = make_chapter(docname, pages(root)[docname], i + 1, notebook, path)
            minutes = exercise_minutes(notebook, root / "exercises")
            found.append(dataclasses.replace(made, exercise_minutes=minutes))
    return found, wrong


def make_chapter(
    docname: str, part: str, number: int, notebook: Mapping, path: Path
) -> Chapter:
    """Make a chapter from a notebook whose metadata is valid."""
    metadata = notebook["metadata"]["dlbook"]
    entries = {k: tuple(v) if isinstance(v, list) else v for k, v in metadata.items()}
    minutes = reading_minutes(notebook)
    return Chapter(docname, part, number, path=path, reading_minutes=minutes, **entries)


def direct_needs(found: Iterable[Chapter]) -> dict[str, list[str]]:
    """Return what each chapter needs, less what it needs anyway through another chapter."""
    needs = {c.slug: c.needs for c in found}
    everything: dict[str, set[str]] = {}
    for slug, direct in needs.items():  # in reading order: what it needs is complete before it
        everything[slug] = set(direct).union(*(everything.get(s, ()) for s in direct))
    return {
        slug: [s for s in direct if not any(s in everything.get(o, ()) for o in direct)]
        for slug, direct in needs.items()
    }


def leads_to(found: Iterable[Chapter]) -> dict[str, list[str]]:
    """Return for each chapter those that need it, and not only through another chapter."""
    needs = direct_needs(found)
    return {slug: [other for other in needs if slug in needs[other]] for slug in needs}


def in_hours(minutes: int) -> str:
    """Return a time to plan with: minutes up to an hour, then quarters of an hour.

    >>> in_hours(45), in_hours(100), in_hours(615)
    ('45 min', '1¾ h', '10¼ h')
    """
    if minutes < 60:
        return f"{minutes} min"
    hours, quarters = divmod(round(minutes / 15), 4)
    return f"{hours}{['', '¼', '½', '¾'][quarters]} h"


def chapter_at(docname: str, found: Iterable[Chapter]) -> Chapter | None:
    """Return the chapter that is a page; None if the page is no chapter."""
    return next((c for c in found if c.docname == docname), None)


def read_notebook(path: Path) -> dict:
    """Return a notebook as JSON; files that did not change are parsed once."""
    return _parse(path, path.stat().st_mtime_ns)


@functools.cache
def _parse(path: Path, modified: int) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


# --- metadata -----------------------------------------------------------------------


def metadata_problems(
    notebook: Mapping, stem: str, earlier: list[str], later: list[str]
) -> list[str]:
    """Return what is wrong with a chapter's metadata, each problem as a sentence.

    ``stem`` is the file's name without its ending; ``earlier`` and ``later`` are the slugs
    of the chapters before and after it.
    """
    metadata = notebook["metadata"].get("dlbook")
    if not isinstance(metadata, Mapping):
        return [f"the notebook's metadata has no 'dlbook' entry; it needs {', '.join(KEYS)}"]
    wrong = [*_key_problems(metadata), *_type_problems(metadata)]
    if wrong:
        return wrong
    return [
        *_value_problems(metadata, stem, first_heading(notebook)),
        *_needs_problems(metadata["needs"], stem, earlier, later),
    ]


def _key_problems(metadata: Mapping) -> Iterator[str]:
    for key in KEYS:
        if key not in metadata:
            yield f"metadata.dlbook lacks {key!r}: {KEYS[key][1]}"
    for key in metadata:
        if key not in KEYS:
            yield f"metadata.dlbook has an unknown key {key!r}{_nearest(key, KEYS)}"


def _type_problems(metadata: Mapping) -> Iterator[str]:
    for key, (kind, what) in KEYS.items():
        value = metadata.get(key, kind())
        items = value if isinstance(value, list) else []
        if not isinstance(value, kind) or not all(isinstance(i, str) for i in items):
            yield f"{key} must be {what}, and is {value!r}"


def _value_problems(metadata: Mapping, stem: str, heading: str) -> Iterator[str]:
    if metadata["slug"] != stem:
        yield f"slug is {metadata['slug']!r}, and the file is {stem}.ipynb"
    if metadata["title"] != heading:
        yield f"title is {metadata['title']!r}, and the first heading {heading!r}"
    if len(metadata["promise"]) > LONGEST_PROMISE:
        yield f"promise has {len(metadata['promise'])} characters, more than {LONGEST_PROMISE}"
    if metadata["run_seconds"] > LONGEST_RUN:
        yield f"run_seconds is {metadata['run_seconds']}, more than {LONGEST_RUN}"


def _needs_problems(
    needs: list[str], stem: str, earlier: list[str], later: list[str]
) -> Iterator[str]:
    for slug in needs:
        if slug in later or slug == stem:
            yield f"needs {slug!r}, which does not stand before it in _toc.yml"
        elif slug not in earlier:
            yield f"needs {slug!r}, which is no chapter{_nearest(slug, earlier)}"


def _nearest(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def first_heading(notebook: Mapping) -> str:
    """Return the text of the first heading, or an empty string."""
    match = re.search(r"^# (.+)$", _text(notebook, "markdown"), re.MULTILINE)
    return match[1].strip() if match else ""


def reading_minutes(notebook: Mapping) -> int:
    """Estimate the minutes to read words and code, in steps of five, without exercises."""
    prose = re.sub(r"\$\$.*?\$\$", " ", _text(notebook, "markdown"), flags=re.DOTALL)
    prose = re.sub(r"^(```|:).*$", " ", prose, flags=re.MULTILINE)
    words = len(re.findall(r"\w[\w'-]*", prose))
    lines = sum(1 for line in _text(notebook, "code").splitlines() if line.strip())
    minutes = words / WORDS_PER_MINUTE + lines / CODE_LINES_PER_MINUTE
    return max(5, 5 * round(minutes / 5))


def _text(notebook: Mapping, kind: str) -> str:
    """Return the source of all cells of one kind that are read from top to bottom."""
    cells = [c for c in notebook["cells"] if c["cell_type"] == kind]
    read = [c for c in cells if not NOT_READ & set(c["metadata"].get("tags", []))]
    return "\n\n".join("".join(c["source"]) for c in read)


# --- exercises that a chapter sets --------------------------------------------------


def code_tags(cell: Mapping) -> list[str]:
    """Return the tags of a code cell; other cells have none."""
    return cell["metadata"].get("tags", []) if cell["cell_type"] == "code" else []


def shown_exercise(cell: Mapping) -> str:
    """Return the id of the exercise that a cell sets, or an empty string.

    Raises
    ------
    ValueError
        If the cell is tagged ``exercise`` and shows none.
    """
    if "exercise" not in code_tags(cell):
        return ""
    match = SHOWN_EXERCISE.search("".join(cell["source"]))
    if match is None:
        raise ValueError('a cell tagged "exercise" calls show_exercise("chapter/slug")')
    return match[1]


def exercise_minutes(notebook: Mapping, bank: Path) -> int:
    """Return how long the exercises take that a chapter sets, by what their files say.

    An exercise that is missing or faulty counts nothing: the build and the tests report it.
    """
    total = 0
    for cell in notebook["cells"]:
        with contextlib.suppress(ValueError, FileNotFoundError, FormatError):
            if found := shown_exercise(cell):
                total += read_file(bank / f"{found}.py").minutes
    return total


def exercise_label(exercise_id: str) -> str:
    """Return the label by which text refers to an exercise."""
    return f"ex-{exercise_id.replace('/', '-')}"
