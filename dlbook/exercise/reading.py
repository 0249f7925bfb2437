"""An exercise, read from its one source."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from dlbook.exercise import markers
from dlbook.exercise.cells import Cell, FormatError, split
from dlbook.exercise.header import CODE_KINDS, read_header


@dataclass(frozen=True)
class Exercise:
    """An exercise as its file describes it.

    Attributes
    ----------
    id : str
        ``"<chapter>/<slug>"``.
    title, kind : str
        ``kind`` is implement, debug, predict, recall or investigate.
    difficulty : int
        1 to 5.
    minutes : int
        The time it takes a reader.
    practices : tuple of str
        What is practiced.
    statement : str
        Markdown.
    answer : str or int or None
        The name of the function or class to write; or the right option's position.
    options, why : tuple of str
        The options of a choice, and an explanation for each.
    value, within : float or None
        The right number, and how far off may still be right.
    slips : tuple of (float, str)
        Wrong numbers that people arrive at, each with its explanation.
    starter, solution : str
        Code: what the reader gets, and what solves it.
    source : str
        The whole file as a Python module that yields the solution, line for line.
    forbidden : tuple of str
        Names that may not be used.
    changes : tuple of str
        Arguments that the answer is to change in place.
    hints : tuple of str
        From weak to strong.
    rubric : str
        Markdown: what a good answer to an open question holds.
    needs_torch : bool
        Whether it runs where there is torch only.
    seconds : float
        The longest time that one call may take.
    cases : int
        The number of random inputs.
    survivors : dict
        From a mutation of the solution that the check accepts to the reason why.
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
    """Read ``exercises/<chapter>/<slug>.py``.

    Raises
    ------
    FormatError
        Where the file is not in the format.
    """
    return read(path.read_text(encoding="utf-8"), f"{path.parent.name}/{path.stem}", str(path))


def read(text: str, id: str, path: str = "") -> Exercise:
    """Read an exercise from the text of its file.

    Parameters
    ----------
    text : str
        The file.
    id : str
        ``"<chapter>/<slug>"``.
    path : str
        The file's name, for messages; by default the id.

    Raises
    ------
    FormatError
        Where the text is not in the format.
    """
    where = path or id
    preamble, cells = split(text, where)
    header = read_header(preamble, where)
    lists = ("practices", "options", "why", "forbidden", "changes", "hints")
    header |= {key: tuple(map(_one_line, header[key])) for key in lists if key in header}
    if "slips" in header:
        header["slips"] = tuple((value, _one_line(text)) for value, text in header["slips"])
    statement = _joined(cells, "markdown", None)
    if not statement:
        raise FormatError(f"{where}: expected a statement, in a cell '# %% [markdown]'")
    given = _joined(cells, "code", "starter")
    _check_cells(header["kind"], cells, given, where)
    return Exercise(
        id=id,
        statement=statement,
        rubric=_joined(cells, "markdown", "rubric"),
        starter=markers.starter(given),
        solution=markers.solution(given),
        source=markers.module(text),
        path=where,
        **header,
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _joined(cells: list[Cell], kind: str, tag: str | None) -> str:
    """Return the text of the cells of a kind with that tag; with None, without tags."""
    return "\n\n\n".join(
        cell.text
        for cell in cells
        if cell.kind == kind and (tag in cell.tags if tag else not cell.tags)
    )


def _check_cells(kind: str, cells: list[Cell], given: str, where: str) -> None:
    found = {tag for cell in cells for tag in cell.tags}
    if unknown := found - {"starter", "check", "wrong", "rubric"}:
        raise FormatError(f"{where}: tags are starter, check, wrong, rubric; got {unknown}")
    needed = {"investigate": {"rubric"}}.get(kind, set())
    if kind in CODE_KINDS:
        needed = {"starter", "check", "wrong"}
    if missing := sorted(needed - found):
        raise FormatError(f"{where}: a {kind} exercise needs cells tagged {', '.join(missing)}")
    blocks = {region for region, _ in markers.regions(given, where)}
    wanted = {"implement": {"SOLUTION"}, "debug": {"SOLUTION", "BROKEN"}}.get(kind, set())
    if missing := sorted(wanted - blocks):
        raise FormatError(f"{where}: the starter has no block {' and no block '.join(missing)}")
