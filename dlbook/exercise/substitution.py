"""Wrong answers written as substitutions in the solution.

A raw cell tagged ``wrong`` holds them, one a paragraph::

    wrong_axis: You took the mean of each column. Rows run along axis 0, so their entries
    run along axis 1.
    - axis=1
    + axis=0

The text after ``-`` must occur exactly once in the solution. Several lines after ``-`` are
whole lines. A further ``-`` after ``+`` begins the next substitution.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

HEAD = re.compile(r"(?P<name>wrong_\w+|Wrong\w+): +(?P<text>\S.*)", re.DOTALL)


class FormatError(ValueError):
    """An exercise's file is not in the format; the message says where and what to do."""


@dataclass(frozen=True)
class Mistake:
    """A wrong answer: its name, what it says to the reader who gave it, and its code."""

    name: str
    explanation: str
    code: str


def read_mistakes(text: str, solution: str, where: str) -> Iterator[Mistake]:
    """Yield the wrong answers of a cell."""
    for paragraph in re.split(r"\n\s*\n", text.strip("\n")) if text.strip() else []:
        lines = paragraph.splitlines()
        start = next((i for i, line in enumerate(lines) if _sign(line)), len(lines))
        head = HEAD.fullmatch("\n".join(lines[:start]))
        if head is None:
            raise FormatError(
                f"{where}: expected 'wrong_name: explanation' and then lines with - and +, "
                f"got {lines[0]!r}"
            )
        name, code = head["name"], solution
        for old, new in _changes(lines[start:], f"{where}: {name}"):
            code = substitute(code, old, new, f"{where}: {name}")
        if code == solution:
            raise FormatError(f"{where}: {name} changes nothing in the solution")
        yield Mistake(name, " ".join(head["text"].split()), code)


def _sign(line: str) -> str:
    return line[0] if line in ("-", "+") or line.startswith(("- ", "+ ")) else ""


def _changes(lines: list[str], where: str) -> list[tuple[list[str], list[str]]]:
    """Return the substitutions: the lines of the old text, and those of the new."""
    found = []
    for line in lines:
        sign = _sign(line)
        if sign == "-" and (not found or found[-1][1]):
            found.append(([], []))
        if not sign or not found:
            raise FormatError(f"{where}: expected a line with - or +, got {line!r}")
        found[-1][sign == "+"].append(line[2:])
    return [(_dedent(old), [] if new == [""] else _dedent(new)) for old, new in found]


def _dedent(lines: list[str]) -> list[str]:
    return textwrap.dedent("\n".join(lines)).split("\n") if lines else []


def substitute(code: str, old: list[str], new: list[str], where: str) -> str:
    """Return the code with the new lines in the place of the old ones.

    Raises
    ------
    FormatError
        If the old text does not occur exactly once.
    """
    lines = code.split("\n")
    places = list(_places(lines, old))
    if len(places) != 1:
        raise FormatError(
            f"{where}: {' / '.join(old)!r} occurs {len(places)} times in the solution; "
            "it must occur exactly once"
        )
    (i, column) = places[0]
    indent = lines[i][: len(lines[i]) - len(lines[i].lstrip())]
    before, after = lines[i][:column], lines[i + len(old) - 1][column + len(old[-1]) :]
    if len(old) > 1:
        before, after = indent, ""
    if new:
        first, *more = new
        put = [before + first, *(indent + line for line in more)]
        put[-1] += after
    else:
        kept = (before + after).rstrip()
        put = [kept] if kept else []
    return "\n".join([*lines[:i], *put, *lines[i + len(old) :]])


def _places(lines: list[str], old: list[str]) -> Iterator[tuple[int, int]]:
    """Yield line and column of each place at which the old text stands."""
    if len(old) == 1:
        for i, line in enumerate(lines):
            yield from ((i, match.start()) for match in re.finditer(re.escape(old[0]), line))
        return
    for i in range(len(lines) - len(old) + 1):
        indent = lines[i][: len(lines[i]) - len(lines[i].lstrip())]
        wanted = [(indent + line).rstrip() for line in old]
        if [line.rstrip() for line in lines[i : i + len(old)]] == wanted:
            yield i, len(indent)
