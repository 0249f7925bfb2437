"""Read an exercise from its one file: a header in TOML, then cells in the percent format.

``exercises/README.md`` describes the format for authors.
"""

from __future__ import annotations

import difflib
import itertools
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dlbook.exercise.substitution import FormatError, Mistake, read_mistakes

KINDS = ("implement", "debug", "predict", "recall", "investigate")
CODE_KINDS = ("implement", "debug")
NUMBER = (int, float)
KEYS = {
    "title": str,
    "kind": str,
    "difficulty": int,
    "minutes": int,
    "practices": list,
    "answer": (str, int),
    "options": list,
    "why": list,
    "value": NUMBER,
    "within": NUMBER,
    "slips": list,
    "forbidden": list,
    "hints": list,
    "changes": list,
    "needs_torch": bool,
    "seconds": NUMBER,
    "cases": int,
    "survivors": dict,
}
REQUIRED = ("title", "kind", "difficulty", "minutes", "practices")
LISTS = ("practices", "options", "why", "forbidden", "changes", "hints")
TAGS = ("starter", "check", "wrong", "rubric")
HEADER = re.compile(r"^# /// exercise\n(?P<body>(?:#.*\n)*?)# ///$", re.MULTILINE)
CELL = re.compile(r"^# %%(?P<options>.*)$")
CELL_TAGS = re.compile(r"tags=(\[[^\]]*\])")
MARKER = re.compile(r"^(?P<indent>\s*)### (?P<edge>BEGIN|END) (?P<block>SOLUTION|BROKEN)\s*$")


@dataclass(frozen=True)
class Exercise:
    """An exercise as its file describes it; the header's entries have their own names.

    Attributes
    ----------
    id : str
        ``"<chapter>/<slug>"``.
    statement, rubric : str
        Markdown. The statement ends with what the header forbids.
    answer : str or int or None
        The name of the function or class to write, or the right option's position.
    starter, solution : str
        Code: what the reader gets, and what solves the exercise.
    source : str
        The whole file as a Python module that defines the solution; lines keep their numbers.
    mistakes : tuple of Mistake
        The wrong answers that are written as substitutions in the solution.
    path : str
        The file, for messages.
    """

    id: str
    title: str
    kind: str
    difficulty: int
    minutes: int
    practices: tuple[str, ...]
    statement: str
    answer: str | int | None = None
    options: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    value: float | None = None
    within: float | None = None
    slips: tuple[tuple[float, str], ...] = ()
    starter: str = ""
    solution: str = ""
    source: str = ""
    mistakes: tuple[Mistake, ...] = ()
    forbidden: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    rubric: str = ""
    needs_torch: bool = False
    seconds: float = 5.0
    cases: int = 12
    survivors: dict[str, str] = field(default_factory=dict)
    path: str = ""

    @property
    def chapter(self) -> str:
        """The slug of the chapter."""
        return self.id.partition("/")[0]

    @property
    def is_code(self) -> bool:
        """Whether the answer is code."""
        return self.kind in CODE_KINDS


def read_file(path: Path) -> Exercise:
    """Read ``exercises/<chapter>/<slug>.py``."""
    return read(path.read_text(encoding="utf-8"), f"{path.parent.name}/{path.stem}", str(path))


