"""The percent format: a Python file that Jupyter opens as a notebook, cut into its cells."""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import dataclass

CELL = re.compile(r"^# %%(?P<options>.*)$")
TAGS = re.compile(r"tags=(\[[^\]]*\])")


class FormatError(ValueError):
    """An exercise's file is not in the format; the message says where and what to do."""


@dataclass(frozen=True)
class Cell:
    """One cell of a file.

    Attributes
    ----------
    kind : str
        ``"code"`` or ``"markdown"``.
    tags : tuple of str
        Its tags.
    text : str
        The code, or the Markdown without the comment signs; no blank lines around.
    line : int
        Number of the cell's first line in the file, counted from 1.
    """

    kind: str
    tags: tuple[str, ...]
    text: str
    line: int


def split(text: str, where: str = "exercise") -> tuple[str, list[Cell]]:
    """Cut a file into what precedes the first cell, and its cells.

    Parameters
    ----------
    text : str
        The file.
    where : str
        Its name, for messages.

    Raises
    ------
    FormatError
        Where tags cannot be read, or a Markdown cell holds a line that is no comment.
    """
    lines = text.splitlines()
    starts = [i for i, line in enumerate(lines) if CELL.match(line)]
    bounds = itertools.pairwise([*starts, len(lines)])
    cells = [_cell(lines[start:end], start + 1, where) for start, end in bounds]
    return "\n".join(lines[: starts[0]] if starts else lines), cells


def _cell(lines: list[str], number: int, where: str) -> Cell:
    options = CELL.match(lines[0])["options"]
    tags = TAGS.search(options)
    try:
        names = tuple(json.loads(tags[1])) if tags else ()
    except json.JSONDecodeError:
        raise FormatError(
            f'{where}, line {number}: expected tags=["starter"], got {tags[0]}'
        ) from None
    if "[markdown]" in options:
        text = "\n".join(
            _uncommented(line, number + i, where) for i, line in enumerate(lines[1:], start=1)
        )
        return Cell("markdown", names, text.strip("\n"), number + 1)
    return Cell("code", names, "\n".join(lines[1:]).strip("\n"), number + 1)


def _uncommented(line: str, number: int, where: str) -> str:
    if line.strip() and not line.startswith("#"):
        raise FormatError(
            f"{where}, line {number}: expected a line of Markdown, which starts with '# ', "
            f"got {line.strip()[:40]!r}"
        )
    return line.removeprefix("#").removeprefix(" ")