def read(text: str, exercise_id: str, path: str = "") -> Exercise:
    """Read an exercise from the text of its file.

    Raises
    ------
    FormatError
        If the text is not in the format; the message names the file and what to do.
    """
    where = path or exercise_id
    preamble, cells = split(text, where)
    header = read_header(preamble, where)
    header |= {key: tuple(map(_one_line, header[key])) for key in LISTS if key in header}
    if "slips" in header:
        header["slips"] = tuple((value, _one_line(text)) for value, text in header["slips"])
    statement = join(cells, "markdown")
    if not statement:
        raise FormatError(f"{where}: expected a statement, in a cell '# %% [markdown]'")
    given = join(cells, "code", "starter")
    _check_cells(header["kind"], cells, given, where)
    solved = solution(given)
    return Exercise(
        id=exercise_id,
        statement="\n\n".join(filter(None, [statement, rules(header.get("forbidden", ()))])),
        rubric=join(cells, "markdown", "rubric"),
        starter=starter(given),
        solution=solved,
        source=module(text),
        mistakes=tuple(read_mistakes(join(cells, "raw", "wrong"), solved, where)),
        path=where,
        **header,
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _check_cells(kind: str, cells: list[Cell], given: str, where: str) -> None:
    found = {tag for cell in cells for tag in cell.tags}
    if unknown := sorted(found - set(TAGS)):
        raise FormatError(f"{where}: tags are {', '.join(TAGS)}; got {', '.join(unknown)}")
    needed = {"investigate": {"rubric"}}.get(kind, set())
    if kind in CODE_KINDS:
        needed = {"starter", "check", "wrong"}
    if missing := sorted(needed - found):
        raise FormatError(f"{where}: a {kind} exercise needs cells tagged {', '.join(missing)}")
    blocks = {region.removeprefix("begin ") for region, _ in regions(given, where)}
    for block in {"implement": ["SOLUTION"], "debug": ["SOLUTION", "BROKEN"]}.get(kind, []):
        if block not in blocks:
            raise FormatError(f"{where}: the starter has no block {block}")


# --- what is forbidden, in words ---------------------------------------------------

IN_WORDS = {
    "torch": "PyTorch",
    "scipy": "SciPy",
    "sklearn": "scikit-learn",
    "for": "`for` loops or comprehensions",
    "while": "`while` loops",
}


def rules(forbidden: tuple[str, ...]) -> str:
    """Return a sentence for the statement that names what the answer may not use."""
    names = [
        IN_WORDS.get(entry) or f"`{re.sub('^numpy[.]', 'np.', entry)}`"
        for entry in forbidden
        if not (entry == "while" and "for" in forbidden)
    ]
    if {"for", "while"} <= set(forbidden):
        names[names.index(IN_WORDS["for"])] = "loops or comprehensions"
    return f"*Solve this without {', without '.join(names)}.*" if names else ""


# --- header ------------------------------------------------------------------------


def read_header(text: str, where: str) -> dict:
    """Return the entries of the TOML in comments between ``# /// exercise`` and ``# ///``."""
    match = HEADER.search(text)
    if match is None:
        raise FormatError(
            f"{where}: expected a header of comments, from '# /// exercise' to '# ///'"
        )
    body = "\n".join(line[1:].removeprefix(" ") for line in match["body"].splitlines())
    try:
        header = tomllib.loads(body)
    except tomllib.TOMLDecodeError as error:
        raise FormatError(f"{where}: the header is not valid TOML: {error}") from None
    _check_keys(header, where)
    _check_entries(header, where)
    return header


def _check_keys(header: dict, where: str) -> None:
    for key, entry in header.items():
        if key not in KEYS:
            near = difflib.get_close_matches(key, KEYS, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise FormatError(f"{where}: the header has no entry {key!r}{hint}")
        wanted = KEYS[key]
        if not isinstance(entry, wanted) or (isinstance(entry, bool) and wanted is not bool):
            raise FormatError(f"{where}: {key} has the wrong type, got {entry!r}")
    for key in REQUIRED:
        if key not in header:
            raise FormatError(f"{where}: the header lacks {key!r}")


def _check_entries(header: dict, where: str) -> None:
    if header["kind"] not in KINDS:
        raise FormatError(f"{where}: kind is one of {', '.join(KINDS)}; got {header['kind']!r}")
    if not 1 <= header["difficulty"] <= 5:
        raise FormatError(f"{where}: difficulty is 1 to 5, got {header['difficulty']}")
    if header["kind"] in CODE_KINDS:
        if not isinstance(header.get("answer"), str):
            raise FormatError(f"{where}: answer must name the function or class to check")
    elif header["kind"] != "investigate":
        _check_choice(header, where)


def _check_choice(header: dict, where: str) -> None:
    if "value" in header:
        if "within" not in header or header["within"] < 0:
            raise FormatError(f"{where}: next to value, within says how far off is still right")
        _check_slips(header, where)
        return
    if "slips" in header:
        raise FormatError(f"{where}: slips explain wrong numbers; options have why")
    options, why, answer = (header.get(key) for key in ("options", "why", "answer"))
    if not options or len(options) < 2 or len(set(options)) < len(options):
        raise FormatError(
            f"{where}: expected options (two or more, all different), or value and within"
        )
    if not isinstance(answer, int) or not 0 <= answer < len(options):
        raise FormatError(f"{where}: answer is the right option's position, counted from 0")
    if not why or len(why) != len(options):
        raise FormatError(f"{where}: why holds one explanation for each option")


def _check_slips(header: dict, where: str) -> None:
    for slip in header.get("slips", ()):
        match slip:
            case [int() | float() as number, str()]:
                if abs(number - header["value"]) <= 2 * header["within"]:
                    raise FormatError(f"{where}: the slip {number} is too close to the value")
            case _:
                raise FormatError(f"{where}: a slip is [number, explanation], got {slip!r}")


# --- cells -------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """A cell: its kind (code, markdown or raw), tags, text, and first line from 1.

    The text of Markdown and raw cells comes without the comment signs.
    """

    kind: str
    tags: tuple[str, ...]
    text: str
    line: int


def split(text: str, where: str = "exercise") -> tuple[str, list[Cell]]:
    """Return what precedes the first cell, and the cells."""
    lines = text.splitlines()
    starts = [i for i, line in enumerate(lines) if CELL.match(line)]
    bounds = itertools.pairwise([*starts, len(lines)])
    cells = [_cell(lines[start:end], start + 1, where) for start, end in bounds]
    return "\n".join(lines[: starts[0]] if starts else lines), cells


def join(cells: list[Cell], kind: str, tag: str | None = None) -> str:
    """Return the text of the cells of a kind with that tag; with None, those without tags."""
    found = (
        cell.text
        for cell in cells
        if cell.kind == kind and (tag in cell.tags if tag else not cell.tags)
    )
    return "\n\n\n".join(found)


def _cell(lines: list[str], number: int, where: str) -> Cell:
    options = CELL.match(lines[0])["options"]
    tags = CELL_TAGS.search(options)
    try:
        names = tuple(json.loads(tags[1])) if tags else ()
    except json.JSONDecodeError:
        raise FormatError(
            f'{where}, line {number}: expected tags=["starter"], got {tags[0]}'
        ) from None
    kind = next((kind for kind in ("markdown", "raw") if f"[{kind}]" in options), "code")
    body = lines[1:]
    if kind != "code":
        body = [_uncommented(line, number + i, where) for i, line in enumerate(body, start=1)]
    return Cell(kind, names, "\n".join(body).strip("\n"), number + 1)


def _uncommented(line: str, number: int, where: str) -> str:
    if line.strip() and not line.startswith("#"):
        raise FormatError(
            f"{where}, line {number}: expected a line of text, which starts with '# ', "
            f"got {line.strip()[:40]!r}"
        )
    return line.removeprefix("#").removeprefix(" ")


# --- markers -----------------------------------------------------------------------


def starter(code: str) -> str:
    """Return what the reader gets: broken code stays, otherwise ``...`` for the solution."""
    broken = any(region == "BROKEN" for region, _ in regions(code))
    lines = []
    for region, line in regions(code):
        if region in ("", "BROKEN"):
            lines.append(line)
        elif region == "begin SOLUTION" and not broken:
            lines.append(MARKER.match(line)["indent"] + "...")
    return "\n".join(lines)


def solution(code: str) -> str:
    """Return the code with its solution, without markers and broken code."""
    return "\n".join(line for region, line in regions(code) if region in ("", "SOLUTION"))


def module(code: str) -> str:
    """Return the code with its solution; each line keeps its number."""
    kept = ("", "SOLUTION")
    return "".join(f"{line if region in kept else ''}\n" for region, line in regions(code))


def regions(code: str, where: str = "exercise") -> Iterator[tuple[str, str]]:
    """Yield each line with its region.

    A region is ``""``, ``"SOLUTION"`` or ``"BROKEN"``; that of a marker ``"begin SOLUTION"``
    and the like.
    """
    inside = ""
    for number, line in enumerate(code.splitlines(), start=1):
        match = MARKER.match(line)
        if match is None:
            yield inside, line
            continue
        edge, block = match["edge"], match["block"]
        if inside != ("" if edge == "BEGIN" else block):
            raise FormatError(
                f"{where}, line {number}: '### {edge} {block}' "
                + (f"inside the block {inside}" if inside else f"without its BEGIN {block}")
            )
        yield f"{edge.lower()} {block}", line
        inside = block if edge == "BEGIN" else ""
    if inside:
        raise FormatError(f"{where}: the block {inside} has no '### END {inside}'")
